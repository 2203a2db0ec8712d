from django.apps import AppConfig


class RulebookConfig(AppConfig):
    name = "belisha.rulebook"
    label = "rulebook"

    def ready(self):
        from belisha.core.guards import TRIGGERS
        from belisha.policy.asides import BELOW, BESIDE_CLAUSE, BESIDE_DRAFT
        from belisha.rulebook import actions, beside, guards  # noqa: F401 (importing actions registers its answers)

        for vendor, names in guards.NAMES.items():
            TRIGGERS[vendor] += names
        BESIDE_DRAFT.append(beside.beside_draft)
        BELOW.append(beside.below)
        BESIDE_CLAUSE.append(beside.beside_clause)
