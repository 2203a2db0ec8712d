"""What is written down at the door, and the bond between an adult and their account."""

from allauth.usersessions.models import UserSession
from django.db import IntegrityError, transaction
from django.utils import timezone

from belisha.core.access import Can
from belisha.core.action import action
from belisha.core.errors import NotAllowed, Refused
from belisha.people import telling
from belisha.people.limits import may_help
from belisha.people.models import Adult, School
from belisha.people.providers.models import Link


@action(
    "sign_in.refuse",
    needs=Can.REFUSE_SIGN_IN,
    sentence="{by} turned an account of {provider} away: {reason}",
)
def refuse(school: School, *, by, provider: str, reason: str) -> None:
    """Note that somebody was turned away, and why. Whose account it was is kept nowhere: it may be a child's."""


@action(
    "sign_in.link",
    needs=Can.CHANGE_OWN_SIGN_IN,
    sentence="{by} signed in with their account at {provider} for the first time, and it is theirs from now on",
)
def link(adult: Adult, *, by, provider: str, issuer: str, subject: str) -> None:
    """Bind an adult to the account that has their address. From now on the account's key counts, not its address."""
    if by.id != adult.pk:
        raise Refused("Only they themselves can do this.")
    try:
        with transaction.atomic():
            Link.objects.create(
                school_id=adult.school_id, adult=adult, issuer=issuer, subject=subject, provider=provider,
                linked_at=timezone.now(),
            )  # fmt: skip
    except IntegrityError as fault:
        raise NotAllowed("Another account is linked already.", "Ask the school office.") from fault


@action("sign_in.unlink", needs=Can.CHANGE_PEOPLE, sentence="{by} unlinked the account with which {about} signed in")
def unlink(adult: Adult, *, by) -> None:
    """Part an adult from their account, which was lost or was never theirs. Wherever they are signed in ends."""
    may_help(by, adult)
    telling.of_their_sign_in(adult)
    Link.objects.filter(adult=adult).delete()
    for session in UserSession.objects.filter(user=adult):
        session.end()
