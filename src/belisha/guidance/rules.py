"""What decides about pages of guidance, without a database."""

import calendar
import datetime
from collections.abc import Collection, Iterable

from belisha.core.workflow import Workflow

KEPT, RETIRED = "kept", "retired"
STATES = {KEPT: "Shown", RETIRED: "No longer shown"}
LIFECYCLE = Workflow(retire=({KEPT}, RETIRED), restore=({RETIRED}, KEPT))

# The kinds of page, in the order in which the list has them.
KINDS = {
    "calling": "Whom to call",
    "platform": "Who can see what, platform by platform",
    "devices": "Your telephone and your passwords",
    "other": "More",
}
# What of a shipped row becomes a page of the school's own.
SHIPPED = ("title", "kind", "body", "clauses", "source", "certainty")
# How the address of a page of the school's own begins. It is never made of its title: a title may name somebody.
OWN = "page-"
LONGEST = 20_000


def next_look(day: datetime.date, months: int) -> datetime.date:
    """When to look again at a page that was looked at on a day: so many months later."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return datetime.date(year, month + 1, min(day.day, last))


def own_key(taken: Collection[str]) -> str:
    """The next free address for a page of the school's own: page-1, page-2."""
    number = 1
    while f"{OWN}{number}" in taken:
        number += 1
    return f"{OWN}{number}"


def missing(clauses: Iterable[str], there: Collection[str]) -> list[str]:
    """The clauses beside which a page should stand and which no policy in force has."""
    return [ident for ident in clauses if ident not in there]
