"""What keeping puts on the home page: that somebody has to decide, and never about what."""

from collections.abc import Iterable

from django.urls import reverse

from belisha.core.access import Can, may
from belisha.evidence.holding import queries
from belisha.people.tasks import Task


def to_decide(actor) -> Iterable[Task]:
    """A proposal, or a hold that somebody wants to lift, waits for a second person."""
    if not may(actor, Can.HANDLE_CONCERN):
        return
    disposals = queries.disposals(actor).exclude(first_by_id=actor.id)
    if key := disposals.values_list("pk", flat=True).first():
        yield Task("Decide whether something is kept on", reverse("holding:disposal", args=[key]), leads=True)
    holds = queries.holds(actor).exclude(asked_by=None).exclude(asked_by_id=actor.id)
    if key := holds.values_list("pk", flat=True).first():
        yield Task("Decide about a hold", reverse("holding:lift", args=[key]), leads=True)
