from django.apps import AppConfig


class HoldingConfig(AppConfig):
    name = "belisha.evidence.holding"
    label = "holding"

    def ready(self):
        from belisha.concerns.asides import PANELS
        from belisha.evidence.holding import actions, beside, tasks  # noqa: F401 (importing actions registers answers)
        from belisha.people.tasks import TASKS

        PANELS.append(beside.panel)
        TASKS.append(tasks.to_decide)
