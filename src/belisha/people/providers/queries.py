"""Who stands behind an account, and which account an adult signs in with."""

from django.db.models import Q

from belisha.core.access import visible_to
from belisha.people.models import Adult, School
from belisha.people.providers.models import Link
from belisha.people.providers.rules import Account, Provider


def linked(provider: Provider, account: Account) -> Adult | None:
    """The adult who signed in with this account before. For the machinery at the door: nobody is an actor yet."""
    found = Link.objects.filter(issuer=provider.issuer, subject=account.subject).select_related("adult__school")
    return next((link.adult for link in found), None)


def named(account: Account) -> Adult | None:
    """The adult who has the account's address. Addresses are unique whatever the letters' case."""
    return Adult.objects.select_related("school").filter(~Q(email=""), email__iexact=account.email).first()


def has_link(adult: Adult) -> bool:
    """Whether an adult signs in with an account already."""
    return Link.objects.filter(adult=adult).exists()


def link_of(actor, adult: Adult) -> Link | None:
    """The account with which an adult signs in, for those who may know of it."""
    return visible_to(actor, Link.objects.filter(adult=adult)).select_related("adult__school", "school").first()


def whose_door() -> School | None:
    """The school in whose log it stands that somebody unknown was turned away: the one that was set up here first."""
    return School.objects.order_by("founded_at", "pk").first()
