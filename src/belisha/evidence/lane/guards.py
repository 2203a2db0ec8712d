"""The lane without files: what the database itself refuses, on both engines, whichever door somebody finds.

Of a concern or draft in a lane (an indecent image of a child, a terrorist publication) no file can be sealed, no item
can have one, and the lane never ends. What arrived before somebody knew what it is was shut first.
"""

MESSAGE = "no file can belong to a concern in this lane"
KEPT = "a lane is never left"
SHUT = "what was sealed off stays so"
# A file's record is "concern:" and the key of the concern, or of the draft that became it.
_PREFIX = "concern:"
_IN_LANE = (
    "(EXISTS (SELECT 1 FROM concerns_concern c WHERE c.id = {key} AND c.lane <> '') "
    "OR EXISTS (SELECT 1 FROM reporting_draft d WHERE d.id = {key} AND d.lane <> ''))"
)
_OF_FILE = {"sqlite": f"replace(substr(NEW.record, {len(_PREFIX) + 1}), '-', '')", "postgresql": "k"}
_OPEN_ITEM = "EXISTS (SELECT 1 FROM evidence_item i WHERE {where} AND i.file_id IS NOT NULL AND i.shut_at IS NULL)"

_ITEM = (
    "NEW.file_id IS NOT NULL AND NEW.shut_at IS NULL AND "
    f"({_IN_LANE.format(key='NEW.concern_id')} OR {_IN_LANE.format(key='NEW.draft_id')})"
)
_LEFT = "OLD.lane <> '' AND NEW.lane <> OLD.lane"
_ENTERED = "OLD.lane = '' AND NEW.lane <> '' AND "

# name → (table, events, condition, message)
TRIGGERS = {
    "lane_file_refused": (
        "sealed_sealedfile", "INSERT", f"NEW.record LIKE '{_PREFIX}%' AND {_IN_LANE}", MESSAGE,
    ),
    "lane_item_refused": ("evidence_item", "INSERT", _ITEM, MESSAGE),
    "lane_item_kept_shut": ("evidence_item", "UPDATE", _ITEM, MESSAGE),
    "lane_item_stays_shut": ("evidence_item", "UPDATE", "OLD.shut_at IS NOT NULL AND NEW.shut_at IS NULL", SHUT),
    "lane_concern_kept": ("concerns_concern", "UPDATE", _LEFT, KEPT),
    "lane_draft_kept": ("reporting_draft", "UPDATE", _LEFT, KEPT),
    "lane_concern_entered": (
        "concerns_concern", "UPDATE", _ENTERED + _OPEN_ITEM.format(where="i.concern_id = NEW.id"), MESSAGE,
    ),
}  # fmt: skip


def _sqlite(name: str) -> list[str]:
    table, event, condition, message = TRIGGERS[name]
    return [
        f"CREATE TRIGGER {name} BEFORE {event} ON {table} WHEN {condition.format(key=_OF_FILE['sqlite'])} "
        f"BEGIN SELECT RAISE(ABORT, '{message}'); END"
    ]


def _postgresql(name: str) -> list[str]:
    table, event, condition, message = TRIGGERS[name]
    # A record that is no key at all is none of ours; the cast is made once and never of those.
    cast = f"IF NEW.record LIKE '{_PREFIX}%' THEN k := substr(NEW.record, {len(_PREFIX) + 1})::uuid; END IF; "
    return [
        f"CREATE OR REPLACE FUNCTION belisha_{name}() RETURNS trigger LANGUAGE plpgsql AS $$ DECLARE k uuid; BEGIN "
        f"{cast if table == 'sealed_sealedfile' else ''}"
        f"IF {condition.format(key=_OF_FILE['postgresql'])} THEN "
        f"RAISE EXCEPTION '{message}' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$",
        f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH ROW EXECUTE FUNCTION belisha_{name}()",
        f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {name}",
    ]


STATEMENTS = {
    "sqlite": [statement for name in TRIGGERS for statement in _sqlite(name)],
    "postgresql": [statement for name in TRIGGERS for statement in _postgresql(name)],
}
NAMES = {vendor: list(TRIGGERS) for vendor in ("sqlite", "postgresql")}


def protect(apps, schema_editor) -> None:
    """For a migration: put the triggers in place."""
    for statement in STATEMENTS[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)


def remove(apps, schema_editor) -> None:
    """For a migration that changes one of the tables: SQLite copies a table to change it, and its triggers are lost."""
    for name, (table, *_) in TRIGGERS.items():
        on = f" ON {table}" if schema_editor.connection.vendor == "postgresql" else ""
        schema_editor.execute(f"DROP TRIGGER IF EXISTS {name}{on}", params=None)
