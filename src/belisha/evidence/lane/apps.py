from django.apps import AppConfig


class LaneConfig(AppConfig):
    name = "belisha.evidence.lane"
    label = "lane"
