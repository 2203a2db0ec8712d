"""The posts of a school and who holds them, each for somebody."""

import datetime
from dataclasses import dataclass, field

from django.db.models import FETCH_RAISE, Prefetch, Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone

from belisha.core.access import ROLES, Can, Role, may, visible_to
from belisha.core.queries import school_for
from belisha.packs.posts import ShippedPost, shipped_posts
from belisha.people import limits, rules
from belisha.people.models import Adult, Grant
from belisha.people.posts.rules import until

# More than this many of a name are not offered: somebody types more of it.
MANY = 8


@dataclass(frozen=True)
class StandIn:
    """Who stands in, now or from a later day, with the last day of it."""

    grant: Grant
    last: datetime.date
    begun: bool
    may_end: bool


@dataclass(frozen=True)
class Holder:
    """Who holds a post, now or from a later day, and who stands in for them."""

    grant: Grant
    begun: bool
    gone: bool
    stand_ins: list[StandIn]
    may_name: bool


@dataclass(frozen=True)
class Post:
    """A post as the page shows it. It is empty where nobody holds it today in their own right."""

    card: ShippedPost
    label: str
    holders: list[Holder] = field(default_factory=list)
    may_fill: bool = False

    @property
    def is_empty(self) -> bool:
        return not any(holder.begun and not holder.gone for holder in self.holders)

    @property
    def is_missed(self) -> bool:
        return self.card.needed and self.is_empty

    @property
    def state(self) -> str:
        return "missing" if self.is_missed else "none" if self.is_empty else "active"


def posts(actor) -> list[Post]:
    """Every post, with who holds it and who stands in, as far as the actor may know. Two queries."""
    if not may_look(actor):
        raise Http404
    grants = list(_held(actor).fetch_mode(FETCH_RAISE))
    return [_post(actor, card, [grant for grant in grants if grant.role == card.role]) for card in _cards(actor)]


def may_look(actor) -> bool:
    """Who may see people, and the chair of governors: the Headteacher's post, and no other."""
    return may(actor, Can.SEE_PEOPLE, actor.school) or may(actor, Can.NAME_ACTING_HEAD, actor.school)


def missed(actor) -> list[str]:
    """The posts of the actor's school that are needed and that nobody holds today, as (label). One query."""
    today = timezone.localdate()
    here = visible_to(actor, Grant.objects.filter(limits.in_their_own_right(), school=actor.school))
    here = here.filter(Q(adult__ends=None) | Q(adult__ends__gt=today), starts__lte=today)
    filled = set(here.values_list("role", flat=True))
    return [ROLES[Role(card.role)].label for card in shipped_posts().rows if card.needed and card.role not in filled]


def has_acting_head(actor) -> bool:
    """Whether somebody stands in for the Headteacher, now or from a later day."""
    return any(holder.stand_ins for post in posts(actor) for holder in post.holders if post.card.role == "headteacher")


def holders_by_role(actor) -> dict[str, list[str]]:
    """Role → the names of those who hold it at the actor's school today, for those who may see people. One query.

    Of posts only: the names of all the teachers say nothing about who sees what.
    """
    if not may(actor, Can.SEE_PEOPLE, actor.school):
        return {}
    today, named = timezone.localdate(), {}
    here = visible_to(actor, Grant.objects.filter(limits.not_ended(), school=actor.school, starts__lte=today))
    here = here.filter(
        Q(adult__ends=None) | Q(adult__ends__gt=today), role__in=[row.role for row in shipped_posts().rows]
    )
    here = here.order_by("adult__name", "id")
    for role, name, stands_in in here.values_list("role", "adult__name", "stands_in_for"):
        named.setdefault(role, []).append(f"{name} (standing in)" if stands_in else name)
    return named


def post_to_fill(actor, role: str) -> Post:
    """A post that the actor may give to somebody."""
    school_for(actor, Can.CHANGE_PEOPLE)
    card = next((card for card in _cards(actor) if card.role == role), None)
    if card is None or not _may_give(actor, card.role):
        raise Http404
    return Post(card, ROLES[Role(card.role)].label)


