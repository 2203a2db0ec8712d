"""A rule of the school's own, held against chosen facts before it is kept."""

from collections.abc import Mapping
from dataclasses import dataclass

from belisha.reasoning.conditions import facts_of
from belisha.reasoning.deciding import decide
from belisha.reasoning.explanation import TAKEN, Explanation
from belisha.reasoning.facts import Fact, FactSchema
from belisha.reasoning.rules import ACT, Rule, Rulebook
from belisha.reasoning.shipped import shipped_facts
from belisha.rulebook import queries
from belisha.rulebook.building import OWN, choices, parts_of
from belisha.rulebook.models import OwnRule
from belisha.rulebook.words import answered


@dataclass(frozen=True)
class Tried:
    """The answer with the rule, in words and whole; the answer without it; and what would still be asked."""

    says: str
    together: Explanation
    without: str
    changed: bool
    reaches: bool
    asks: tuple[str, ...]
    because: tuple[str, ...]


def facts() -> FactSchema:
    return shipped_facts()


def chosen(said: Mapping) -> list[tuple[str, str, str]]:
    """What was chosen for each decision: (key, what it is called, in words)."""
    return [(part.key, part.short, _chosen(part, said.get(part.key))) for part in parts_of(said) if part.key in said]


def _chosen(part, values) -> str:
    if part.key == "because":
        return ""
    labels = dict(choices(part, shipped_facts()))
    named = [labels.get(value, value) for value in ([values] if isinstance(values, str) else values)]
    none = {"who": "Everybody", "unless": "Nothing lifts it"}.get(part.key, "Whatever it is")
    return "; ".join(named) or none


def wanted(rule: OwnRule) -> list[Fact]:
    """The facts on which the rule turns, the act first. What is concluded is asked by what it is concluded from."""
    _, book = queries.books_to_try(rule)
    own = _own(book.rules, rule)
    names = {ACT, *_asked(book.rules, facts_of(own.when))}
    for each in own.exceptions:
        names |= _asked(book.rules, facts_of(each.reach))
        for need in each.needs:
            names |= _asked(book.rules, facts_of(need.when))
    return [fact for name, fact in book.rules.facts.facts.items() if name in names]


def _own(book: Rulebook, rule: OwnRule) -> Rule:
    return next(each for each in book.rules if each.clause == rule.clause and each.key.endswith(f".{OWN}"))


def _asked(book: Rulebook, names) -> set[str]:
    found = set()
    for name in names:
        if book.facts.facts[name].derived:
            for meaning in book.meanings:
                if meaning.fact == name:
                    found |= _asked(book, facts_of(meaning.when))
        else:
            found.add(name)
    return found


def tried(rule: OwnRule, chosen: Mapping) -> Tried:
    """The answer to chosen facts. What the form does not ask is what its silence means in a written case."""
    without, book = queries.books_to_try(rule)
    schema = book.rules.facts
    silent = {
        name: fact.silent for name, fact in schema.facts.items() if fact.silent is not None and name not in chosen
    }
    known, sources = {**silent, **schema.typed(chosen)}, dict.fromkeys(silent, TAKEN)
    found, before = decide(book.rules, known, sources), decide(without.rules, known, sources)
    called = {ident: str(clause) for ident, clause in book.clauses.items()}
    reaches = any(each.rule == _own(book.rules, rule).key for each in found.clauses)
    return Tried(
        answered(found, called), found, answered(before, called), found.verdict != before.verdict, reaches,
        tuple(schema.facts[each.fact].label for each in found.asked_because),
        tuple(dict.fromkeys(each.because for each in found.clauses if each.role == "decides" and each.because)),
    )  # fmt: skip


def decided_by(rule: OwnRule, found: Tried) -> list[str]:
    """The clause of the rule, where it decides: a case that is kept holds it to that."""
    return [rule.clause] if rule.clause in found.together.deciding else []
