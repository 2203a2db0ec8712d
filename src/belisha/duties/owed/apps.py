from django.apps import AppConfig


class DutiesOwedConfig(AppConfig):
    name = "belisha.duties.owed"
    label = "owed"
