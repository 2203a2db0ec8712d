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
from belisha.people.chair.queries import keeps, kept_roles
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
    # Whether the actor is chair or vice-chair, and this is one of the two roles that these keep.
    may_keep: bool = False


@dataclass(frozen=True)
class Post:
    """A post as the page shows it. It is empty where nobody holds it today in their own right."""

    card: ShippedPost
    label: str
    holders: list[Holder] = field(default_factory=list)
    may_fill: bool = False
    # Whether the chair and vice-chair of governors fill it, and the actor is neither.
    is_kept: bool = False

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
    """Every post, with who holds it and who stands in, as far as the actor may know. Three queries."""
    if not may_look(actor):
        raise Http404
    grants, kept = list(_held(actor).fetch_mode(FETCH_RAISE)), kept_roles(actor)
    return [_post(actor, card, [grant for grant in grants if grant.role == card.role], kept) for card in _cards(actor)]


def may_look(actor) -> bool:
    """Who may see people; the chair of governors, the Headteacher's post; chair and vice-chair, their own two."""
    return may(actor, Can.SEE_PEOPLE, actor.school) or bool(_known_posts(actor))


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
    school_for(actor, Can.KEEP_CHAIR if role in rules.KEPT and keeps(actor) else Can.CHANGE_PEOPLE)
    card = next((card for card in _cards(actor) if card.role == role), None)
    if card is None or not _may_give(actor, card.role, kept_roles(actor)):
        raise Http404
    return Post(card, ROLES[Role(card.role)].label)


def holding(actor, grant_id) -> Grant:
    """The role of a post's holder, for whom the actor may name a stand-in."""
    held = get_object_or_404(_held(actor), pk=grant_id)
    if not _may_name(actor, held, kept_roles(actor)):
        raise Http404
    return held


def standing_in(actor, grant_id) -> Grant:
    """The role of a stand-in, whose time the actor may end."""
    found = _seen(actor).filter(limits.not_ended()).exclude(stands_in_for=None)
    stand_in = get_object_or_404(found.select_related("adult", "school", "stands_in_for__adult"), pk=grant_id)
    if not _may_name(actor, stand_in, kept_roles(actor)):
        raise Http404
    return stand_in


def stand_ins_of(actor, adult: Adult) -> list[StandIn]:
    """Who stands in for an adult, now or later, in the order of their first days; everybody may know their own."""
    found = Grant.objects.filter(limits.not_ended(), stands_in_for__adult=adult)
    found = found if adult.pk == actor.id else visible_to(actor, found)
    kept = kept_roles(actor)
    return [_stand_in(actor, grant, kept) for grant in found.select_related("adult", "school").order_by("starts")]


def people_named(actor, name: str) -> list[Adult]:
    """Adults of the actor's school who work there and have a name like this. One more than `MANY` at most.

    The chair and vice-chair of governors name somebody for a post and do not see the list of people: they know the
    name.
    """
    here = Adult.objects.filter(Q(ends=None) | Q(ends__gt=timezone.localdate()), school=actor.school)
    if may(actor, Can.SEE_PEOPLE, actor.school):
        here = visible_to(actor, here).filter(name__icontains=name)
    else:
        here = here.filter(name__iexact=name) if _known_posts(actor) else here.none()
    return list(here.order_by("name", "id")[: MANY + 1])


# -- what they are made of -------------------------------------------------------------------------------------------


def _cards(actor) -> list[ShippedPost]:
    every = may(actor, Can.SEE_PEOPLE, actor.school)
    known = _known_posts(actor)
    return [card for card in shipped_posts().rows if every or card.role in known]


def _known_posts(actor) -> frozenset[Role]:
    """The roles whose holders the actor may know of without seeing people."""
    head = frozenset({Role.HEADTEACHER}) if may(actor, Can.NAME_ACTING_HEAD, actor.school) else frozenset()
    return head | (rules.KEPT if keeps(actor) else frozenset())


def _seen(actor) -> QuerySet[Grant]:
    """The roles at the actor's school that they may know of: all, or those of the posts that they name people for."""
    here = Grant.objects.filter(school=actor.school)
    if not may(actor, Can.SEE_PEOPLE, actor.school) and (known := _known_posts(actor)):
        return here.filter(role__in=known)
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


def _post(actor, card: ShippedPost, grants: list[Grant], kept: frozenset[Role]) -> Post:
    holders = [_holder(actor, grant, kept) for grant in grants]
    label, fills = ROLES[Role(card.role)].label, _may_give(actor, card.role, kept)
    return Post(card, label, holders, fills, card.role in kept)


def _holder(actor, grant: Grant, kept: frozenset[Role]) -> Holder:
    stand_ins = [_stand_in(actor, each, kept) for each in grant.stand_ins.all()]
    begun, keep = grant.starts <= timezone.localdate(), grant.role in rules.KEPT and keeps(actor)
    return Holder(grant, begun, not grant.adult.is_active, stand_ins, _may_name(actor, grant, kept), keep)


def _stand_in(actor, grant: Grant, kept: frozenset[Role]) -> StandIn:
    begun = grant.starts <= timezone.localdate()
    return StandIn(grant, until(grant.ends), begun, _may_name(actor, grant, kept))


def _may_give(actor, role: str, kept: frozenset[Role]) -> bool:
    if role in rules.KEPT and keeps(actor):
        return True
    needed = Can.CHANGE_PEOPLE if rules.is_ordinary(role) else Can.CHANGE_ROLES
    return role not in kept and may(actor, needed, actor.school)


def _may_name(actor, grant: Grant, kept: frozenset[Role]) -> bool:
    acting = grant.role == Role.HEADTEACHER and may(actor, Can.NAME_ACTING_HEAD, actor.school)
    return acting or _may_give(actor, grant.role, kept)
