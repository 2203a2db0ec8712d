"""From approval on, the rules and cases of a version stand as its words do: held by the database, on both engines."""

from belisha.policy.guards import CLAUSE_FIXED, FIXED

TABLES = ("rulebook_ownrule", "rulebook_writtencase")
MESSAGE = "the rules of an approved version never change"
VERBS = (("INSERT", "NEW"), ("UPDATE", "OLD"), ("DELETE", "OLD"))

SQLITE = [
    f"CREATE TRIGGER {table}_{verb.lower()}_fixed BEFORE {verb} ON {table} "
    f"WHEN {CLAUSE_FIXED.format(row=row)} BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"
    for table in TABLES
    for verb, row in VERBS
]
POSTGRESQL = [
    "CREATE OR REPLACE FUNCTION belisha_rule_fixed() RETURNS trigger LANGUAGE plpgsql AS $$ "
    "DECLARE v uuid; BEGIN IF TG_OP = 'INSERT' THEN v := NEW.version_id; ELSE v := OLD.version_id; END IF; "
    f"IF EXISTS (SELECT 1 FROM policy_version p WHERE p.id = v AND p.state IN {FIXED}) THEN "
    f"RAISE EXCEPTION '{MESSAGE}' USING ERRCODE = 'integrity_constraint_violation'; END IF; "
    "IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW; END $$",
]
for _table in TABLES:
    POSTGRESQL += [
        f"CREATE TRIGGER {_table}_fixed BEFORE INSERT OR UPDATE OR DELETE ON {_table} "
        "FOR EACH ROW EXECUTE FUNCTION belisha_rule_fixed()",
        f"ALTER TABLE {_table} ENABLE ALWAYS TRIGGER {_table}_fixed",
    ]
STATEMENTS = {"sqlite": SQLITE, "postgresql": POSTGRESQL}
NAMES = {
    "sqlite": [f"{table}_{verb.lower()}_fixed" for table in TABLES for verb, _ in VERBS],
    "postgresql": [f"{table}_fixed" for table in TABLES],
}


def protect(apps, schema_editor) -> None:
    """For a migration: put the triggers in place."""
    for statement in STATEMENTS[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)
