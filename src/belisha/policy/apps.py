from django.apps import AppConfig


class PolicyConfig(AppConfig):
    name = "belisha.policy"

    def ready(self):
        from belisha.core.guards import TRIGGERS
        from belisha.policy import guards

        for vendor, names in guards.NAMES.items():
            TRIGGERS[vendor] += names
