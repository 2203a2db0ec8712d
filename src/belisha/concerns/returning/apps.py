from django.apps import AppConfig


class ReturningConfig(AppConfig):
    name = "belisha.concerns.returning"
    label = "returning"
