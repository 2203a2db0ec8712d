"""What was written down in a step is never rewritten: the entries are append-only, on both engines."""

from belisha.core import guards

TABLES = ("handling_stepentry",)
NAMES = {
    "sqlite": [f"{table}_no_{verb}" for table in TABLES for verb in ("update", "delete")],
    "postgresql": [f"{table}_no_{verb}" for table in TABLES for verb in ("update", "truncate")],
}


def protect(apps, schema_editor) -> None:
    """Make the triggers; called from a migration."""
    for table in TABLES:
        for statement in guards.statements(schema_editor.connection.vendor, table):
            schema_editor.execute(statement, params=None)
