"""The few statements that every action and every page makes, and those of sending a report, written once.

Django compiles a statement anew each time it is made. That costs five times what running it costs, and an action holds
the school's log, and on SQLite the whole database, while it does. These are plain enough to be kept: whole rows in,
fields of one row changed, rows found by equal values. Values pass through the fields' own conversions, so both engines
see what Django would have sent.
"""

from functools import cache

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import Model


def insert(rows: list[Model]) -> None:
    """Insert rows of one model, in order. Fields that the database fills in (an automatic key) are left to it."""
    if not rows:
        return
    connection = connections[DEFAULT_DB_ALIAS]
    sql, fields = _insert(connection.vendor, type(rows[0]))
    values = [[field.get_db_prep_save(getattr(row, field.attname), connection) for field in fields] for row in rows]
    with connection.cursor() as cursor:
        cursor.executemany(sql, values) if len(rows) > 1 else cursor.execute(sql, values[0])
    for row in rows:
        row._state.adding = False


def update(row: Model, *names: str) -> None:
    """Write the named fields of a row, found by its key."""
    connection = connections[DEFAULT_DB_ALIAS]
    sql, fields = _update(connection.vendor, type(row), names)
    with connection.cursor() as cursor:
        cursor.execute(sql, [field.get_db_prep_save(getattr(row, field.attname), connection) for field in fields])


def delete(model: type[Model], **equal) -> None:
    """Delete the rows with these values. Only where no other row points to them: nothing is asked but the table."""
    connection = connections[DEFAULT_DB_ALIAS]
    sql, wanted = _delete(connection.vendor, model, tuple(equal))
    with connection.cursor() as cursor:
        cursor.execute(sql, list(_values(wanted, equal, connection)))


def first(model: type[Model], *, lock: bool = False, **equal) -> Model | None:
    """A row with these values, or None. `lock` holds it until the transaction ends, where the engine can."""
    return next(iter(rows(model, lock=lock, **equal)), None)


def rows(model: type[Model], *, lock: bool = False, **equal) -> list[Model]:
    """The rows with these values, read in one statement and so as of one moment. A tuple means any of its values."""
    if () in equal.values():
        return []
    connection = connections[DEFAULT_DB_ALIAS]
    sought = tuple((name, len(value) if isinstance(value, tuple) else 0) for name, value in equal.items())
    sql, wanted, converters = _select(connection.vendor, model, sought, lock)
    with connection.cursor() as cursor:
        cursor.execute(sql, list(_values(wanted, equal, connection)))
        found = cursor.fetchall()
    names = [field.attname for field in model._meta.concrete_fields]
    return [model.from_db(DEFAULT_DB_ALIAS, names, _converted(row, converters, connection)) for row in found]


def _values(wanted, equal: dict, connection):
    for field in wanted:
        value = equal[field.attname]
        for one in value if isinstance(value, tuple) else (value,):
            yield field.get_db_prep_value(one, connection)


def _converted(row: tuple, converters, connection) -> list:
    row = list(row)
    for at, functions in converters:
        for convert in functions:
            row[at] = convert(row[at], None, connection)
    return row


@cache
def _insert(vendor: str, model: type[Model]):
    fields = [field for field in model._meta.concrete_fields if not field.db_returning]
    marks = ", ".join(["%s"] * len(fields))
    return f"INSERT INTO {_names(model._meta.db_table)} ({_names(*_columns(fields))}) VALUES ({marks})", fields


@cache
def _update(vendor: str, model: type[Model], names: tuple[str, ...]):
    fields = [model._meta.get_field(name) for name in names]
    changes = ", ".join(f"{_names(column)} = %s" for column in _columns(fields))
    key = model._meta.pk
    return f"UPDATE {_names(model._meta.db_table)} SET {changes} WHERE {_names(key.column)} = %s", [*fields, key]


@cache
def _select(vendor: str, model: type[Model], sought: tuple[tuple[str, int], ...], lock: bool):
    connection, fields = connections[DEFAULT_DB_ALIAS], model._meta.concrete_fields
    wanted = [next(field for field in fields if field.attname == name) for name, _ in sought]
    tests = ["= %s" if not many else f"IN ({', '.join(['%s'] * many)})" for _, many in sought]
    where = " AND ".join(f"{_names(field.column)} {test}" for field, test in zip(wanted, tests, strict=True))
    sql = f"SELECT {_names(*_columns(fields))} FROM {_names(model._meta.db_table)} WHERE {where}"
    if lock and connection.features.has_select_for_update:
        sql += " FOR UPDATE"
    columns = [(at, field.get_col(model._meta.db_table)) for at, field in enumerate(fields)]
    both = [(at, connection.ops.get_db_converters(col) + col.get_db_converters(connection)) for at, col in columns]
    return sql, wanted, [(at, functions) for at, functions in both if functions]


@cache
def _delete(vendor: str, model: type[Model], names: tuple[str, ...]):
    wanted = [next(field for field in model._meta.concrete_fields if field.attname == name) for name in names]
    where = " AND ".join(f"{_names(field.column)} = %s" for field in wanted)
    return f"DELETE FROM {_names(model._meta.db_table)} WHERE {where}", wanted


def _columns(fields) -> list[str]:
    return [field.column for field in fields]


def _names(*names: str) -> str:
    return ", ".join(connections[DEFAULT_DB_ALIAS].ops.quote_name(name) for name in names)
