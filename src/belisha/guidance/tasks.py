"""What the pages of guidance put on the home page."""

from collections.abc import Iterable

from django.urls import reverse

from belisha.core.access import Can, may
from belisha.guidance import queries
from belisha.people.tasks import Task


def to_look_at(actor) -> Iterable[Task]:
    """Pages that nobody has held against the platforms for so long as the school said, for those who keep them."""
    if not may(actor, Can.KEEP_GUIDANCE):
        return
    if number := queries.overdue(actor).count():
        pages = "a page" if number == 1 else f"{number} pages"
        yield Task(f"Look at {pages} of guidance again", reverse("guidance:list"), status="due", leads=True)
