from django.apps import AppConfig


class PolicyConfig(AppConfig):
    name = "belisha.policy"

    def ready(self):
        from belisha.core.guards import TRIGGERS
        from belisha.people.tasks import TASKS
        from belisha.policy import guards, jobs, tasks
        from belisha.policy.asides import ASIDES, BELOW, BESIDE_CLAUSE, BESIDE_DRAFT
        from belisha.policy.audience import beside as audience
        from belisha.policy.editing import beside
        from belisha.policy.reviewing import beside as reviewing
        from belisha.policy.searching import queries as searching
        from belisha.policy.searching.places import SEARCHED

        assert jobs  # answers when a document is given

        for vendor, names in guards.NAMES.items():
            TRIGGERS[vendor] += names
        TASKS.extend((tasks.bring_policy, reviewing.to_review))
        ASIDES.append(beside.above)
        ASIDES.append(reviewing.banner)
        ASIDES.append(audience.unnamed)
        BELOW.append(reviewing.held)
        BELOW.append(audience.bound)
        BESIDE_DRAFT.append(beside.above)
        BESIDE_CLAUSE.append(beside.beside_clause)
        SEARCHED.append(searching.policies)
