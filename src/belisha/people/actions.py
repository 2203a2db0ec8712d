"""Everything that changes a school, an adult, a role or a sign-in."""

import datetime
import hashlib
import secrets
from collections.abc import Iterable
from itertools import batched

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from belisha import config
from belisha.core import notices
from belisha.core.access import ROLES, Can, Role
from belisha.core.action import action
from belisha.core.errors import NotAllowed, Refused
from belisha.people import limits, rules, telling
from belisha.people.models import Adult, Grant, Invitation, School
from belisha.people.providers.actions import unlink
from belisha.people.providers.models import Link


def invitation_lasts() -> datetime.timedelta:
    """For how long an invitation's link works: a setting."""
    return datetime.timedelta(days=config.load().invitation_days)


@action("school.found", needs=Can.FOUND_SCHOOL, sentence="{by} set up {about}")
def found(school: School, *, by) -> School:
    """Make the school. Possible once, on an empty database."""
    _one_at_a_time()
    if School.objects.exists():
        raise NotAllowed("Belisha is already set up here.", "Sign in, or ask the Headteacher for an invitation.")
    school.save(force_insert=True)
    return school


def set_up(school: School, *, by, name, email, password_hash) -> Adult:
    """Make the school and its Headteacher, who can sign in at once: all of it or, after a crash, nothing."""
    with transaction.atomic():
        found(school, by=by)
        head = add(school, by=by, name=name, email=email, roles=(Role.HEADTEACHER, Role.TEACHER))
        _give_first_password(head, by=by, password_hash=password_hash)
    return head


@action("sign_in.first_password", needs=Can.FOUND_SCHOOL, sentence="{by} gave {about} the password that they chose")
def _give_first_password(head: Adult, *, by, password_hash: str) -> None:
    head.password = password_hash
    head.save(update_fields=["password"])


def _one_at_a_time() -> None:
    """On SQLite only one transaction writes; on PostgreSQL two set-ups would not see each other's school."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext('belisha set-up'))")


@action("adult.add", needs=Can.CHANGE_PEOPLE, sentence="{by} added {about}, {kind}")
def add(school, *, by, name, kind="employee", email="", roles=(), **known) -> Adult:
    """Add an adult working in school, with the roles they hold there.

    `known`: starts, ends, employer and listed_as, as the columns of `Adult`, as far as they are known.
    """
    known["starts"] = known.get("starts") or timezone.localdate()
    email, sign_in_name = email.strip().lower(), _free_name(name)
    adult = Adult(school=school, name=name.strip(), kind=kind, email=email, sign_in_name=sign_in_name, **known)
    _of_this_school(adult)
    adult.set_unusable_password()
    save(adult, force_insert=True)
    for role in roles:
        grant(adult, by=by, role=role)
    return adult


@action("adult.change", needs=Can.CHANGE_PEOPLE, sentence="{by} changed the record of {about}")
def change(adult: Adult, *, by, name, kind, email, starts, ends=None, **known) -> None:
    """Correct what is recorded about an adult. An end date closes their access on that day (see `leaving`).

    `known`: employer and listed_as, where they are to be changed too.
    """
    email = email.strip().lower()
    if email != adult.email or ends != adult.ends:
        # A new password is sent to this address: whoever sets it could sign in as them. A last day shuts them out.
        limits.may_help(by, adult)
    if email != adult.email:
        leave_address(adult, by=by)
    adult.name, adult.kind, adult.email = name.strip(), kind, email
    adult.starts, adult.ends = starts, ends
    for column in known.keys() & {"employer", "listed_as"}:
        setattr(adult, column, known[column])
    _of_this_school(adult)
    limits.may_shut_out(by, adult)
    save(adult, update_fields=["name", "kind", "email", "starts", "ends", "employer", "listed_as"])


def leave_address(adult: Adult, *, by) -> None:
    """What follows for signing in before an adult's e-mail address changes. The old address is told."""
    if Link.objects.filter(adult=adult).exists():
        # It was found by the address before, which may have been another's: it has to be found anew by this one.
        unlink(adult, by=by)  # which tells them
    else:
        telling.of_their_sign_in(adult)


