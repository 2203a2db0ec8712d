from django.apps import AppConfig


class ReportingConfig(AppConfig):
    name = "belisha.concerns.reporting"
    label = "reporting"
