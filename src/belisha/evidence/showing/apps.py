from django.apps import AppConfig


class ShowingConfig(AppConfig):
    name = "belisha.evidence.showing"
    label = "showing"

    def ready(self):
        from belisha.concerns.asides import STEPS
        from belisha.evidence.showing import actions, beside  # noqa: F401 (importing actions registers its answers)

        STEPS.append(beside.step)
