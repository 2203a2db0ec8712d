from django.apps import AppConfig


class RegistersAccountsConfig(AppConfig):
    name = "belisha.registers.accounts"
    label = "accounts"

    def ready(self):
        from belisha.core.guards import TRIGGERS
        from belisha.people.tasks import TASKS
        from belisha.registers.accounts import actions, guards, tasks
        from belisha.registers.shelves import SHELVES

        assert actions  # answers when somebody leaves

        for vendor, names in guards.NAMES.items():
            TRIGGERS[vendor] += names
        SHELVES.append(tasks.shelf)
        TASKS.extend((tasks.to_check, tasks.to_mend))
