from django.apps import AppConfig


class ChangesConfig(AppConfig):
    name = "belisha.changes"

    def ready(self):
        from belisha.changes import actions, asides, guards  # noqa: F401 (importing actions registers its answers)
        from belisha.core.guards import TRIGGERS
        from belisha.policy.asides import ASIDES, BESIDE_DRAFT

        for vendor, names in guards.NAMES.items():
            TRIGGERS[vendor] += names
        ASIDES.append(asides.beside_policy)
        BESIDE_DRAFT.append(asides.beside_draft)
