from django.apps import AppConfig


class ShowingConfig(AppConfig):
    name = "belisha.evidence.showing"
    label = "showing"

    def ready(self):
        from belisha.concerns.asides import STEPS
        from belisha.evidence.showing import beside

        STEPS.append(beside.step)
