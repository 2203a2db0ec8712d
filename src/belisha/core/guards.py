"""What the database itself refuses, on both engines, and the check that refuses to start without it.

The triggers stop accidents and applications. Whoever owns the database file can drop them; that is what the Merkle
tree and the checkpoints held by others are for.
"""

from django.core import checks
from django.db import connections

# Append-only tables. Other folders add what they hold fixed to `TRIGGERS`, so that one check looks for all.
APPEND_ONLY = ("core_auditentry", "core_auditnode", "core_auditcheckpoint", "core_auditkey")

SQLITE = """
CREATE TRIGGER {table}_no_{verb} BEFORE {VERB} ON {table} {when}
BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END
"""

POSTGRESQL_FUNCTION = """
CREATE OR REPLACE FUNCTION belisha_append_only() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation'; END $$
"""
# ENABLE ALWAYS: otherwise session_replication_role = replica walks past them.
POSTGRESQL = (
    "CREATE TRIGGER {table}_no_update BEFORE UPDATE OR DELETE ON {table} "
    "FOR EACH ROW EXECUTE FUNCTION belisha_append_only()",
    "CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
    "FOR EACH STATEMENT EXECUTE FUNCTION belisha_append_only()",
    "ALTER TABLE {table} ENABLE ALWAYS TRIGGER {table}_no_update",
    "ALTER TABLE {table} ENABLE ALWAYS TRIGGER {table}_no_truncate",
)


TRIGGERS: dict[str, list[str]] = {
    "sqlite": [f"{table}_no_{verb}" for table in APPEND_ONLY for verb in ("update", "delete")],
    "postgresql": [f"{table}_no_{verb}" for table in APPEND_ONLY for verb in ("update", "truncate")],
}


def statements(vendor: str, table: str) -> list[str]:
    """The SQL that makes a table append-only."""
    if vendor == "postgresql":
        return [POSTGRESQL_FUNCTION, *[line.format(table=table) for line in POSTGRESQL]]
    return [SQLITE.format(table=table, verb=verb, VERB=verb.upper(), when="") for verb in ("update", "delete")]


def standing(connection) -> set[str]:
    """The append-only triggers that are there and awake, by name."""
    sql = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
        "postgresql": "SELECT tgname FROM pg_trigger WHERE tgenabled = 'A'",
    }[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return {name for (name,) in cursor.fetchall()}


def triggers_stand(app_configs, databases=None, **kwargs) -> list[checks.Error]:
    """System check: refuse to start when a trigger that the database needs is missing."""
    errors = []
    for alias in databases or []:
        connection = connections[alias]
        if "core_auditentry" not in connection.introspection.table_names():
            continue  # not migrated yet: migrating makes them
        awake = standing(connection)
        errors += [
            checks.Error(
                f"The database does not protect what must never change: trigger {name} is missing or asleep.",
                hint="Restore the database from a backup, or ask for help before anybody works in it.",
                id="belisha.E001",
            )
            for name in TRIGGERS[connection.vendor]
            if name not in awake
        ]
    return errors