def holding(actor, grant_id) -> Grant:
    """The role of a post's holder, for whom the actor may name a stand-in."""
    held = get_object_or_404(_held(actor), pk=grant_id)
    if not _may_name(actor, held):
        raise Http404
    return held


def standing_in(actor, grant_id) -> Grant:
    """The role of a stand-in, whose time the actor may end."""
    found = _seen(actor).filter(limits.not_ended()).exclude(stands_in_for=None)
    stand_in = get_object_or_404(found.select_related("adult", "school", "stands_in_for__adult"), pk=grant_id)
    if not _may_name(actor, stand_in):
        raise Http404
    return stand_in


def stand_ins_of(actor, adult: Adult) -> list[StandIn]:
    """Who stands in for an adult, now or later, in the order of their first days; everybody may know their own."""
    found = Grant.objects.filter(limits.not_ended(), stands_in_for__adult=adult)
    found = found if adult.pk == actor.id else visible_to(actor, found)
    return [_stand_in(actor, grant) for grant in found.select_related("adult", "school").order_by("starts")]


def people_named(actor, name: str) -> list[Adult]:
    """Adults of the actor's school who work there and have a name like this. One more than `MANY` at most.

    The chair of governors may name an acting Headteacher and does not see the list of people: they know the name.
    """
    here = Adult.objects.filter(Q(ends=None) | Q(ends__gt=timezone.localdate()), school=actor.school)
    if may(actor, Can.SEE_PEOPLE, actor.school):
        here = visible_to(actor, here).filter(name__icontains=name)
    else:
        here = here.filter(name__iexact=name) if may(actor, Can.NAME_ACTING_HEAD, actor.school) else here.none()
    return list(here.order_by("name", "id")[: MANY + 1])


# -- what they are made of -------------------------------------------------------------------------------------------


def _cards(actor) -> list[ShippedPost]:
    every = may(actor, Can.SEE_PEOPLE, actor.school)
    return [card for card in shipped_posts().rows if every or card.role == Role.HEADTEACHER]


def _seen(actor) -> QuerySet[Grant]:
    """The roles at the actor's school that they may know of: for the chair of governors, the Headteacher's too."""
    here = Grant.objects.filter(school=actor.school)
    if may(actor, Can.NAME_ACTING_HEAD, actor.school) and not may(actor, Can.SEE_PEOPLE, actor.school):
        return here.filter(role=Role.HEADTEACHER)
    return visible_to(actor, here)


def _held(actor) -> QuerySet[Grant]:
    stand_ins = Grant.objects.filter(limits.not_ended()).select_related("adult", "school").order_by("starts")
    return (
        _seen(actor)
        .filter(limits.in_their_own_right())
        .select_related("adult", "school")
        .prefetch_related(Prefetch("stand_ins", queryset=stand_ins))
        .order_by("starts", "id")
    )


def _post(actor, card: ShippedPost, grants: list[Grant]) -> Post:
    holders = [_holder(actor, grant) for grant in grants]
    return Post(card, ROLES[Role(card.role)].label, holders, _may_give(actor, card.role))


def _holder(actor, grant: Grant) -> Holder:
    stand_ins = [_stand_in(actor, each) for each in grant.stand_ins.all()]
    begun = grant.starts <= timezone.localdate()
    return Holder(grant, begun, not grant.adult.is_active, stand_ins, _may_name(actor, grant))


def _stand_in(actor, grant: Grant) -> StandIn:
    return StandIn(grant, until(grant.ends), grant.starts <= timezone.localdate(), _may_name(actor, grant))


def _may_give(actor, role: str) -> bool:
    needed = Can.CHANGE_PEOPLE if rules.is_ordinary(role) else Can.CHANGE_ROLES
    return may(actor, needed, actor.school)


def _may_name(actor, grant: Grant) -> bool:
    acting = grant.role == Role.HEADTEACHER and may(actor, Can.NAME_ACTING_HEAD, actor.school)
    return acting or _may_give(actor, grant.role)
