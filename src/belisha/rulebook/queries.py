"""The rulebook of a version, which one an adult asks, and what has to be said about it before it is published."""

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from django.http import Http404
from django.shortcuts import get_object_or_404

from belisha.core.access import visible_to
from belisha.packs.advising import advice_table
from belisha.policy import queries as policies
from belisha.policy.models import Clause, Version
from belisha.policy.rules import NORMATIVE, PUBLISHED
from belisha.policy.written import shipped
from belisha.reasoning.rules import Rulebook
from belisha.rulebook import checks
from belisha.rulebook.checks import Kept, as_text, rulebook_of
from belisha.rulebook.models import OwnRule, WrittenCase
from belisha.rulebook.rules import KEPT, LEVELS, LOOK, STOPS, WRITING, Found
from belisha.rulebook.words import Spoken, spoken


@dataclass(frozen=True)
class Book:
    """A version with its rules. `clauses` are those of the version that have one, by their id.

    `kept` is what the rules rest on; `unread` the clauses whose own rule cannot be read, and so asks for care.
    """

    version: Version
    rules: Rulebook
    clauses: dict[str, Clause]
    kept: Kept
    unread: tuple[str, ...]


# -- answers -------------------------------------------------------------------------------------------------------


def book_in_force(actor) -> Book | None:
    """The book that answers an adult: that of their school's policy in force in which most clauses have a rule."""
    found = [book_of(version) for version in versions_in_force(actor)]
    return max((book for book in found if book.rules.rules), key=lambda book: len(book.rules.rules), default=None)


def versions_in_force(actor) -> list[Version]:
    rows = visible_to(actor, Version.objects.filter(school_id=actor.school_id, state=PUBLISHED))
    return list(rows.defer("source", "pages").select_related("policy").order_by("policy_id"))


def book_of(version: Version) -> Book:
    """The rules of a version, from what its clauses were matched with and what the school added. Two queries."""
    clauses, own = _held(version)
    return _book(version, clauses, own)


def _held(version: Version) -> tuple[dict[str, Clause], list[OwnRule]]:
    clauses = {clause.ident: clause for clause in version.clauses.all()}
    return clauses, list(version.own_rules.order_by("clause"))


def _book(version: Version, clauses: Mapping[str, Clause], own: Iterable[OwnRule], also: str = "") -> Book:
    """`also` is the row of a rule that is tried out before it is kept, as JSON text."""
    has: dict[str, str] = {}
    for ident, clause in clauses.items():
        if clause.pack_id and (clause.pack_sure or clause.decided):
            has.setdefault(clause.pack_id, ident)
    texts = [as_text(rule.row) for rule in own if rule.state == KEPT and rule.clause in clauses]
    kept = Kept(tuple(has.items()), tuple([*texts, also] if also else texts))
    book = rulebook_of(kept, str(version.policy_id), str(version.number))
    unread = tuple(rule.clause for rule in own if rule.state == KEPT and checks.fault(as_text(rule.row)))
    return Book(version, book, {ident: clauses[ident] for ident in clauses if ident in book.clauses}, kept, unread)


# -- findings ------------------------------------------------------------------------------------------------------


def findings(version: Version) -> list[Found]:
    """Everything that is to be said about a version's rules, what stops publication first. Three queries."""
    clauses, own = _held(version)
    called = {ident: str(clause) for ident, clause in clauses.items()}
    kept = _book(version, clauses, own).kept
    found = [*_of_own(clauses, own, called), *_of_cases(kept, version.written_cases.order_by("made_at", "id"))]
    found += checks.examined(kept) if kept.has or kept.own else ()
    order = list(LEVELS)
    return sorted((_called(each, called) for each in found), key=lambda each: order.index(each.level))


def _of_own(clauses: Mapping[str, Clause], own: Iterable[OwnRule], called: Mapping[str, str]) -> list[Found]:
    found = []
    for rule in own:
        clause, about = clauses.get(rule.clause), str(rule.pk)
        name = called.get(rule.clause, rule.clause)
        if clause is None:
            says = f"Clause {name} is gone, and its rule is still there. Take the rule away."
        elif rule.state == WRITING:
            says = f"The rule of clause {name} is not finished. Finish it, or take it away."
        elif wrong := checks.fault(as_text(rule.row)):
            says = f"The rule of clause {name} cannot be read: {wrong}. Change it, or take it away."
        else:
            if rule.words_hash != words_hash(clause):
                says = f"Clause {name} says it in other words than when its rule was made. Look whether it still fits."
                found.append(Found(LOOK, (rule.clause,), says, about))
            continue
        found.append(Found(STOPS, (rule.clause,), says, about))
    return found


def _of_cases(kept: Kept, cases: Iterable[WrittenCase]) -> list[Found]:
    """The school's own cases that come out otherwise than they were written down."""
    return [
        Found(STOPS, tuple(case.deciding), f"Your written case “{case.question}” fails: {wrong}.")
        for case in cases
        if (wrong := checks.holds(kept, as_case(case)))
    ]


def as_case(case: WrittenCase) -> dict:
    return {name: getattr(case, name) for name in ("question", "facts", "verdict", "deciding")}


def words_hash(clause: Clause) -> str:
    """Of what a clause says: a rule that was made for other words wants another look."""
    return hashlib.sha256(clause.text.encode()).hexdigest()


def _called(found: Found, called: Mapping[str, str]) -> Found:
    """The sentence with the numbers by which the school itself calls its clauses."""
    says = found.says
    for ident in found.clauses:
        says = re.sub(rf"(?<![\w-]){re.escape(ident)}(?![\w-])", called.get(ident, ident), says)
    return replace(found, says=says)


