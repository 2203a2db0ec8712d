"""What the school's own accounts put on the home page and on the page of the registers."""

from collections.abc import Iterable

from django.urls import reverse

from belisha.core.access import Can, may
from belisha.people.tasks import Task
from belisha.registers.accounts import queries
from belisha.registers.shelves import Shelf


def to_check(actor) -> Iterable[Task]:
    """Accounts that this adult owns and that are to be checked."""
    if not may(actor, Can.SEE_REGISTERS):
        return
    due = queries.to_check(actor)
    if len(due) == 1:
        yield Task("Check the school account that you own", due[0].get_absolute_url(), status="due")
    elif due:
        yield Task(f"Check {len(due)} school accounts that you own", reverse("accounts:list"), status="due")


def to_mend(actor) -> Iterable[Task]:
    """Accounts with which something is wrong, for those who keep them."""
    if number := len(queries.with_findings(actor)):
        title = "Look at one school account" if number == 1 else f"Look at {number} school accounts"
        yield Task(f"{title}: something is missing", reverse("accounts:list"), status="open", leads=True)


def shelf(actor) -> Iterable[Shelf]:
    """The accounts that speak for the school."""
    if may(actor, Can.SEE_REGISTERS):
        says = "Accounts that speak for the school: who owns them, who may post, which consent an image needs."
        yield Shelf("The school’s own accounts", says, reverse("accounts:list"), len(queries.with_findings(actor)))
