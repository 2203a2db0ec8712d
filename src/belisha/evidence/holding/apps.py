from django.apps import AppConfig


class HoldingConfig(AppConfig):
    name = "belisha.evidence.holding"
    label = "holding"
