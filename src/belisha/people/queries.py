"""Lists of people, each for somebody."""

import datetime
from dataclasses import dataclass

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db.models import FETCH_RAISE, Exists, OuterRef, Prefetch, Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone

from belisha.core import keyset, notices
from belisha.core.access import ROLES, Can, Role, RoleCard, may, visible_to
from belisha.core.models import Notice
from belisha.core.queries import school_for
from belisha.people import limits, rules
from belisha.people.chair.queries import kept_roles, to_invite
from belisha.people.models import Adult, Grant, Invitation

PAGE = 50
# Letters that whoever keeps the list of people can do something about while they wait.
SIGN_IN = ("invitation", "new_password")


def adults(actor) -> QuerySet[Adult]:
    """The adults the actor may see, with the roles they hold, in the order of their names."""
    today = timezone.localdate()
    current = Grant.objects.filter(Q(ends=None) | Q(ends__gt=today))
    invited = Invitation.objects.filter(adult=OuterRef("pk"), used_at=None, expires_at__gt=timezone.now())
    return (
        visible_to(actor, Adult.objects.all())
        .annotate(is_invited=Exists(invited))
        .select_related("school")
        .prefetch_related(Prefetch("grants", queryset=current))
        .order_by("name", "id")
    )


def page_of_adults(actor, *, search="", after="") -> tuple[list[Adult], str]:
    """One page of adults by name, and the key to ask for the next one with (empty at the end).

    Keyset: the page costs the same wherever it lies.
    """
    found = adults(actor).fetch_mode(FETCH_RAISE)
    if search:
        found = found.filter(name__icontains=search)
    return keyset.page(found, by="name", key="id", after=after, size=PAGE)


def adult_for(actor, adult_id) -> Adult:
    """The adult, fetched through the permission. What may not be known does not exist."""
    return get_object_or_404(adults(actor).select_related("employer"), pk=adult_id)


def roles_of(actor, adult: Adult) -> list[Grant]:
    """The roles that an adult holds or will hold, the oldest first."""
    held = visible_to(actor, Grant.objects.filter(limits.not_ended(), adult=adult))
    return list(held.select_related("stands_in_for__adult").order_by("starts", "id"))


def every_role_of(actor, adult: Adult) -> list:
    """The keys of every role that an adult ever held."""
    return list(visible_to(actor, Grant.objects.filter(adult=adult)).values_list("pk", flat=True))


def adult_to_change(actor, adult_id) -> Adult:
    """The same, for a page that changes them: hidden from whoever may only look."""
    adult = adult_for(actor, adult_id)
    if not may(actor, Can.CHANGE_PEOPLE, adult):
        school_for(actor, Can.CHANGE_PEOPLE)
        raise Http404
    return adult


def waiting(actor) -> QuerySet[Adult]:
    """Adults of the actor's school who work there, cannot sign in yet, hold no open invitation and may be given one."""
    today = timezone.localdate()
    here = adults(actor).filter(Q(ends=None) | Q(ends__gt=today), school=actor.school, is_invited=False)
    here = here.filter(password__startswith=UNUSABLE_PASSWORD_PREFIX)
    if may(actor, Can.CHANGE_ROLES, actor.school):
        return to_invite(actor, here)
    # One of them among many would have the office refused for all.
    delicate = [role for role in ROLES if not rules.is_ordinary(role)]
    held = Grant.objects.filter(limits.not_ended(), adult=OuterRef("pk"), role__in=delicate)
    return here.exclude(Exists(held.exclude(adult=actor.pk)))


def has_colleagues(actor) -> bool:
    """Whether anybody else works in the actor's school."""
    return visible_to(actor, Adult.objects.filter(school=actor.school)).exclude(pk=actor.pk).exists()


def roles_to_give(actor, adult: Adult) -> list[tuple[Role, RoleCard]]:
    """The roles that the actor may give this adult, as (role, card)."""
    held = {grant.role for grant in adult.grants.all() if not grant.stands_in_for_id} | rules.NOT_GIVEN
    held |= kept_roles(actor)
    every = may(actor, Can.CHANGE_ROLES, adult)
    return [(role, card) for role, card in ROLES.items() if role not in held and (every or rules.is_ordinary(role))]


def grant_for(actor, grant_id, adult: Adult) -> Grant:
    """A role that the adult holds, fetched through the permission. An ended one cannot be ended again."""
    today = timezone.localdate()
    held = Grant.objects.select_related("adult__school", "school").exclude(school=None).exclude(ends__lte=today)
    return get_object_or_404(visible_to(actor, held), adult=adult, pk=grant_id)


def grants_of(adult: Adult, role: Role) -> list[Grant]:
    """How an adult holds a role at their school, now or from a later day. For the command line, not for a page."""
    held = Grant.objects.filter(limits.not_ended(), adult=adult, role=role, school_id=adult.school_id)
    return list(held.select_related("adult__school", "school").order_by("stands_in_for", "id"))


def holders(school, role: Role) -> QuerySet[Adult]:
    """Adults who hold a role at a school today. For the machinery (who gets a letter), not for a page."""
    today = timezone.localdate()
    now = Q(grants__starts__lte=today) & (Q(grants__ends=None) | Q(grants__ends__gt=today))
    return Adult.objects.filter(
        now, Q(grants__role=role, grants__school=school), Q(ends=None) | Q(ends__gt=today)
    ).distinct()


def who_can(school, permission: Can) -> QuerySet[Adult]:
    """Adults whose roles at a school, or at its trust, hold a permission today. For letters, not for a page."""
    today = timezone.localdate()
    roles = [role for role, card in ROLES.items() if permission in card.permissions]
    place = Q(grants__school=school)
    if school.trust_id:
        place |= Q(grants__trust=school.trust_id)
    now = Q(grants__starts__lte=today) & (Q(grants__ends=None) | Q(grants__ends__gt=today))
    return Adult.objects.filter(place, now, Q(ends=None) | Q(ends__gt=today), grants__role__in=roles).distinct()


@dataclass(frozen=True)
class LetterLine:
    """A letter that has not gone out, as a page shows it."""

    name: str
    address: str
    subject: str
    state: str
    label: str
    since: datetime.datetime | None
    failure: str


def letters_not_sent(actor, limit=100) -> list[LetterLine]:
    """Letters of the actor's school that could not be sent, and those about signing in that wait. Two queries.

    To whom which other letter goes, and when, would tell that there is something for them: of a letter to the chair of
    governors, that there is something about the Headteacher.
    """
    found = visible_to(actor, Notice.objects.filter(school_id=actor.school_id).exclude(state=Notice.State.SENT))
    found = found.filter(Q(letter__in=SIGN_IN) | Q(state=Notice.State.FAILED))
    rows = list(found.order_by("-made_at")[:limit])
    names = dict(
        visible_to(actor, Adult.objects.filter(pk__in=[row.adult_id for row in rows])).values_list("pk", "name")
    )
    return [
        LetterLine(
            names.get(row.adult_id, ""), row.address,
            notices.LETTERS[row.letter].subject if row.letter in SIGN_IN else "A letter", row.state,
            row.get_state_display(), row.made_at if row.letter in SIGN_IN else None, row.failure,
        )
        for row in rows
    ]  # fmt: skip
