from django.apps import AppConfig


class CalendarsConfig(AppConfig):
    name = "belisha.calendars"
    label = "calendars"
