from django.apps import AppConfig


class ConcernsConfig(AppConfig):
    name = "belisha.concerns"
    label = "concerns"
