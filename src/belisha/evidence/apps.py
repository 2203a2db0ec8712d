from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    name = "belisha.evidence"
    label = "evidence"
