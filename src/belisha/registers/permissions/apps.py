from django.apps import AppConfig


class RegistersPermissionsConfig(AppConfig):
    name = "belisha.registers.permissions"
    label = "permissions"

    def ready(self):
        from belisha.core.guards import TRIGGERS
        from belisha.people.tasks import TASKS
        from belisha.policy.asides import BESIDE_CLAUSE
        from belisha.registers.permissions import actions, beside, tasks  # noqa: F401 (actions registers its answers)
        from belisha.registers.shelves import SHELVES
        from belisha.registers.timeline import trigger

        for names in TRIGGERS.values():
            names.append(trigger("permissions_permissionentry"))
        BESIDE_CLAUSE.append(beside.asking)
        TASKS.append(tasks.to_decide)
        SHELVES.append(tasks.shelves)
