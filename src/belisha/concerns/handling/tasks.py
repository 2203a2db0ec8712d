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


def filter_to_check(actor) -> Iterable[Task]:
    """Checks of the filter, for whoever looks after it. They say nothing of why."""
    if number := queries.checks_waiting(actor):
        checks = "a check" if number == 1 else f"{number} checks"
        yield Task(f"Do {checks} of the filter", reverse("handling:checks"), status="due", leads=True)
