from django.apps import AppConfig


class RemarksConfig(AppConfig):
    name = "belisha.remarks"

    def ready(self):
        from belisha.people.tasks import TASKS
        from belisha.policy.asides import ASIDES, BESIDE_CLAUSE, BESIDE_DRAFT, MARKS
        from belisha.remarks import actions, beside, tasks  # noqa: F401 (importing actions registers its answers)

        ASIDES.append(beside.beside_version)
        BESIDE_DRAFT.append(beside.beside_version)
        BESIDE_CLAUSE.append(beside.beside_clause)
        MARKS.append(beside.marks)
        TASKS.append(tasks.grave)
