from django.apps import AppConfig


class RegistersFamilyConfig(AppConfig):
    name = "belisha.registers.family"
    label = "family"

    def ready(self):
        from belisha.core.guards import TRIGGERS
        from belisha.people.tasks import TASKS
        from belisha.registers.family import actions, tasks  # noqa: F401 (importing actions registers its answers)
        from belisha.registers.shelves import SHELVES
        from belisha.registers.timeline import trigger

        for names in TRIGGERS.values():
            names.append(trigger("family_declarationentry"))
        TASKS.append(tasks.to_decide)
        SHELVES.append(tasks.shelves)
