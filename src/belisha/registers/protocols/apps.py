from django.apps import AppConfig


class RegistersProtocolsConfig(AppConfig):
    name = "belisha.registers.protocols"
    label = "protocols"

    def ready(self):
        from belisha.core.guards import TRIGGERS
        from belisha.people.tasks import TASKS
        from belisha.registers.protocols import actions, guards, tasks
        from belisha.registers.protocols.platforms import actions as platforms
        from belisha.registers.shelves import SHELVES

        assert actions  # it answers when somebody leaves
        assert platforms  # and this when a school is founded

        for vendor, names in guards.NAMES.items():
            TRIGGERS[vendor] += names
        SHELVES.extend((tasks.channels_shelf, tasks.shelf))
        TASKS.extend((tasks.to_decide, tasks.to_mend))
