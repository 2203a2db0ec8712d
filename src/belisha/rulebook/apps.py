from django.apps import AppConfig


class RulebookConfig(AppConfig):
    name = "belisha.rulebook"
    label = "rulebook"
