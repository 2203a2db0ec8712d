from django.apps import AppConfig


class CalendarsConfig(AppConfig):
    name = "belisha.calendars"
    label = "calendars"

    def ready(self):
        from belisha.calendars import actions  # noqa: F401 (importing actions registers its answers)
