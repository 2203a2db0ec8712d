"""Lists of people, each for somebody."""

import uuid

from django.db.models import Prefetch, Q, QuerySet
from django.http import Http404
from django.utils import timezone

from belisha.core.access import Role, visible_to
from belisha.people.models import Adult, Grant

PAGE = 50


def adults(actor) -> QuerySet[Adult]:
    """The adults the actor may see, with the roles they hold, in the order of their names."""
    today = timezone.localdate()
    current = Grant.objects.filter(Q(ends=None) | Q(ends__gt=today))
    return (
        visible_to(actor, Adult.objects.all())
        .select_related("school")
        .prefetch_related(Prefetch("grants", queryset=current))
        .order_by("name", "id")
    )


def page_of_adults(actor, *, search="", after="") -> tuple[list[Adult], str]:
    """One page of adults by name, and the key to ask for the next one with (empty at the end).

    Keyset: the page costs the same wherever it lies.
    """
    found = adults(actor)
    if search:
        found = found.filter(name__icontains=search)
    if after:
        name, _, key = after.rpartition("|")
        found = found.filter(Q(name__gt=name) | Q(name=name, id__gt=_uuid(key)))
    rows = list(found[: PAGE + 1])
    more = len(rows) > PAGE
    rows = rows[:PAGE]
    return rows, f"{rows[-1].name}|{rows[-1].pk}" if more else ""


def adult_for(actor, adult_id) -> Adult:
    """The adult, fetched through the permission. What may not be known does not exist."""
    return _or_404(adults(actor).filter(pk=adult_id))


def grant_for(actor, grant_id) -> Grant:
    return _or_404(visible_to(actor, Grant.objects.select_related("adult__school", "school")).filter(pk=grant_id))


def holders(school, role: Role) -> QuerySet[Adult]:
    """Adults who hold a role at a school today. For the machinery (who gets a letter), not for a page."""
    today = timezone.localdate()
    held = Q(grants__role=role, grants__school=school) & (Q(grants__ends=None) | Q(grants__ends__gt=today))
    return Adult.objects.filter(held, Q(ends=None) | Q(ends__gt=today)).distinct()


def _or_404(queryset):
    found = queryset.first()
    if found is None:
        raise Http404
    return found


def _uuid(text: str):
    try:
        return uuid.UUID(text)
    except ValueError:
        return uuid.UUID(int=0)
