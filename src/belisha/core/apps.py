from django.apps import AppConfig
from django.core import checks


class CoreConfig(AppConfig):
    name = "belisha.core"

    def ready(self):
        from belisha.core import guards

        checks.register(guards.triggers_stand, checks.Tags.database)
