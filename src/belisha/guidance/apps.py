from django.apps import AppConfig


class GuidanceConfig(AppConfig):
    name = "belisha.guidance"
    label = "guidance"
