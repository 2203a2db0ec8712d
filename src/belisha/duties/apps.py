from django.apps import AppConfig


class DutiesConfig(AppConfig):
    name = "belisha.duties"

    def ready(self):
        from belisha.duties import actions, queries, tasks  # noqa: F401 (importing actions registers its answers)
        from belisha.duties.dated import OWED, mine
        from belisha.duties.heeding import actions as heeding  # noqa: F401 (likewise)
        from belisha.people.tasks import TASKS
        from belisha.policy.asides import ASIDES, Aside

        def owed(actor, version):
            duty = queries.mine_for(actor, version)
            return Aside("duties/parts/owed.html", duty) if duty else None

        ASIDES.append(owed)
        OWED.append(tasks.own)
        TASKS.append(mine)
