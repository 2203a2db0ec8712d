from django.apps import AppConfig


class DutiesConfig(AppConfig):
    name = "belisha.duties"

    def ready(self):
        from belisha.duties import actions, queries
        from belisha.policy.asides import ASIDES, Aside

        def owed(actor, version):
            duty = queries.mine_for(actor, version)
            return Aside("duties/parts/owed.html", duty) if duty else None

        ASIDES.append(owed)
        assert actions  # its answers to what happens elsewhere are registered by importing it
