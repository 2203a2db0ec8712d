from django.apps import AppConfig


class PupilsConfig(AppConfig):
    name = "belisha.pupils"
    label = "pupils"
