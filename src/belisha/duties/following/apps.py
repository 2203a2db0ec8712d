from django.apps import AppConfig


class DutiesFollowingConfig(AppConfig):
    name = "belisha.duties.following"
    label = "following"

    def ready(self):
        from belisha.calendars.sources import SOURCES
        from belisha.duties.following import actions, dates, tasks  # noqa: F401 (importing actions registers answers)
        from belisha.people.tasks import TASKS

        TASKS.extend((tasks.excused, tasks.to_follow_up))
        SOURCES.append(dates.own)