def _of_this_school(adult: Adult) -> None:
    """Whom another sends has a sender known to this school; whom the school employs has none."""
    if adult.kind not in rules.SENT:
        adult.employer = None
    if adult.employer is not None and adult.employer.school_id != adult.school_id:
        raise NotAllowed("This employer is not known here.", "Add them first.")


@action("role.grant", needs=Can.CHANGE_PEOPLE, sentence="{by} added {about}")
def grant(adult: Adult, *, by, role: str) -> Grant:
    """Give an adult a role at their school. Roles that read cases or decide are given by the Headteacher only."""
    limits.may_give(by, role, adult)
    limits.not_to_oneself(by, role, adult)
    limits.kept_apart(role, adult)
    if adult.grants.filter(role=role, school_id=adult.school_id, ends=None).exists():
        raise NotAllowed(f"{adult} already holds the role {ROLES[Role(role)].label}.")
    close_links(adult, role)
    starts = rules.first_day_of_role(role, timezone.localdate(), adult.starts)
    return Grant.objects.create(adult=adult, role=role, school_id=adult.school_id, starts=starts)


def close_links(adult: Adult, role: str) -> None:
    """A link that the office made, and could have kept, must not open what the adult may do from now on."""
    if not rules.is_ordinary(role):
        adult.invitations.filter(used_at=None).update(expires_at=timezone.now())


@action("role.end", needs=Can.CHANGE_PEOPLE, sentence="{by} ended {about}")
def end_role(held: Grant, *, by) -> None:
    """End a role today, and with it the time of whoever stands in for its holder.

    The last Headteacher cannot be ended: somebody must be able to give the role to another.
    """
    limits.may_give(by, held.role, held.adult)
    if held.role == Role.HEADTEACHER and held.stands_in_for_id is None:
        limits.keep_a_headteacher(held.school_id, without=held.adult)
    held.ends = max(timezone.localdate(), held.starts)
    held.save(update_fields=["ends"])
    for stand_in in held.stand_ins.filter(ends__gt=held.ends):
        end_role(stand_in, by=by)


# -- signing in -------------------------------------------------------------------------------------


@action("sign_in.invite", needs=Can.CHANGE_PEOPLE, sentence="{by} invited {about} to sign in")
def _invite(adult: Adult, *, by, secret: str) -> Invitation:
    if not adult.is_active:
        raise NotAllowed(f"{adult} has left.", "Change their last day first.")
    if not limits.by_letter_alone(by, adult):
        limits.may_help(by, adult)
    return new_invitation(adult, secret)


def new_invitation(adult: Adult, secret: str) -> Invitation:
    """The row of a link with this secret. The one before it stops working."""
    now = timezone.now()
    Invitation.objects.filter(adult=adult, used_at=None).update(expires_at=now)
    return Invitation.objects.create(
        school_id=adult.school_id, adult=adult, secret_hash=_hash(secret), made_at=now,
        expires_at=now + invitation_lasts(),
    )  # fmt: skip


def invite(adult: Adult, *, by) -> str:
    """Make an invitation, post it to adults with an e-mail address, and return its path to be handed over.

    The path is empty where nobody but the adult may see it (`limits.by_letter_alone`).
    """
    secret, path = new_link()
    with transaction.atomic():
        _invite(adult, by=by, secret=secret)
        notices.post("invitation", adult, path)
        return "" if limits.by_letter_alone(by, adult) else path


def new_link() -> tuple[str, str]:
    """A secret that nobody had before, and the path that it opens."""
    secret = secrets.token_urlsafe(24)
    return secret, reverse("people:welcome", args=[secret])


def lasts_until() -> datetime.date:
    """The day until which an invitation made now works."""
    return timezone.localdate() + invitation_lasts()


