"""What decides about a staff list, without a database."""

from belisha.core.workflow import Workflow

# The forms in which a staff list comes, and what becomes of one.
FORMS = {"table": "CSV or Excel", "oneroster": "OneRoster", "sds": "School Data Sync"}
STATES = {
    "matching": "Columns to be matched",
    "checked": "To be confirmed",
    "running": "Being brought in",
    "done": "Brought in",
    "stopped": "Stopped",
    "dropped": "Not used",
}
LIFECYCLE = Workflow(
    check=({"matching", "checked"}, "checked"),
    confirm=({"checked"}, "running"),
    finish=({"running"}, "done"),
    stop=({"running"}, "stopped"),
    drop=({"matching", "checked"}, "dropped"),
)
# What is looked at, and what is over.
OPEN, OVER = ("matching", "checked"), ("done", "stopped")

# What a list may be: bytes of all files together, rows, columns, letters of a cell.
MOST_BYTES = 20 * 1024 * 1024
MOST_ROWS = 5000
# Rows of one file of a set, pupils and parents among them: a trust of many schools has fewer.
MOST_IN_A_SET = 60_000
MOST_COLUMNS = 100
LONGEST_CELL = 500
# A row counts as one whose quotation mark was never closed when a cell holds more lines than an address has.
MOST_LINES = 6
# Rows that are brought in as one transaction: others write in between, and a killed worker loses one part at most.
PART = 100


class Unreadable(Exception):
    """The whole file cannot be read; the sentence says why and what to do."""
