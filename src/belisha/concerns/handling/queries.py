"""Whom to call, and what was done about a concern, each for somebody."""

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone

from belisha.concerns.handling.calling import rules as directory
from belisha.concerns.handling.models import Number
from belisha.core.access import visible_to

# -- whom to call ----------------------------------------------------------------------------------------------------


def numbers(school, purpose: str = "") -> list[Number]:
    """Whom to call, for everybody who stands before the school's own pages, strangers too: it names nobody.

    `purpose`: one of `calling.rules.PURPOSES`; "" for all. Where the school has no row yet, what ships stands in, so
    that somebody in need is never shown an empty page. A row that nobody filled in says so itself (`empty`).
    """
    rows = list(Number.objects.filter(school=school, state=directory.KEPT).order_by("place", "label", "pk"))
    if not rows and not Number.objects.filter(school=school).exists():
        rows = _as_shipped(school)
    return [row for row in rows if not purpose or purpose in row.purposes]


def directory_of(actor) -> QuerySet[Number]:
    """The rows of the actor's own school, of whatever state."""
    found = visible_to(actor, Number.objects.filter(school_id=actor.school_id))
    return found.select_related("school", "looked_by").order_by("place", "label", "pk")


def number_for(actor, number_id) -> Number:
    return get_object_or_404(directory_of(actor), pk=number_id)


def to_check(actor) -> int:
    """How many rows the school should fill in or hold against their source."""
    rows = directory_of(actor).filter(state=directory.KEPT)
    return sum(row.empty or row.overdue for row in rows)


def _as_shipped(school) -> list[Number]:
    day = timezone.localdate()
    rows = [{name: row[name] for name in directory.SHIPPED} for row in directory.shipped()]
    return [Number(school=school, place=at, looked_on=day, next_look=day, **row) for at, row in enumerate(rows)]
