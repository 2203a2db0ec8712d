"""What changed in a published version, and what its publisher said about it, never changes: held by the database."""

from belisha.core.guards import statements

COMPARED, MARKED = "changes_comparison", "changes_mark"
# A comparison is made last in publishing; from then on the marks stand.
FIXED = "EXISTS (SELECT 1 FROM changes_comparison c WHERE c.version_id = {row}.version_id)"
MESSAGE = "what was marked when a version was published never changes"
VERBS = (("INSERT", "NEW"), ("UPDATE", "OLD"), ("DELETE", "OLD"))

SQLITE = [
    f"CREATE TRIGGER {MARKED}_{verb.lower()}_fixed BEFORE {verb} ON {MARKED} "
    f"WHEN {FIXED.format(row=row)} BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"
    for verb, row in VERBS
]
POSTGRESQL = [
    "CREATE OR REPLACE FUNCTION belisha_mark_fixed() RETURNS trigger LANGUAGE plpgsql AS $$ "
    "DECLARE v uuid; BEGIN IF TG_OP = 'INSERT' THEN v := NEW.version_id; ELSE v := OLD.version_id; END IF; "
    "IF EXISTS (SELECT 1 FROM changes_comparison c WHERE c.version_id = v) THEN "
    f"RAISE EXCEPTION '{MESSAGE}' USING ERRCODE = 'integrity_constraint_violation'; END IF; "
    "IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW; END $$",
    f"CREATE TRIGGER {MARKED}_fixed BEFORE INSERT OR UPDATE OR DELETE ON {MARKED} "
    "FOR EACH ROW EXECUTE FUNCTION belisha_mark_fixed()",
    f"ALTER TABLE {MARKED} ENABLE ALWAYS TRIGGER {MARKED}_fixed",
]
STATEMENTS = {"sqlite": SQLITE, "postgresql": POSTGRESQL}
NAMES = {
    "sqlite": [
        *[f"{MARKED}_{verb.lower()}_fixed" for verb, _ in VERBS],
        *[f"{COMPARED}_no_{verb}" for verb in ("update", "delete")],
    ],
    "postgresql": [f"{MARKED}_fixed", *[f"{COMPARED}_no_{verb}" for verb in ("update", "truncate")]],
}


def protect(apps, schema_editor) -> None:
    """For a migration: put the triggers in place."""
    vendor = schema_editor.connection.vendor
    for statement in [*STATEMENTS[vendor], *statements(vendor, COMPARED)]:
        schema_editor.execute(statement, params=None)
