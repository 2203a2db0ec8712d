"""What the page of an adult shows of them."""

from dataclasses import dataclass

from belisha.look.templatetags.look import day, moment
from belisha.people import rules, words
from belisha.people.models import Adult, Grant
from belisha.people.posts.rules import until


@dataclass(frozen=True)
class Fact:
    """A row of a summary list."""

    key: str
    value: str


@dataclass(frozen=True)
class RoleLine:
    """A role that an adult holds or will hold, with its days in words."""

    grant: Grant
    label: str
    days: str
    may_end: bool


def facts(adult: Adult) -> list[Fact]:
    """What is recorded, in the order of the form."""
    return [
        Fact("Name", adult.name),
        Fact("How they work here", adult.get_kind_display()),
        *_sent(adult),
        Fact("E-mail address", adult.email or "None"),
        Fact("First day", day(adult.starts)),
        Fact("Last day", day(adult.ends) or "Not known"),
        *([Fact("Everything ended", moment(adult.closed_at))] if adult.closed_at else []),
        Fact("Name to sign in with", adult.sign_in_name),
        Fact("Signing in", words.signing_in(adult)),
    ]


def _sent(adult: Adult) -> list[Fact]:
    """Who sends them and whom to tell there, of whomever somebody sends."""
    if adult.kind not in rules.SENT:
        return []
    if adult.employer is None:
        return [Fact("Who sends them", "Not known, so nobody there can be told")]
    there = adult.employer
    reached = ", ".join(filter(None, (there.contact, there.email, there.telephone)))
    return [Fact("Who sends them", there.name), Fact("Whom to tell there", reached or "Not known")]


def roles(grants: list[Grant], may_change: bool, kept: frozenset) -> list[RoleLine]:
    """The roles in words. `kept` are those that the actor ends for nobody."""
    return [_role(grant, may_change and grant.role not in kept) for grant in grants]


def _role(grant: Grant, may_change: bool) -> RoleLine:
    said = [f"From {day(grant.starts)}"]
    if grant.ends:
        last = until(grant.ends) if grant.stands_in_for_id else grant.ends
        said.append(f"until {day(last)}")
    if grant.stands_in_for_id:
        said.append(f"standing in for {grant.stands_in_for.adult.name}")
    if grant.trust_id:
        said.append("for the whole trust")
    ends = may_change and not grant.trust_id and (not grant.ends or bool(grant.stands_in_for_id))
    return RoleLine(grant, grant.get_role_display(), ", ".join(said), ends)
