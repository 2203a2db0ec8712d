"""The closed days of a school, for whom."""

from django.db.models import FETCH_RAISE, QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone

from belisha.core import keyset
from belisha.core.access import Can, visible_to
from belisha.core.queries import school_for
from belisha.people.models import ClosedDays

PAGE = 50
SHOWS = {"coming": "From today", "past": "Past"}


def page_of(actor, show: str, after: str) -> tuple[list[ClosedDays], str]:
    """One page of those that are coming, or of those that are past with the newest first."""
    school_for(actor, Can.CHANGE_SCHOOL)
    today, here = timezone.localdate(), _here(actor)
    rows = here.filter(last__lt=today) if show == "past" else here.filter(last__gte=today)
    return keyset.page(
        rows.fetch_mode(FETCH_RAISE), by="first", key="id", after=after, size=PAGE, falling=show == "past"
    )


def closed_days_for(actor, closed_days_id) -> ClosedDays:
    school_for(actor, Can.CHANGE_SCHOOL)
    return get_object_or_404(_here(actor).select_related("school"), pk=closed_days_id)


def _here(actor) -> QuerySet[ClosedDays]:
    return visible_to(actor, ClosedDays.objects.filter(school=actor.school))
