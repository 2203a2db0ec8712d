from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    name = "belisha.evidence"
    label = "evidence"

    def ready(self):
        from belisha.core.guards import TRIGGERS
        from belisha.evidence import guards

        for vendor, names in guards.NAMES.items():
            TRIGGERS[vendor] += names
