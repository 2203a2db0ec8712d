from django.apps import AppConfig


class SealedConfig(AppConfig):
    name = "belisha.sealed"

    def ready(self):
        from belisha.core import audit
        from belisha.sealed import keeper

        # The audit log is below us and cannot import us, so we hand it what it seals with.
        audit.keeper = keeper
