"""What was decided when: entries that are added and never written over. Each register has a table of its own."""

from django.db import models
from django.utils import timezone

from belisha.core.ids import uuid7
from belisha.people.models import Adult, School


class Told(models.Model):
    """One thing that happened: what, on which day, in which words, and the state that it led to."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    # None where Belisha itself did it. The name as it was then stays when the adult has left.
    by = models.ForeignKey(Adult, on_delete=models.PROTECT, null=True, related_name="+")
    by_name = models.CharField(max_length=150)
    day = models.DateField("the day that it happened", null=True)
    words = models.TextField(blank=True)
    state = models.CharField(max_length=20)

    class Meta:
        abstract = True
        ordering = ["at", "id"]


# Changing an entry is refused by the database itself. Removing one is not: a record is destroyed whole when it is due.
SQLITE = """
CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table}
BEGIN SELECT RAISE(ABORT, 'what was decided is added to and never changed'); END
"""
POSTGRESQL = (
    "CREATE OR REPLACE FUNCTION belisha_only_added() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
    "RAISE EXCEPTION 'what was decided is added to and never changed' "
    "USING ERRCODE = 'integrity_constraint_violation'; END $$",
    "CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} FOR EACH ROW EXECUTE FUNCTION belisha_only_added()",
    "ALTER TABLE {table} ENABLE ALWAYS TRIGGER {table}_no_update",
)


def protect(table: str):
    """For a migration: a function that puts the trigger in place."""

    def run(apps, schema_editor):
        lines = POSTGRESQL if schema_editor.connection.vendor == "postgresql" else (SQLITE,)
        for line in lines:
            schema_editor.execute(line.format(table=table), params=None)

    return run


def trigger(table: str) -> str:
    """The name of a table's trigger, for the check that all of them stand."""
    return f"{table}_no_update"