# -- pages ---------------------------------------------------------------------------------------------------------


def version_for(actor, version_id) -> Version:
    """A version for those who draft or approve."""
    return policies.working_version(actor, version_id)


def clause_for(actor, version_id, ident: str) -> Clause:
    """A clause that could be given a rule: one of those that ask, forbid or allow something."""
    version = version_for(actor, version_id)
    clause = policies.clause_for(actor, version.pk, ident)
    if not clause.normative:
        raise Http404
    return clause


def rule_for(actor, rule_id) -> OwnRule:
    found = visible_to(actor, OwnRule.objects.select_related("version__policy", "version__school", "school"))
    return get_object_or_404(found.defer("version__source"), pk=rule_id)


def rule_of(actor, clause: Clause) -> OwnRule | None:
    """The rule that the school gave to a clause."""
    return visible_to(actor, OwnRule.objects.filter(version_id=clause.version_id, clause=clause.ident)).first()


def case_for(actor, case_id) -> WrittenCase:
    found = visible_to(actor, WrittenCase.objects.select_related("version__policy", "school"))
    return get_object_or_404(found, pk=case_id)


def cases(actor, version: Version) -> list[WrittenCase]:
    """The school's own cases, each with `fails`: how it comes out otherwise, or nothing."""
    kept = book_of(version).kept
    found = list(visible_to(actor, WrittenCase.objects.filter(version=version)).order_by("made_at", "id"))
    for case in found:
        case.fails = checks.holds(kept, as_case(case))
    return found


def clause_of(actor, rule: OwnRule) -> Clause | None:
    """The clause that a rule reads; None where it is gone."""
    rows = visible_to(actor, Clause.objects.filter(version_id=rule.version_id, ident=rule.clause))
    return rows.select_related("version__policy").first()


@dataclass(frozen=True)
class Deciding:
    """A clause that decides questions, its rules in words, and the school's own rule if it has one."""

    clause: Clause
    rules: tuple[Spoken, ...]
    own: OwnRule | None = None


@dataclass(frozen=True)
class Off:
    """A clause of the shipped policy that the document does not have: its words, and what it would decide."""

    ident: str
    text: str
    rules: tuple[Spoken, ...]


@dataclass(frozen=True)
class Rules:
    """A version's rules as one page shows them."""

    deciding: list[Deciding]
    unfinished: list[tuple[Clause | None, OwnRule]]
    without: list[Clause]
    off: list[Off]
    lost: list[str]


def rules_of(version: Version) -> Rules:
    """Which clauses decide, which could, and what the document does not have. Two queries."""
    clauses, own = _held(version)
    book = _book(version, clauses, own)
    by_clause = {rule.clause: rule for rule in own}
    words = read_back(book.rules, {ident: str(clause) for ident, clause in clauses.items()})
    deciding = [
        Deciding(clauses[ident], tuple(words[ident]), by_clause.get(ident)) for ident in clauses if ident in words
    ]
    unfinished = [
        (clauses.get(rule.clause), rule) for rule in own if rule.state == WRITING or rule.clause in book.unread
    ]
    without = [
        clause for ident, clause in clauses.items()
        if ident not in book.clauses and ident not in by_clause and not clause.pack_sure and clause.kind in NORMATIVE
    ]  # fmt: skip
    return Rules(deciding, unfinished, without, off(version, book), lost(book))


def read_back(book: Rulebook, called: Mapping[str, str]) -> dict[str, list[Spoken]]:
    """The rules in words, by their clause."""
    found = defaultdict(list)
    for rule in book.rules:
        found[rule.clause].append(spoken(rule, book.facts, called))
    return dict(found)


def off(version: Version, book: Book) -> list[Off]:
    """The clauses of the shipped policy that decide questions and are not in the document."""
    words, texts = read_back(rulebook_of(_everything()), {}), shipped(version.school.name)
    return [Off(ident, texts[ident].text, tuple(words[ident])) for ident in book.rules.off]


def lost(book: Book) -> list[str]:
    """Exceptions that are not in the document, while what they lift is: it is stricter than the shipped policy."""
    has = dict(book.kept.has)
    rows = [
        (row["clause"], each["clause"]) for row in advice_table("rules")["rules"] for each in row.get("exceptions", ())
    ]
    return list(dict.fromkeys(has[rule] for rule, each in rows if rule in has and each not in has))


def _everything() -> Kept:
    """The shipped policy, whole."""
    named = {row["clause"] for row in advice_table("rules")["rules"]}
    named |= {each["clause"] for row in advice_table("rules")["rules"] for each in row.get("exceptions", ())}
    return Kept(tuple((ident, ident) for ident in sorted(named)))


def spoken_of(rule: OwnRule, called: str = "") -> Spoken | None:
    """The school's own rule in words; None while it cannot be read."""
    if not rule.row or checks.fault(as_text(rule.row)):
        return None
    book = rulebook_of(Kept((), (as_text(rule.row),)))
    return spoken(book.rules[0], book.facts, {rule.clause: called or rule.clause})


def books_to_try(rule: OwnRule) -> tuple[Book, Book]:
    """The rules of a version without one of its own rules, and with it as it is written now."""
    clauses, own = _held(rule.version)
    others = [each for each in own if each.pk != rule.pk]
    return _book(rule.version, clauses, others), _book(rule.version, clauses, others, as_text(rule.row))


def wrong_with(rule: OwnRule) -> str:
    """What keeps a finished rule from being read, in words; empty where nothing does."""
    return checks.fault(as_text(rule.row)) if rule.row else ""


def number_of_cases(version: Version) -> int:
    """How many of the shipped cases tell something about this version."""
    return len(checks.carried_cases(book_of(version).kept.has))
