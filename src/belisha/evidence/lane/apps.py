from django.apps import AppConfig


class LaneConfig(AppConfig):
    name = "belisha.evidence.lane"
    label = "lane"

    def ready(self):
        from belisha.concerns.asides import OPEN_FILES, PANELS
        from belisha.core.guards import TRIGGERS
        from belisha.evidence.lane import actions, beside, guards, tasks  # noqa: F401 (actions: registers answers)
        from belisha.people.tasks import TASKS

        for vendor, names in guards.NAMES.items():
            TRIGGERS[vendor] += names
        PANELS.append(beside.panels)
        TASKS.append(tasks.to_confirm)
        OPEN_FILES.append(beside.has_open_files)
