from django.apps import AppConfig


class BundlesConfig(AppConfig):
    name = "belisha.evidence.bundles"
    label = "bundles"

    def ready(self):
        from belisha.concerns.asides import PANELS, STEPS
        from belisha.evidence.adding import STAMPS
        from belisha.evidence.bundles import actions, beside  # noqa: F401 (importing actions registers them)

        PANELS.append(beside.panel)
        STEPS.append(beside.step)
        STAMPS.append(beside.stamped)
