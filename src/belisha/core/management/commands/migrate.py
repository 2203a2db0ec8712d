"""Django's `migrate`, which makes the tables of an empty database at once. What follows is Django's own."""

from django.core.management.commands import migrate
from django.db import connections

from belisha.core import fresh

# Whoever asks for one of these wants the history gone through, or only to look.
OTHERWISE = ("app_label", "check_unapplied", "plan", "fake", "fake_initial", "prune")


class Command(migrate.Command):
    """Bring the tables up to this version."""

    def handle(self, *args, **options):
        connection = connections[options["database"]]
        if not any(options[each] for each in OTHERWISE) and fresh.is_empty(connection):
            fresh.make(connection)
        return super().handle(*args, **options)
