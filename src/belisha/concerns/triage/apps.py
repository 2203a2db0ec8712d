from django.apps import AppConfig


class TriageConfig(AppConfig):
    name = "belisha.concerns.triage"
    label = "triage"

    def ready(self):
        from belisha.calendars.sources import SOURCES
        from belisha.concerns.triage import actions, tasks  # noqa: F401 (importing actions registers its answers)
        from belisha.core.guards import TRIGGERS
        from belisha.people.tasks import TASKS
        from belisha.registers.timeline import trigger

        for names in TRIGGERS.values():
            names += [trigger("triage_decision"), trigger("triage_consultation")]
        TASKS.extend([tasks.waiting, tasks.own_dates])
        SOURCES.append(tasks.entries)
