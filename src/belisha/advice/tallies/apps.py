from django.apps import AppConfig


class TalliesConfig(AppConfig):
    name = "belisha.advice.tallies"
    label = "tallies"