def invite_all(adults: Iterable[Adult], *, by) -> int:
    """Invite everybody of a list. A hundred at a time: others can work in between."""
    number = 0
    for some in batched(adults, 100):
        with transaction.atomic():
            for adult in some:
                invite(adult, by=by)
        number += len(some)
    return number


@action("sign_in.accept", needs=Can.CHANGE_OWN_SIGN_IN, sentence="{by} chose a password")
def accept(adult: Adult, *, by, invitation: Invitation, password_hash: str) -> None:
    """Choose the first password with an invitation. The password was hashed before, outside the transaction."""
    _only_oneself(adult, by)
    now = timezone.now()
    if not Invitation.objects.filter(pk=invitation.pk, used_at=None, expires_at__gt=now).update(used_at=now):
        raise NotAllowed("This link was used already or is too old.", "Ask the office for a new one.")
    telling.of_their_sign_in(adult)
    adult.password = password_hash
    adult.save(update_fields=["password"])


@action("sign_in.change_password", needs=Can.CHANGE_OWN_SIGN_IN, sentence="{by} changed their password")
def change_password(adult: Adult, *, by, password_hash: str) -> None:
    """Store a new password's hash, made outside the transaction."""
    _only_oneself(adult, by)
    adult.password = password_hash
    adult.save(update_fields=["password"])


@action("sign_in.ask_new_password", needs=Can.CHANGE_OWN_SIGN_IN, sentence="A new password was asked for {about}")
def ask_new_password(adult: Adult, *, by, path: str) -> None:
    """Post the link that lets an adult choose a new password."""
    notices.post("new_password", adult, path)


@action("sign_in.enter", needs=Can.CHANGE_OWN_SIGN_IN, sentence="{by} signed in ({method})")
def enter(adult: Adult, *, by, method: str) -> None:
    """Note that somebody signed in, and how."""
    _only_oneself(adult, by)


@action("sign_in.factor", needs=Can.CHANGE_OWN_SIGN_IN, sentence="{by} {change} of their second factor: {factor}")
def factor(adult: Adult, *, by, change: str, factor: str) -> None:
    """Note a change to somebody's second factor: an app, a passkey or recovery codes added, used up or removed."""
    _only_oneself(adult, by)


@action("sign_in.reset_factor", needs=Can.CHANGE_PEOPLE, sentence="{by} removed the second factor of {about}")
def reset_second_factor(adult: Adult, *, by) -> None:
    """Help somebody who lost their phone or key: they set up a new second factor. Wherever they are signed in ends."""
    limits.may_help(by, adult)
    forget_factors(adult)
    telling.of_their_sign_in(adult)


def forget_factors(adult: Adult) -> None:
    """Remove an adult's second factors, and end wherever they are signed in."""
    Authenticator.objects.filter(user=adult).delete()
    for session in UserSession.objects.filter(user=adult):
        session.end()


def open_invitation(secret: str) -> Invitation | None:
    """The invitation that a link's secret opens, if it was not used and is not too old."""
    unused = Invitation.objects.select_related("adult__school").filter(used_at=None, expires_at__gt=timezone.now())
    return unused.filter(secret_hash=_hash(secret)).first()


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def _only_oneself(adult: Adult, by) -> None:
    if by.id != adult.pk:
        raise Refused("Only they themselves can do this.")


def _free_name(name: str) -> str:
    stem = rules.sign_in_name(name, ())
    return rules.sign_in_name(
        name, set(Adult.objects.filter(sign_in_name__startswith=stem).values_list("sign_in_name", flat=True))
    )


def save(adult: Adult, **how) -> None:
    """Save an adult; a sentence where another has their address."""
    try:
        with transaction.atomic():
            adult.save(**how)
    except IntegrityError as fault:
        if "email" not in str(fault):
            raise
        raise NotAllowed(
            "Another adult already has this e-mail address.", "Leave it empty, or correct the other one."
        ) from fault
