"""What declarations put on the home page and on the registers' page. Only whoever decides learns that any wait."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils import timezone

from belisha.core.access import Can, may
from belisha.people.tasks import Task
from belisha.registers.family import queries
from belisha.registers.shelves import Shelf


def to_decide(actor) -> Iterable[Task]:
    """Declarations that wait, and acknowledged ones to look at again."""
    if not queries.may_decide(actor):
        return
    waits = queries.waiting(actor)
    if waits.number:
        title = "Talk over a declaration" if waits.number == 1 else f"Talk over {waits.number} declarations"
        hint = "Longer than the school’s limit." if waits.late else ""
        status = "overdue" if waits.late else "waiting"
        yield Task(title, reverse("family:received"), status=status, hint=hint, leads=True, awaited=True)
    if again := queries.number_to_look_again(actor, timezone.localdate()):
        title = "Look at a declaration again" if again == 1 else f"Look at {again} declarations again"
        yield Task(title, reverse("family:received") + "?show=acknowledged", status="due", leads=True)


def shelves(actor) -> Iterable[Shelf]:
    """The register's line; a second one for whoever decides."""
    if may(actor, Can.DECLARE, actor.school):
        says = "Tell the Headteacher of a pupil in your family, or of another role or interest that you have."
        yield Shelf("Family and dual roles", says, reverse("family:list"))
    if queries.may_decide(actor):
        says = "What was declared to you, and what you decided."
        number = queries.waiting(actor).number
        yield Shelf("Declarations for you to decide", says, reverse("family:received"), number)
