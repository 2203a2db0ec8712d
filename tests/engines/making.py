"""Tables made from nothing, at once or migration by migration, and what then stands, for `engines.labour`."""

import re

FROM_POSTGRESQL = {
    "columns": """SELECT table_name, column_name, data_type, character_maximum_length, is_nullable, column_default,
        is_identity, collation_name FROM information_schema.columns WHERE table_schema = 'public'""",
    "constraints": """SELECT conrelid::regclass::text, conname, condeferrable, condeferred, pg_get_constraintdef(oid)
        FROM pg_constraint WHERE connamespace = 'public'::regnamespace AND contype <> 'n'""",
    "indexes": "SELECT indexdef FROM pg_indexes WHERE schemaname = 'public'",
    "triggers": "SELECT tgenabled::text, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal",
    "functions": "SELECT proname, prosrc FROM pg_proc WHERE pronamespace = 'public'::regnamespace AND prolang > 14",
}
ROWS = (
    "SELECT app, name FROM django_migrations",
    "SELECT app_label, model FROM django_content_type",
    "SELECT codename FROM auth_permission",
)


def make_at_once() -> dict:
    """The way of a first start."""
    from belisha.commands import preparing

    preparing.migrate()
    return _standing()


def make_step_by_step() -> dict:
    """The way of an installation that was there from the first day."""
    from django.core.management import call_command

    # Named as the goal, a migration is gone to through all that stand before it.
    call_command("migrate", "contenttypes", verbosity=0)
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    return _standing()


def _standing() -> dict:
    """Every column, constraint, index, trigger and function in an order of its own, and the rows that Django keeps."""
    from django.db import connection

    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            found = {name: _rows(cursor, query) for name, query in FROM_POSTGRESQL.items()}
        else:
            cursor.execute(
                "SELECT type, name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%' AND sql IS NOT NULL"
            )
            found = {"objects": sorted([kind, name, _pieces(sql)] for kind, name, sql in cursor.fetchall())}
        return found | {query: _rows(cursor, query) for query in ROWS}


def _rows(cursor, query: str) -> list:
    cursor.execute(query)
    return sorted([str(value) for value in row] for row in cursor.fetchall())


def _pieces(sql: str) -> list[str]:
    """A statement cut at the commas between columns and constraints, which may stand in another order."""
    if not sql.startswith("CREATE TABLE"):
        return [sql]
    depth, pieces, start = 0, [], sql.index("(") + 1
    for place in range(start, sql.rindex(")")):
        depth += {"(": 1, ")": -1}.get(sql[place], 0)
        if sql[place] == "," and not depth:
            pieces.append(sql[start:place])
            start = place + 1
    return sorted(re.sub(r"\s+", " ", piece).strip() for piece in [*pieces, sql[start : sql.rindex(")")]])


def make_and_fail() -> None:
    """A first start whose very last statement fails, as it does on a full disk, and which ends with it."""
    from django.db import DatabaseError, connection

    from belisha.core import fresh

    def last_fails(execute, sql, params, many, context):
        if "django_migrations" in sql and sql.startswith("INSERT") and "showing" in str(params):
            raise DatabaseError("the disk is full")
        return execute(sql, params, many, context)

    with connection.execute_wrapper(last_fails):
        try:
            fresh.make(connection)
        except DatabaseError:
            return
    raise AssertionError("nothing failed")


def tables() -> list[str]:
    """The tables that are there."""
    from django.db import connection

    return connection.introspection.table_names()
