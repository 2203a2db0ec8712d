"""What the chair and vice-chair of governors do with their two roles, and to help each other to sign in.

Whoever decides what the Headteacher brings is not chosen by the Headteacher (`people.limits`). Each of these is told to
the adult whom it is done to, by a letter that names nothing.
"""

import datetime

from django.db import transaction
from django.utils import timezone

from belisha.core import notices
from belisha.core.access import ROLES, Can, Role
from belisha.core.action import action
from belisha.core.errors import NotAllowed, Refused
from belisha.people import actions as people
from belisha.people import limits, rules
from belisha.people.models import Adult, Grant, Invitation, School
from belisha.people.posts.actions import put_in
from belisha.people.posts.rules import Span
from belisha.people.providers.models import Link


@action("role.chair_given", needs=Can.KEEP_CHAIR, sentence="{by} added {about}")
def hand_over(school: School, *, by, role: str, adult: Adult) -> Grant:
    """Give one of the two roles to somebody else. Whoever had it has it no longer, nor has its new holder the other."""
    _may_take(school, by, role, adult)
    there = Grant.objects.filter(limits.in_their_own_right(), school=school, role=role)
    other = Grant.objects.filter(limits.in_their_own_right(), school=school, role__in=rules.KEPT, adult=adult)
    for held in (there | other).select_related("adult", "school"):
        end(school, by=by, held=held)
    people.close_links(adult, role)
    _tell(adult)
    starts = rules.first_day_of_role(role, timezone.localdate(), adult.starts)
    return Grant.objects.create(adult=adult, role=role, school=school, starts=starts)


def _may_take(school: School, by, role: str, adult: Adult) -> None:
    if role not in rules.KEPT:
        raise NotAllowed("The chair and vice-chair of governors give their own two roles, and no other.")
    if adult.pk == by.id:
        raise Refused(
            f"Nobody gives themselves the role {ROLES[Role(role)].label}.",
            "Ask the other of chair and vice-chair of governors, or whoever keeps the server: belisha role.",
        )
    if adult.school_id != school.pk or not adult.is_active:
        raise NotAllowed("Only somebody who works here can have this role.")
    limits.kept_apart(role, adult)
    if adult.grants.filter(limits.in_their_own_right(), role=role, school=school).exists():
        raise NotAllowed(f"{adult} already holds the role {ROLES[Role(role)].label}.")


@action("role.chair_ended", needs=Can.KEEP_CHAIR, sentence="{by} ended {about}")
def end(school: School, *, by, held: Grant) -> Grant:
    """End one of the two roles today, one's own as well, with the time of whoever stands in; or that time alone."""
    _of_the_two(school, held)
    held.ends = max(timezone.localdate(), held.starts)
    held.save(update_fields=["ends"])
    _tell(held.adult)
    for stand_in in held.stand_ins.filter(ends__gt=held.ends).select_related("adult", "school"):
        end(school, by=by, held=stand_in)
    return held


@action("role.chair_stand_in", needs=Can.KEEP_CHAIR, sentence="{by} added {about}, from {first} until {last}")
def name_stand_in(school: School, *, by, held: Grant, adult: Adult, first: datetime.date, last: datetime.date) -> Grant:
    """Name who stands in for the chair or vice-chair, from a day until a day, both inside."""
    _of_the_two(school, held)
    made = put_in(held, by, adult, Span(first, last))
    _tell(held.adult)
    return made


@action("sign_in.help_chair", needs=Can.KEEP_CHAIR, sentence="{by} made a link with which {about} can sign in")
def _help(school: School, *, by, adult: Adult, secret: str) -> Invitation:
    """Keep the hash of a link's secret. The link before it stops working."""
    _another(school, by, adult)
    if not adult.is_active:
        raise NotAllowed(f"{adult} has left.")
    return people.new_invitation(adult, secret)


def make_link(school: School, *, by, adult: Adult) -> str:
    """A link with which the other of the two chooses a new password: posted to them, and its path to be handed over."""
    secret, path = people.new_link()
    with transaction.atomic():
        _help(school, by=by, adult=adult, secret=secret)
        notices.post("invitation", adult, path)
    return path


@action(
    "sign_in.reset_chair",
    needs=Can.KEEP_CHAIR,
    sentence="{by} removed the second factor and the linked account of {about}",
)
def reset(school: School, *, by, adult: Adult) -> Adult:
    """Help the other of the two who lost a phone or an account: they set up anew. Wherever they are signed in ends."""
    _another(school, by, adult)
    people.forget_factors(adult)
    Link.objects.filter(adult=adult).delete()
    _tell(adult)
    return adult


@action("adult.chair_address", needs=Can.KEEP_CHAIR, sentence="{by} changed the e-mail address of {about}")
def change_address(school: School, *, by, adult: Adult, email: str) -> Adult:
    """Correct the address of the other of the two. The one before is told."""
    _another(school, by, adult)
    _tell(adult)
    Link.objects.filter(adult=adult).delete()
    adult.email = email.strip().lower()
    people.save(adult, update_fields=["email"])
    return adult


def _of_the_two(school: School, held: Grant) -> None:
    if held.role not in rules.KEPT or held.school_id != school.pk:
        raise NotAllowed("The chair and vice-chair of governors keep their own two roles, and no other.")


def _another(school: School, by, adult: Adult) -> None:
    if adult.pk == by.id:
        raise NotAllowed("You look after your own sign-in yourself.", "Open “Your sign-in”.")
    held = Grant.objects.filter(limits.not_ended(), school=school, adult=adult, role__in=rules.KEPT)
    if adult.school_id != school.pk or not held.exists():
        raise NotAllowed("The chair and vice-chair of governors help each other, and nobody else.")
    limits.may_help(by, adult)


def _tell(adult: Adult) -> None:
    notices.post("signal", adult, adult.get_absolute_url())
