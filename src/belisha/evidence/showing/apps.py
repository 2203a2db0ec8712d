from django.apps import AppConfig


class ShowingConfig(AppConfig):
    name = "belisha.evidence.showing"
    label = "showing"
