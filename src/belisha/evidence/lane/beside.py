"""What the lane puts onto a concern's page."""

from collections.abc import Iterable

from belisha.concerns.asides import Panel
from belisha.concerns.models import Concern
from belisha.evidence.lane.queries import shuttings_of


def panels(actor, concern: Concern) -> Iterable[Panel]:
    """Files that were sealed off: that there are some, and what waits for a second person."""
    if found := shuttings_of(actor, concern):
        yield Panel("Files that were sealed off", "lane/parts/shut.html", {"shuttings": found}, place=15)


def has_open_files(concern: Concern) -> bool:
    """Whether a file of the concern can still be opened."""
    return concern.items.filter(shut_at=None).exclude(file=None).exists()
