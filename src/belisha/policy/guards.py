"""A published version never changes: its words and its clauses are held by the database, on both engines.

Approved words are held too, from the moment somebody approved them until they are sent back.
"""

FIXED = "('approved', 'published', 'superseded')"
CLAUSE_FIXED = "EXISTS (SELECT 1 FROM policy_version v WHERE v.id = {row}.version_id AND v.state IN " + FIXED + ")"
# The words themselves, in any state but draft and review; leaving `published` for anything but `superseded`.
VERSION_BROKEN = (
    "OLD.state IN "
    + FIXED
    + " AND NEW.state <> 'draft' AND (NEW.source <> OLD.source OR NEW.text_hash <> OLD.text_hash "
    "OR NEW.policy_id <> OLD.policy_id OR NEW.number <> OLD.number) "
    "OR OLD.state = 'published' AND NEW.state NOT IN ('published', 'superseded') "
    "OR OLD.state = 'superseded' AND NEW.state <> 'superseded'"
)
MESSAGE = "a published version of a policy never changes"

SQLITE = [
    f"CREATE TRIGGER policy_version_fixed BEFORE UPDATE ON policy_version WHEN {VERSION_BROKEN} "
    f"BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END",
    f"CREATE TRIGGER policy_version_kept BEFORE DELETE ON policy_version WHEN OLD.state IN {FIXED} "
    f"BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END",
    *[
        f"CREATE TRIGGER policy_clause_{verb.lower()}_fixed BEFORE {verb} ON policy_clause "
        f"WHEN {CLAUSE_FIXED.format(row=row)} BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"
        for verb, row in (("INSERT", "NEW"), ("UPDATE", "OLD"), ("DELETE", "OLD"))
    ],
]

POSTGRESQL = [
    f"CREATE OR REPLACE FUNCTION belisha_version_fixed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
    f"RAISE EXCEPTION '{MESSAGE}' USING ERRCODE = 'integrity_constraint_violation'; END $$",
    f"CREATE TRIGGER policy_version_fixed BEFORE UPDATE ON policy_version FOR EACH ROW WHEN ({VERSION_BROKEN}) "
    "EXECUTE FUNCTION belisha_version_fixed()",
    f"CREATE TRIGGER policy_version_kept BEFORE DELETE ON policy_version FOR EACH ROW WHEN (OLD.state IN {FIXED}) "
    "EXECUTE FUNCTION belisha_version_fixed()",
    # A WHEN condition may not hold a query on PostgreSQL, so the function asks.
    "CREATE OR REPLACE FUNCTION belisha_clause_fixed() RETURNS trigger LANGUAGE plpgsql AS $$ "
    "DECLARE v uuid; BEGIN IF TG_OP = 'INSERT' THEN v := NEW.version_id; ELSE v := OLD.version_id; END IF; "
    f"IF EXISTS (SELECT 1 FROM policy_version p WHERE p.id = v AND p.state IN {FIXED}) THEN "
    f"RAISE EXCEPTION '{MESSAGE}' USING ERRCODE = 'integrity_constraint_violation'; END IF; "
    "IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW; END $$",
    "CREATE TRIGGER policy_clause_fixed BEFORE INSERT OR UPDATE OR DELETE ON policy_clause "
    "FOR EACH ROW EXECUTE FUNCTION belisha_clause_fixed()",
    "ALTER TABLE policy_version ENABLE ALWAYS TRIGGER policy_version_fixed",
    "ALTER TABLE policy_version ENABLE ALWAYS TRIGGER policy_version_kept",
    "ALTER TABLE policy_clause ENABLE ALWAYS TRIGGER policy_clause_fixed",
]

STATEMENTS = {"sqlite": SQLITE, "postgresql": POSTGRESQL}

NAMES = {
    "sqlite": [
        "policy_version_fixed",
        "policy_version_kept",
        *[f"policy_clause_{verb}_fixed" for verb in ("insert", "update", "delete")],
    ],
    "postgresql": ["policy_version_fixed", "policy_version_kept", "policy_clause_fixed"],
}

# SQLite copies a table in order to change it, and its triggers are not copied: a migration that changes one of the
# two tables takes them away first and puts them back last.
TABLES = {"policy_version_fixed": "policy_version", "policy_version_kept": "policy_version"}
REMOVALS = {
    "sqlite": [f"DROP TRIGGER IF EXISTS {name}" for name in NAMES["sqlite"]],
    "postgresql": [
        f"DROP TRIGGER IF EXISTS {name} ON {TABLES.get(name, 'policy_clause')}" for name in NAMES["postgresql"]
    ],
}


def remove(apps, schema_editor) -> None:
    """For a migration: take the triggers away."""
    for statement in REMOVALS[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)


def protect(apps, schema_editor) -> None:
    """For a migration: put the triggers in place."""
    for statement in STATEMENTS[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)
