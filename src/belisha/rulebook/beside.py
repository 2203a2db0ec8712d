"""What the rules put beside a draft, a policy and a clause."""

from dataclasses import dataclass

from belisha.core.access import Can, may
from belisha.policy.asides import Aside
from belisha.policy.models import Clause, Version
from belisha.policy.rules import DRAFT, OPEN, PUBLISHED, READABLE
from belisha.rulebook import queries, rules
from belisha.rulebook.rules import Found
from belisha.rulebook.words import Spoken, spoken


@dataclass(frozen=True)
class Standing:
    """A version, what stops its publication, and how many other things are worth a look."""

    version: Version
    stops: list[Found]
    looks: int


@dataclass(frozen=True)
class Answering:
    """A clause, its rules in words, and what can be done about them."""

    clause: Clause
    rules: list[Spoken]
    in_force: bool
    works: bool
    may_give: bool


def beside_draft(actor, version: Version) -> Aside | None:
    """Whether the rules stand up, on the page of a version on its way; afterwards only the way to them."""
    if version.state not in (*OPEN, PUBLISHED):
        return None
    found = queries.findings(version) if version.state in OPEN else []
    looks = sum(each.level == rules.LOOK for each in found)
    return Aside("rulebook/parts/beside_draft.html", Standing(version, rules.stops(found), looks))


def below(actor, version: Version) -> Aside | None:
    """The way to the rules, below a policy in force, for those who work on it."""
    if version.state != PUBLISHED or not _works(actor, version):
        return None
    return Aside("rulebook/parts/below.html", version)


def beside_clause(actor, clause: Clause) -> Aside | None:
    """Which questions a clause answers, folded; and for those who draft, the way to give it a rule."""
    book = queries.book_of(clause.version)
    called = {ident: str(row) for ident, row in book.clauses.items()}
    said = [spoken(rule, book.rules.facts, called) for rule in book.rules.rules if rule.clause == clause.ident]
    works = _works(actor, clause.version)
    drafts = clause.version.state == DRAFT and may(actor, Can.DRAFT_POLICY, clause.version)
    may_give = drafts and not said and clause.normative and not clause.pack_sure
    if not said and not may_give:
        return None
    in_force = clause.version.state == PUBLISHED
    if not works and clause.version.state not in READABLE:
        return None
    return Aside("rulebook/parts/clause.html", Answering(clause, said, in_force, works, may_give))


def _works(actor, version: Version) -> bool:
    return may(actor, Can.DRAFT_POLICY, version) or may(actor, Can.APPROVE_POLICY, version)
