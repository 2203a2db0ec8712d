from django.apps import AppConfig


class SealedConfig(AppConfig):
    name = "belisha.sealed"
