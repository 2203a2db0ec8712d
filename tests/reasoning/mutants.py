"""Rulebooks with one thing turned upside down, each with a name, to see whether the written cases would notice."""

from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

from belisha.reasoning.conditions import AllOf, AnyOf, Condition, Is, Not
from belisha.reasoning.rules import ALLOWS, CAUTIONS, CONFIRMS, FORBIDS, NOTES, Exemption, Rule, Rulebook

OPPOSITE = {FORBIDS: ALLOWS, CONFIRMS: NOTES, CAUTIONS: ALLOWS, ALLOWS: FORBIDS, NOTES: FORBIDS}
ASIDES = ("duties", "gaps", "notes", "silent")


class Mutant(NamedTuple):
    """A changed rulebook, the rule or row that was changed, and the acts on which the change can bear."""

    name: str
    row: str
    book: Rulebook
    acts: frozenset[str]


def mutants(book: Rulebook) -> Iterator[Mutant]:
    """Every mutant of a rulebook."""
    for place, rule in enumerate(book.rules):
        for name, changed in of_rule(rule):
            yield Mutant(
                f"{rule.key} {name}", rule.key, replace(book, rules=_with(book.rules, place, changed)), rule.acts
            )
    for place, row in enumerate(book.meanings):
        for name, when in of_condition(row.when):
            changed = replace(book, meanings=_with(book.meanings, place, replace(row, when=when)))
            yield Mutant(f"meaning {place} {row.key} {name}", row.key, changed, frozenset(book.acts))
    for kind in ASIDES:
        rows = getattr(book, kind)
        for place, row in enumerate(rows):
            changed = replace(book, **{kind: _with(rows, place, replace(row, when=Not(row.when)))})
            yield Mutant(f"{kind} {place} {row.key} negated", row.key, changed, row.acts)


def of_rule(rule: Rule) -> Iterator[tuple[str, Rule]]:
    yield f"{rule.effect} becomes {OPPOSITE[rule.effect]}", replace(rule, effect=OPPOSITE[rule.effect])
    for name, when in of_condition(rule.when):
        yield name, replace(rule, when=when)
    for place, each in enumerate(rule.exceptions):
        yield f"exception {place} {each.clause} dropped", replace(rule, exceptions=_without(rule.exceptions, place))
        for name, changed in of_exemption(each):
            label = f"exception {place} {each.clause} {name}"
            yield label, replace(rule, exceptions=_with(rule.exceptions, place, changed))


def of_exemption(exemption: Exemption) -> Iterator[tuple[str, Exemption]]:
    for name, reach in of_condition(exemption.reach):
        yield f"reach {name}", replace(exemption, reach=reach)
    for place, need in enumerate(exemption.needs):
        yield f"need {need.name} dropped", replace(exemption, needs=_without(exemption.needs, place))
        for name, when in of_condition(need.when):
            changed = replace(need, when=when)
            yield f"need {need.name} {name}", replace(exemption, needs=_with(exemption.needs, place, changed))


def of_condition(condition: Condition) -> Iterator[tuple[str, Condition]]:
    """The condition negated, and without each of its parts, however deep they lie."""
    yield "negated", Not(condition)
    yield from _dropped(condition, "without")


def _dropped(condition: Condition, path: str) -> Iterator[tuple[str, Condition]]:
    if isinstance(condition, Not):
        for name, part in _dropped(condition.part, f"{path} not"):
            yield name, Not(part)
    elif isinstance(condition, (AllOf, AnyOf)):
        kind, join = type(condition), "all" if isinstance(condition, AllOf) else "any"
        for place, part in enumerate(condition.parts):
            here = f"{path} {join} {place}"
            yield f"{here} {_said(part)}", kind(_without(condition.parts, place))
            for name, inner in _dropped(part, here):
                yield name, kind(_with(condition.parts, place, inner))


def _said(part: Condition) -> str:
    if isinstance(part, Not):
        return f"not {_said(part.part)}"
    return f"{part.fact}={'|'.join(sorted(part.values))}" if isinstance(part, Is) else "(joined)"


def _with(rows: tuple, place: int, row) -> tuple:
    return (*rows[:place], row, *rows[place + 1 :])


def _without(rows: tuple, place: int) -> tuple:
    return (*rows[:place], *rows[place + 1 :])
