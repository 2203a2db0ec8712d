from django.apps import AppConfig


class PolicyConfig(AppConfig):
    name = "belisha.policy"

    def ready(self):
        from belisha.core.guards import TRIGGERS
        from belisha.people.tasks import TASKS
        from belisha.policy import guards, jobs, tasks
        from belisha.policy.asides import ASIDES, BESIDE_CLAUSE, BESIDE_DRAFT
        from belisha.policy.editing import beside

        assert jobs  # answers when a document is given

        for vendor, names in guards.NAMES.items():
            TRIGGERS[vendor] += names
        TASKS.append(tasks.bring_policy)
        ASIDES.append(beside.above)
        BESIDE_DRAFT.append(beside.above)
        BESIDE_CLAUSE.append(beside.beside_clause)
