"""An item of evidence never changes in what it is, and never goes: held by the database, on both engines.

Until a report is sent, whoever writes it may take out what they put in; and with the sending an item comes to belong to
the concern, with the day of its arrival in place of the moment where the reporter gave no name.
"""

MESSAGE = "evidence never changes"
ALWAYS = ("id", "school_id", "kind", "file_id", "derived_from_id", "derivation", "source")
SENT = ("arrived_at", "brought_by_id", "day_only", "concern_id", "draft_id")


def _differs(columns, unlike: str) -> str:
    return " OR ".join(f"OLD.{name} {unlike} NEW.{name}" for name in columns)


def _item_broken(unlike: str) -> str:
    # Sealing off has no way back by this row: a release is a row of its own.
    return f"{_differs(ALWAYS, unlike)} OR OLD.concern_id IS NOT NULL AND ({_differs(SENT, unlike)})"


FILE = ("id", "school_id", "record", "sha256", "size", "media_type", "name_sealed")


def _file_broken(unlike: str) -> str:
    # What is sealed off for good loses its key, and nothing else ever changes (`sealed.store.withhold`).
    return f"{_differs(FILE, unlike)} OR {_differs(('wrapped_key',), unlike)} AND length(NEW.wrapped_key) > 0"


HAS_ITEM = "EXISTS (SELECT 1 FROM evidence_item i WHERE i.file_id = OLD.id)"
IN_CONCERN = "EXISTS (SELECT 1 FROM evidence_item i WHERE i.id = OLD.item_id AND i.concern_id IS NOT NULL)"
ROWS = ("evidence_wording", "evidence_check")

_ABORT = f"BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"
SQLITE = {
    "evidence_item_fixed": f"BEFORE UPDATE ON evidence_item WHEN {_item_broken('IS NOT')}",
    "evidence_item_kept": "BEFORE DELETE ON evidence_item WHEN OLD.concern_id IS NOT NULL",
    "evidence_file_fixed": f"BEFORE UPDATE ON sealed_sealedfile WHEN ({_file_broken('IS NOT')}) AND {HAS_ITEM}",
    **{f"{row}_fixed": f"BEFORE UPDATE ON {row}" for row in ROWS},
    **{f"{row}_kept": f"BEFORE DELETE ON {row} WHEN {IN_CONCERN}" for row in ROWS},
}

_NO = f"RAISE EXCEPTION '{MESSAGE}' USING ERRCODE = 'integrity_constraint_violation'"
_FUNCTION = "CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body} END $$"
_UNLIKE = "IS DISTINCT FROM"
_RETURN = "IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW;"
# A WHEN condition may not hold a query on PostgreSQL, so the functions ask.
POSTGRESQL = {
    "evidence_item_fixed": ("UPDATE", "evidence_item", f"IF {_item_broken(_UNLIKE)} THEN {_NO}; END IF; {_RETURN}"),
    "evidence_item_kept": ("DELETE", "evidence_item", f"IF OLD.concern_id IS NOT NULL THEN {_NO}; END IF; {_RETURN}"),
    "evidence_file_fixed": (
        "UPDATE", "sealed_sealedfile", f"IF ({_file_broken(_UNLIKE)}) AND {HAS_ITEM} THEN {_NO}; END IF; {_RETURN}",
    ),
    **{f"{row}_fixed": ("UPDATE", row, f"{_NO};") for row in ROWS},
    **{f"{row}_kept": ("DELETE", row, f"IF {IN_CONCERN} THEN {_NO}; END IF; {_RETURN}") for row in ROWS},
}  # fmt: skip


def _on_sqlite() -> list[str]:
    return [f"CREATE TRIGGER {name} {what} {_ABORT}" for name, what in SQLITE.items()]


def _on_postgresql() -> list[str]:
    made = []
    for name, (verb, table, body) in POSTGRESQL.items():
        made += [
            _FUNCTION.format(name=f"belisha_{name}", body=body),
            f"CREATE TRIGGER {name} BEFORE {verb} ON {table} FOR EACH ROW EXECUTE FUNCTION belisha_{name}()",
            f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {name}",
        ]
    return made


STATEMENTS = {"sqlite": _on_sqlite(), "postgresql": _on_postgresql()}

# A row trigger is not asked when PostgreSQL empties a table at once, nor when it does so to one that points to it.
# (SQLite has no such statement.) Made by a later migration than the others.
EMPTIED = ("evidence_item", *ROWS)
NEVER_EMPTIED = (
    _FUNCTION.format(name="belisha_evidence_emptied", body=f"{_NO};"),
    *[
        line
        for table in EMPTIED
        for line in (
            f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION belisha_evidence_emptied()",
            f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {table}_no_truncate",
        )
    ],
)
NAMES = {"sqlite": list(SQLITE), "postgresql": [*POSTGRESQL, *[f"{table}_no_truncate" for table in EMPTIED]]}


def protect(apps, schema_editor) -> None:
    """For a migration: put the triggers in place."""
    for statement in STATEMENTS[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)


def protect_from_emptying(apps, schema_editor) -> None:
    """For a migration: let PostgreSQL refuse to empty the tables."""
    if schema_editor.connection.vendor == "postgresql":
        for statement in NEVER_EMPTIED:
            schema_editor.execute(statement, params=None)
