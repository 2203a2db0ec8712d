"""What happened to a protocol is never rewritten: its timeline is append-only, on both engines."""

from belisha.core import guards

TABLES = ("protocols_protocolstep",)
NAMES = {
    "sqlite": [f"{table}_no_{verb}" for table in TABLES for verb in ("update", "delete")],
    "postgresql": [f"{table}_no_{verb}" for table in TABLES for verb in ("update", "truncate")],
}


def protect(apps, schema_editor) -> None:
    """Make the triggers; called from a migration."""
    for table in TABLES:
        for statement in guards.statements(schema_editor.connection.vendor, table):
            schema_editor.execute(statement, params=None)
