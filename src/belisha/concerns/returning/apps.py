from django.apps import AppConfig


class ReturningConfig(AppConfig):
    name = "belisha.concerns.returning"
    label = "returning"

    def ready(self):
        from belisha.concerns.asides import PANELS
        from belisha.concerns.returning import actions, panels  # noqa: F401

        PANELS.append(panels.messages)
