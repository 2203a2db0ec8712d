from django.apps import AppConfig


class HandlingConfig(AppConfig):
    name = "belisha.concerns.handling"
    label = "handling"

    def ready(self):
        from belisha.concerns.handling import tasks
        from belisha.concerns.handling.calling import actions  # noqa: F401 (importing actions registers answers)
        from belisha.people.tasks import TASKS

        TASKS.append(tasks.to_check)
