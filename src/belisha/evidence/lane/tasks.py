"""What the lane puts on the home page: that a second person is needed, and never for what."""

from collections.abc import Iterable

from django.urls import reverse

from belisha.core.access import Can, may
from belisha.evidence.lane import queries
from belisha.people.tasks import Task


def to_confirm(actor) -> Iterable[Task]:
    """What somebody else asked for and a second person has to say yes to."""
    if not may(actor, Can.HANDLE_CONCERN):
        return
    if key := queries.to_confirm(actor).values_list("pk", flat=True).first():
        yield Task("A second person is needed", reverse("lane:confirm", args=[key]), leads=True)
    if key := queries.to_agree(actor).values_list("pk", flat=True).first():
        yield Task("A second person has to agree", reverse("lane:agree", args=[key]), leads=True)
