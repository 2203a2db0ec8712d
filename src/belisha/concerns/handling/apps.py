from django.apps import AppConfig


class HandlingConfig(AppConfig):
    name = "belisha.concerns.handling"
    label = "handling"
