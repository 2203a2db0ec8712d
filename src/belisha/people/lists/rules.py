"""What decides about a staff list, without a database."""

from belisha.core.workflow import Workflow

# The forms in which a staff list comes, and what becomes of one.
FORMS = {"table": "CSV or Excel", "oneroster": "OneRoster", "sds": "School Data Sync"}
STATES = {
    "matching": "Columns to be matched",
    "checked": "To be confirmed",
    "running": "Being brought in",
    "done": "Brought in",
    "dropped": "Not used",
}
LIFECYCLE = Workflow(
    check=({"matching", "checked"}, "checked"),
    confirm=({"checked"}, "running"),
    finish=({"running"}, "done"),
    drop=({"matching", "checked"}, "dropped"),
)
