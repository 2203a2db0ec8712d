from django.apps import AppConfig


class RoutingConfig(AppConfig):
    name = "belisha.concerns.routing"
    label = "routing"

    def ready(self):
        """Stand on every concern's page."""
        from belisha.concerns.asides import PANELS, STEPS
        from belisha.concerns.routing import actions, beside  # noqa: F401 (importing actions registers its answers)

        PANELS.append(beside.panels)
        STEPS.append(beside.steps)
