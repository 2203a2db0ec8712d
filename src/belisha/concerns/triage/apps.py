from django.apps import AppConfig


class TriageConfig(AppConfig):
    name = "belisha.concerns.triage"
    label = "triage"
