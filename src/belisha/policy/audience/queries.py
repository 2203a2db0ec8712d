"""Whom a policy binds: the clause that says so, what the school says besides, and who is asked.

A version that was fetched through the permission is read here; what it says of whom it binds is no secret of its own.
"""

from dataclasses import dataclass

from django.utils import timezone

from belisha.core.access import Can, Role, may
from belisha.people.rules import ADULT_KINDS, belongs
from belisha.policy.audience.rules import READ, Bound, Named, Source, asks, read
from belisha.policy.models import Policy, Version

# How a sentence speaks of several of them.
PLURALS = {
    "employee": "employees",
    "trainee_teacher": "trainee teachers",
    "trainee": "other trainees",
    "apprentice": "apprentices",
    "self_employed": "self-employed people",
    "agency": "agency staff",
    "consultant": "external consultants",
    "volunteer": "volunteers",
    "governor": "governors",
    "trustee": "trustees",
}


@dataclass(frozen=True)
class Line:
    """What there is to say about a kind of adult: what the policy says, what the school says, and what follows."""

    bound: Bound
    asked: bool
    why: str
    at: str

    @property
    def kind(self) -> str:
        return self.bound.kind

    @property
    def label(self) -> str:
        return self.bound.label

    @property
    def plural(self) -> str:
        return PLURALS[self.kind]


@dataclass(frozen=True)
class Because:
    """Why a policy applies to somebody: the clause, how it calls them, and the address of that clause."""

    named: Named
    who: str
    url: str


def bound(version: Version) -> dict[str, Bound]:
    """What the clauses of a version say about each kind of adult. One query."""
    rows = version.clauses.filter(kind__in=READ).order_by("position")
    return read(Source(row.ident, row.text, row.kind, tuple(row.binds), str(row)) for row in rows)


def lines(version: Version) -> list[Line]:
    """One line for each kind of adult, in the order in which they are always listed."""
    said, told, at = version.policy.audience, bound(version), f"{version.get_absolute_url()}clauses/"
    return [Line(told[kind], asks(told, said, kind), said.get(kind, {}).get("why", ""), at) for kind in ADULT_KINDS]


def asked_kinds(version: Version) -> set[str]:
    """The kinds of adult who are asked to acknowledge a version."""
    return {line.kind for line in lines(version) if line.asked}


def because(version: Version, kind: str) -> Because | None:
    """The clause by which a version binds a kind of adult; None where no clause names them."""
    named = bound(version)[kind].because
    if named is None:
        return None
    who = "everybody who works in the school" if named.general else PLURALS[kind]
    return Because(named, who, f"{version.get_absolute_url()}clauses/{named.source.ident}/")


def roles_of(adult) -> set[Role]:
    """The roles by which clauses bind an adult today: those they hold, also where their session may not use them."""
    today = timezone.localdate()
    held = (grant for grant in adult.grants.all() if belongs(grant.starts, grant.ends, today))
    return {Role.ADULT, *(Role(grant.role) for grant in held)}


def may_say(actor, policy: Policy) -> bool:
    """Whether the actor may say whom a policy is not for."""
    return may(actor, Can.APPROVE_POLICY, policy)
