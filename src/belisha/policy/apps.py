from django.apps import AppConfig


class PolicyConfig(AppConfig):
    name = "belisha.policy"

    def ready(self):
        from belisha.core.guards import TRIGGERS
        from belisha.people.tasks import TASKS
        from belisha.policy import guards, jobs, tasks

        assert jobs  # answers when a document is given

        for vendor, names in guards.NAMES.items():
            TRIGGERS[vendor] += names
        TASKS.append(tasks.bring_policy)
