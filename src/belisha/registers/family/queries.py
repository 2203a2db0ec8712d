"""Declarations, each for its adult or for whoever decides about it."""

import datetime

from django.db.models import FETCH_RAISE, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone

from belisha.core import keyset
from belisha.core.access import Can, visible_to
from belisha.policy.rules import add_months
from belisha.registers import deciders
from belisha.registers.family import rules
from belisha.registers.family.models import Declaration, DeclarationEntry, FamilyTerms
from belisha.registers.protocols import queries as agreements
from belisha.registers.protocols.rules import AGREED, FAMILY
from belisha.registers.waiting import Waiting, count

PAGE = 50


def declarations(actor) -> QuerySet[Declaration]:
    """The declarations that the actor may know of: their own, and those they decide about."""
    return visible_to(actor, Declaration.objects.select_related("adult", "school", "decided_by"))


def declaration_for(actor, declaration_id) -> Declaration:
    return get_object_or_404(declarations(actor), pk=declaration_id)


def own_declaration(actor, declaration_id) -> Declaration:
    """One of the actor's own."""
    return get_object_or_404(declarations(actor).filter(adult_id=actor.id), pk=declaration_id)


def declaration_to_decide(actor, declaration_id) -> Declaration:
    """One that the actor decides about; for everybody else that page does not exist."""
    declaration = declaration_for(actor, declaration_id)
    if not decides(actor, declaration):
        raise Http404
    return declaration


def decides(actor, declaration: Declaration) -> bool:
    return deciders.may_decide(actor, declaration, declaration.adult_id, Can.DECIDE_DECLARATION)


def may_decide(actor) -> bool:
    """Whether declarations of anybody come to the actor."""
    return deciders.decides_at_all(actor, Can.DECIDE_DECLARATION)


def deciding_school(actor):
    """The school of whoever decides about declarations there; for everybody else there is no such page."""
    return deciders.deciding_school(actor, Can.DECIDE_DECLARATION)


def told(actor, declaration: Declaration) -> QuerySet[DeclarationEntry]:
    """What happened to a declaration, in order."""
    return visible_to(actor, DeclarationEntry.objects.filter(declaration=declaration))


def own(actor) -> list[Declaration]:
    """The actor's own declarations, the newest first."""
    return list(declarations(actor).filter(adult_id=actor.id).order_by("-declared_at", "-id"))


def to_decide(actor) -> QuerySet[Declaration]:
    """What went to the actor, whatever its state."""
    return declarations(actor).filter(deciders.came_to(actor, Can.DECIDE_DECLARATION)).exclude(adult_id=actor.id)


# The lists of whoever decides, by their name in an address; the first is the one that opens.
LISTS = {
    "waiting": ("Waiting for you", rules.WAITING, False),
    "acknowledged": ("Acknowledged", (rules.ACKNOWLEDGED,), False),
    "not-acknowledged": ("Not acknowledged", (rules.NOT_ACKNOWLEDGED,), False),
    "ended": ("Ended", (rules.ENDED,), True),
}


def page_of(actor, name: str, after: str = "") -> tuple[list[Declaration], str]:
    """One page of a list, the oldest first where something waits, and the key of the next page."""
    _, states, falling = LISTS[name]
    rows = to_decide(actor).filter(state__in=states).fetch_mode(FETCH_RAISE)
    return keyset.page(rows, by="declared_at", key="id", after=after, size=PAGE, falling=falling)


def number_to_look_again(actor, today: datetime.date) -> int:
    """Acknowledged declarations whose day to be looked at again has come."""
    return to_decide(actor).filter(state=rules.ACKNOWLEDGED, review_on__lte=today).count()


def terms(actor, school) -> FamilyTerms:
    """The school's terms, or those that hold until it chose its own."""
    return visible_to(actor, FamilyTerms.objects.filter(school=school)).first() or FamilyTerms(school=school)


def protocols(actor) -> list[tuple[str, str]]:
    """The agreed protocols about families that the actor may see, as choices."""
    agreed = agreements.protocols(actor).filter(kind=FAMILY, state=AGREED).order_by("title", "id")
    return [(str(row.pk), row.title) for row in agreed]


def protocol_of(actor, declaration: Declaration):
    """The protocol that an acknowledged declaration follows, where it names one and the actor may see it."""
    if declaration.protocol_key is None:
        return None
    return agreements.protocols(actor).filter(pk=declaration.protocol_key).first()


def next_look(actor, declaration: Declaration) -> datetime.date:
    """When an acknowledged declaration is looked at next, by the school's terms, if it is looked at today."""
    return add_months(timezone.localdate(), terms(actor, declaration.school).again_months)


def waiting(actor) -> Waiting:
    """What waits for the actor, counted in the school's working days."""
    moments = to_decide(actor).filter(state__in=rules.WAITING).values_list("declared_at", flat=True)
    return count(actor.school_id, moments, terms(actor, actor.school).wait_days)
