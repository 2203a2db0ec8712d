"""Protocols, platforms and school accounts for tests, made by actions alone."""

import datetime
import uuid

from cast import Cast
from django.utils import timezone

from belisha.registers.accounts import actions as accounts
from belisha.registers.accounts.models import Account
from belisha.registers.protocols import actions
from belisha.registers.protocols.models import Platform, Protocol
from belisha.registers.protocols.platforms import actions as platforms

SAID = {
    "kind": "pupils",
    "title": "Classroom in Year 5",
    "purpose": "Setting work.",
    "classes": "5A, 5B",
    "agreement": "School accounts only.",
}


def days(number: int) -> datetime.date:
    """A day so many days from today."""
    return timezone.localdate() + datetime.timedelta(days=number)


def a_platform(cast: Cast, name="Classroom", *, used=True, **given) -> Platform:
    platform = Platform(school=cast.school)
    return platforms.add_platform(platform, by=cast.head, name=name, used=used, **given)


def a_draft(cast: Cast, *, people=(), **given) -> Protocol:
    """A draft that could be agreed: it holds from today and is looked at again in a year."""
    if "platform" not in given:
        given["platform"] = Platform.objects.filter(school=cast.school).first() or a_platform(cast)
    said = {**SAID, "first": days(0), "review": days(365), **given}
    key = uuid.uuid4()
    actions.draft(cast.school, by=cast.head, key=key, people=people, everyone=not people, **said)
    return Protocol.objects.get(pk=key)


def agreed(cast: Cast, *, people=(), **given) -> Protocol:
    """A protocol that the Headteacher agreed to today."""
    protocol = a_draft(cast, people=people, **given)
    actions.agree(protocol, by=cast.head)
    return Protocol.objects.get(pk=protocol.pk)


def suggested(cast: Cast, by=None, **given) -> Protocol:
    """What an adult said that they use."""
    said = {"platform": "Chatterbox", "already": True, "kind": "channel", "purpose": "Telling parents.", **given}
    return actions.suggest(cast.school, by=by or cast.agency_ta, key=uuid.uuid4(), **said)


def an_account(cast: Cast, *, owners=None, posters=None, **given) -> Account:
    """A school account with two owners, checked by nobody yet."""
    platform = given.pop("platform", None) or Platform.objects.filter(school=cast.school).first() or a_platform(cast)
    said = {"name": "@alderlane", "purpose": "News of the school.", "images": "Only with consent.", **given}
    said.setdefault("credentials", "In the office’s password manager, which two of us open.")
    owners = [cast.office, cast.teacher] if owners is None else owners
    posters = [cast.teacher] if posters is None else posters
    account = Account(school=cast.school, platform=platform)
    accounts.add(account, by=cast.head, owners=owners, posters=posters, platform=platform, **said)
    return Account.objects.get(pk=account.pk)


def one_of_each(cast: Cast) -> None:
    """For a world in which every page has something to show."""
    agreed(cast)
    suggested(cast)
    an_account(cast)


def many_protocols(cast: Cast, number: int) -> None:
    """Protocols in force and platforms without one, for pages and lists."""
    for each in range(number):
        agreed(
            cast, title=f"Protocol {number} {each}", people=[cast.head], platform=a_platform(cast, f"P{number} {each}")
        )
        a_platform(cast, f"Without {number} {each}")


def many_accounts(cast: Cast, number: int) -> None:
    """Accounts with owners and with findings."""
    for each in range(number):
        an_account(cast, name=f"@account{number}_{each}", images="")
