"""What the reference library puts on the home page."""

from collections.abc import Iterable

from django.urls import reverse

from belisha.core.access import Can, may
from belisha.people.tasks import Task
from belisha.references import queries


def to_check(actor) -> Iterable[Task]:
    """Editions whose day of checking has come, for those who keep the library."""
    if not may(actor, Can.KEEP_REFERENCES):
        return
    if number := queries.due(actor).count():
        title = "Check whether one reference is" if number == 1 else f"Check whether {number} references are"
        yield Task(f"{title} still in force", reverse("references:list"), status="due", leads=True)
