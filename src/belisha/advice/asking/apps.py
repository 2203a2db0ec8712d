from django.apps import AppConfig


class AskingConfig(AppConfig):
    name = "belisha.advice.asking"
    label = "asking"
