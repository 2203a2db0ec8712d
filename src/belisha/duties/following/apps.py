from django.apps import AppConfig


class DutiesFollowingConfig(AppConfig):
    name = "belisha.duties.following"
    label = "following"
