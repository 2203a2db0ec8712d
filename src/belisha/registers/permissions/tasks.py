"""What permissions put on the home page and on the registers' page."""

from collections.abc import Iterable

from django.urls import reverse

from belisha.core.access import Can, may
from belisha.people.tasks import Task
from belisha.registers.permissions import queries
from belisha.registers.shelves import Shelf


def to_decide(actor) -> Iterable[Task]:
    """Requests that wait for this adult."""
    if not queries.may_decide(actor):
        return
    waits = queries.waiting(actor)
    if waits.number:
        title = "Decide a request for a permission" if waits.number == 1 else f"Decide {waits.number} requests"
        hint = "Longer than the school’s limit." if waits.late else ""
        status = "overdue" if waits.late else "waiting"
        yield Task(title, reverse("permissions:received"), status=status, hint=hint, leads=True, awaited=True)


def shelves(actor) -> Iterable[Shelf]:
    """The register's line; a second one for whoever decides."""
    if may(actor, Can.ASK_PERMISSION, actor.school):
        says = "Ask before you talk about pupils online, publish pictures for the school, or use another platform."
        yield Shelf("Permissions", says, reverse("permissions:list"))
    if queries.may_decide(actor):
        says = "What you were asked for, and what you granted."
        yield Shelf("Requests for you to decide", says, reverse("permissions:received"), queries.waiting(actor).number)
