"""What the directory of numbers puts on the home page."""

from collections.abc import Iterable

from django.urls import reverse

from belisha.concerns.handling import queries
from belisha.core.access import Can, may
from belisha.people.tasks import Task


def to_check(actor) -> Iterable[Task]:
    """Numbers that nobody has filled in or held against their source for a while, for those who keep them."""
    if not may(actor, Can.KEEP_ROUTES):
        return
    if number := queries.to_check(actor):
        rows = "a number" if number == 1 else f"{number} numbers"
        yield Task(f"Fill in or check {rows} to call", reverse("handling:numbers"), status="due", leads=True)
