from django.apps import AppConfig


class RoutingConfig(AppConfig):
    name = "belisha.concerns.routing"
    label = "routing"
