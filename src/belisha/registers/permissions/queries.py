"""Permissions, each for whoever asked or for whoever decides."""

from django.db.models import FETCH_RAISE, Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone

from belisha.core import keyset
from belisha.core.access import Can, may, visible_to
from belisha.core.queries import school_for
from belisha.people.models import Adult
from belisha.people.queries import adult_for, page_of_adults
from belisha.registers import deciders
from belisha.registers.permissions import rules
from belisha.registers.permissions.models import Permission, PermissionEntry, PermissionTerms
from belisha.registers.waiting import Waiting, count

PAGE = 50


def permissions(actor) -> QuerySet[Permission]:
    """The permissions that the actor may know of: those they asked for, and those they decide about."""
    return visible_to(actor, Permission.objects.select_related("asker", "school", "decided_by"))


def permission_for(actor, permission_id) -> Permission:
    return get_object_or_404(permissions(actor), pk=permission_id)


def own_permission(actor, permission_id) -> Permission:
    """One that the actor asked for."""
    return get_object_or_404(permissions(actor).filter(asker_id=actor.id), pk=permission_id)


def permission_to_decide(actor, permission_id) -> Permission:
    """One that the actor decides about; for everybody else that page does not exist."""
    permission = permission_for(actor, permission_id)
    if not decides(actor, permission):
        raise Http404
    return permission


def decides(actor, permission: Permission) -> bool:
    return deciders.may_decide(actor, permission, permission.asker_id, Can.DECIDE_PERMISSION)


def may_decide(actor) -> bool:
    """Whether requests of anybody come to the actor."""
    return deciders.decides_at_all(actor, Can.DECIDE_PERMISSION)


def deciding_school(actor):
    """The school of whoever decides about requests there; for everybody else there is no such page."""
    return deciders.deciding_school(actor, Can.DECIDE_PERMISSION)


def told(actor, permission: Permission) -> QuerySet[PermissionEntry]:
    """What happened to a permission, in order."""
    return visible_to(actor, PermissionEntry.objects.filter(permission=permission))


def own(actor) -> list[Permission]:
    """What the actor asked for, the newest first."""
    return list(permissions(actor).filter(asker_id=actor.id).order_by("-asked_at", "-id"))


def to_decide(actor) -> QuerySet[Permission]:
    """What went to the actor, whatever its state."""
    return permissions(actor).filter(deciders.came_to(actor, Can.DECIDE_PERMISSION)).exclude(asker_id=actor.id)


def _in_force(rows: QuerySet, today) -> QuerySet:
    return rows.filter(Q(ends=None) | Q(ends__gte=today), state__in=rules.GIVEN)


def _no_longer(rows: QuerySet, today) -> QuerySet:
    return rows.filter(Q(state__in=(rules.EXPIRED, rules.REVOKED)) | Q(state__in=rules.GIVEN, ends__lt=today))


# The lists of whoever decides, by their name in an address: what it is called, what is in it, the newest first or not.
LISTS = {
    "waiting": ("Waiting for you", lambda rows, today: rows.filter(state=rules.ASKED), False),
    "in-force": ("Granted", _in_force, False),
    "refused": ("Refused", lambda rows, today: rows.filter(state=rules.REFUSED), True),
    "ended": ("Expired or taken back", _no_longer, True),
}


def page_of(actor, name: str, after: str = "") -> tuple[list[Permission], str]:
    """One page of a list, the oldest first where something waits, and the key of the next page."""
    _, chosen, falling = LISTS[name]
    rows = chosen(to_decide(actor), timezone.localdate()).fetch_mode(FETCH_RAISE)
    return keyset.page(rows, by="asked_at", key="id", after=after, size=PAGE, falling=falling)


def terms(actor, school) -> PermissionTerms:
    """The school's terms, or those that hold until it chose its own."""
    return visible_to(actor, PermissionTerms.objects.filter(school=school)).first() or PermissionTerms(school=school)


def waiting(actor) -> Waiting:
    """What waits for the actor, counted in the school's working days."""
    moments = to_decide(actor).filter(state=rules.ASKED).values_list("asked_at", flat=True)
    return count(actor.school_id, moments, terms(actor, actor.school).wait_days)


def adult_to_record(actor, adult_id) -> Adult:
    """Whom the Headteacher gave a permission by word of mouth: an adult of their school."""
    school_for(actor, Can.DECIDE_PERMISSION)
    adult = adult_for(actor, adult_id)
    if not may(actor, Can.DECIDE_PERMISSION, adult) or adult.pk == actor.id:
        raise Http404
    return adult


def adults_to_record(actor, after: str = "") -> tuple[list[Adult], str]:
    """One page of the adults whom the actor may have given a permission, and the key of the next page."""
    rows, following = page_of_adults(actor, after=after)
    return [row for row in rows if row.pk != actor.id and row.is_active], following


def renewed_from(actor, key) -> Permission | None:
    """The permission that is asked for again, if it is the actor's."""
    return permissions(actor).filter(asker_id=actor.id, pk=key).first() if key else None
