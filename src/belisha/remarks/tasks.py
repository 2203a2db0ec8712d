"""What remarks put on the home page."""

from collections.abc import Iterable

from django.urls import reverse

from belisha.core.access import Can, may
from belisha.people.tasks import Task
from belisha.remarks import queries


def grave(actor) -> Iterable[Task]:
    """Points that mislead on law or safety and that nobody has decided about, for those who draft."""
    if not may(actor, Can.DRAFT_POLICY):
        return
    for version_id, policy, number in queries.grave(actor):
        points = "One point" if number == 1 else f"{number} points"
        title = f"{points} in {policy} may mislead on law or safety"
        yield Task(title, reverse("remarks:version", args=[version_id]), status="open", leads=True)
