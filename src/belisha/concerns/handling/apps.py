from django.apps import AppConfig


class HandlingConfig(AppConfig):
    name = "belisha.concerns.handling"
    label = "handling"

    def ready(self):
        from belisha.concerns import asides as concerns
        from belisha.concerns.handling import actions, asides, guards, tasks
        from belisha.concerns.handling.calling import actions as calling
        from belisha.concerns.handling.checks import actions as checks
        from belisha.concerns.handling.papers import actions as papers
        from belisha.concerns.handling.posts import actions as posts
        from belisha.core.guards import TRIGGERS
        from belisha.people.tasks import TASKS

        assert all((actions, calling, checks, papers, posts))  # importing actions registers them and their answers

        for vendor, names in guards.NAMES.items():
            TRIGGERS[vendor] += names
        concerns.STEPS.append(asides.steps)
        concerns.PANELS.append(asides.panels)
        TASKS.extend((tasks.to_check, tasks.filter_to_check))
