"""The chair's and vice-chair's posts, for whoever keeps them, and what of them is kept from everybody else."""

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.shortcuts import get_object_or_404

from belisha.core.access import ROLES, Can, Role, may
from belisha.core.queries import school_for
from belisha.people import limits, rules
from belisha.people.models import Adult, Grant
from belisha.people.providers.models import Link


def keeps(actor) -> bool:
    """Whether the actor is chair or vice-chair of governors, or stands in as such."""
    return may(actor, Can.KEEP_CHAIR, actor.school)


def holding(actor, holding_id) -> Grant:
    """The role of a chair or vice-chair, for whoever keeps both; for everybody else there is no such page."""
    school = school_for(actor, Can.KEEP_CHAIR)
    held = Grant.objects.filter(limits.in_their_own_right(), school=school, role__in=rules.KEPT)
    return get_object_or_404(held.select_related("adult__school", "school"), pk=holding_id)


def is_kept_from(actor, adult: Adult) -> bool:
    """Whether the adult is one whose roles and sign-in are not the actor's to change."""
    return adult.pk != actor.id and not limits.may_keep(actor, adult)


def by_letter_alone(actor, adult: Adult) -> bool:
    """Whether the actor may send the adult a first link, and does not see it."""
    return limits.by_letter_alone(actor, adult)


def kept_roles(actor) -> frozenset[Role]:
    """The roles that the actor gives to nobody, because those who hold them keep them."""
    kept = limits.is_kept(actor.school_id) and not keeps(actor)
    return rules.KEPT if kept else frozenset()


def to_invite(actor, here: QuerySet[Adult]) -> QuerySet[Adult]:
    """Of these adults, without those of the two whom only the other may help, who have an account or no address."""
    if keeps(actor):
        return here
    theirs = Grant.objects.filter(limits.not_ended(), adult=OuterRef("pk"), role__in=rules.KEPT)
    linked = Exists(Link.objects.filter(adult=OuterRef("pk")))
    return here.exclude(Exists(theirs.exclude(adult=actor.pk)) & (Q(email="") | linked))


def empty(actor) -> list[str]:
    """Which of the two posts nobody has, for whoever has the other, as labels."""
    if not keeps(actor):
        return []
    held = Grant.objects.filter(limits.in_their_own_right(), school=actor.school_id, role__in=rules.KEPT)
    return [ROLES[role].label for role in sorted(rules.KEPT - set(held.values_list("role", flat=True)))]
