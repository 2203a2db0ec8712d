"""Ends by itself what adults had here whose last day has come."""

from django.utils import timezone

from belisha.core.access import WORKER
from belisha.core.errors import No
from belisha.people.leaving import actions
from belisha.people.models import Adult

# So many in one run, oldest first: a hundred leavers of one summer's day do not hold the log for long.
AT_ONCE = 100


def close_leavers() -> None:
    """Close what is due. Access has closed by the date already; whoever was quicker with one of them is let be."""
    due = Adult.objects.filter(closed_at=None, ends__lte=timezone.localdate()).order_by("ends", "pk")
    for adult in due.select_related("school")[:AT_ONCE]:
        try:
            actions.leave(adult, by=WORKER)
        except No:
            continue
