"""From facts to an answer, by the rules of a rulebook (policy-model 1.3).

Each rule says how strict the answer must be at least, as things are known, and how strict it could become. The verdict
is the strictest that is possible; where the mildest is another, a fact is open, and is asked.
"""

from collections.abc import Mapping
from typing import NamedTuple

from belisha.reasoning import explanation as said
from belisha.reasoning.conditions import open_in
from belisha.reasoning.explanation import ClauseResult, Explanation, KnownFact, Tested, Wanted
from belisha.reasoning.facts import Value
from belisha.reasoning.rules import (
    ACT,
    ALLOWS,
    CAUTIONS,
    CONFIRMS,
    FORBIDDEN,
    FORBIDS,
    VERDICTS,
    Aside,
    Rule,
    Rulebook,
)  # fmt: skip

_FREE, _CARE, _ASK, _NO = range(len(VERDICTS))


class Weighed(NamedTuple):
    """How one rule came out: the mildest and the strictest level, its exceptions, and the facts that are open."""

    rule: Rule
    applies: bool | None
    low: int
    high: int
    tested: tuple[Tested, ...]
    open: tuple[str, ...]


def decide(
    book: Rulebook, known: Mapping[str, Value], sources: Mapping[str, str] | None = None, *, unread: bool = False
) -> Explanation:
    """The answer under a rulebook. `known` are typed facts (see FactSchema.typed); a name that is missing is not known.

    `sources` says where a fact comes from; one that is not named there was asked. `unread`: something else was said
    that could not be read as a fact.
    """
    facts = with_meanings(book, known)
    weighed = [found for rule in _rules(book, facts) if (found := weigh(rule, facts)) is not None]
    low = max((each.low for each in weighed), default=_FREE)
    high = max((each.high for each in weighed), default=_FREE)
    if unread:
        # Something was said that no fact holds. What it means is not known, so nothing is permitted on the rest.
        high = max(high, _CARE)
    clauses = _clauses(weighed, high)
    beside = _asides(book, facts)
    if not any(each.role == said.DECIDES for each in clauses):
        clauses = (*_silence(beside["silent"], facts), *clauses)
    ids = {each.id for each in clauses}
    tested = {each.clause: each for found in weighed if found.applies for each in found.tested}
    deciding = [found.rule for found in weighed if found.high == high and found.applies is not False]
    return Explanation(
        book.name, book.edition, _facts(known, facts, sources or {}), VERDICTS[high], VERDICTS[low],
        FORBIDDEN if high == _ASK else "", clauses, tuple(tested.values()),
        tuple(row.says for row in beside["duties"] if _shown(row, facts)),
        tuple(row.key for row in beside["gaps"] if _shown(row, facts) and row.says["clause"] in ids),
        tuple({"key": row.key, **row.says} for row in beside["notes"] if _shown(row, facts)),
        next((rule.instead for rule in deciding if rule.instead and high > _FREE), ""),
        _wanted(book, weighed, low, facts), any(rule.absolute for rule in deciding if high == _NO),
    )  # fmt: skip


def verdict(book: Rulebook, known: Mapping[str, Value]) -> str:
    """The verdict alone, without its explanation."""
    facts = with_meanings(book, known)
    weighed = (weigh(rule, facts) for rule in _rules(book, facts))
    return VERDICTS[max((each.high for each in weighed if each), default=_FREE)]


def with_meanings(book: Rulebook, known: Mapping[str, Value]) -> dict[str, Value]:
    """The facts with those that the policy's definitions conclude from them."""
    facts = dict(known)
    for name, conditions in book.meant:
        truths = [condition(facts) for condition in conditions]
        if True in truths:
            facts[name] = "yes"
        elif None not in truths:
            facts[name] = "no"
    return facts


def weigh(rule: Rule, facts: Mapping[str, Value]) -> Weighed | None:
    """How a rule comes out; None where it does not apply."""
    applies = rule.when(facts)
    if applies is False:
        return None
    opened = () if applies else tuple(open_in(rule.when, facts))
    if rule.effect == FORBIDS:
        low, high, tested, asks = _excepted(rule, facts)
    else:
        low = high = _CARE if rule.effect == CAUTIONS else _FREE
        tested, asks = (), ()
    return Weighed(rule, applies, low if applies else _FREE, high, tested, opened + asks)


def _excepted(rule: Rule, facts: Mapping[str, Value]) -> tuple[int, int, tuple[Tested, ...], tuple[str, ...]]:
    """The mildest and the strictest that a prohibition can be with its exceptions, those tested, and what is open."""
    low = high = _NO
    tested, opened = [], []
    for each in rule.exceptions:
        reaches = each.reach(facts)
        if reaches is False:
            continue
        truths = [need.when(facts) for need in each.needs]
        missing = [need for need, truth in zip(each.needs, truths, strict=True) if truth is not True]
        lost = [need for need, truth in zip(each.needs, truths, strict=True) if truth is False]
        curable = _ASK if all(need.cure for need in missing) else _NO
        best = (_ASK if all(need.cure for need in lost) else _NO) if lost else _FREE
        low = min(low, best)
        if reaches:
            high = min(high, curable if missing else _FREE)
            cures = tuple(dict.fromkeys(need.cure for need in missing if need.cure))
            if missing or not each.condition:
                tested.append(Tested(each.clause, not missing, tuple(need.name for need in missing), cures))
            opened.extend(name for need in missing for name in open_in(need.when, facts) if not lost)
        else:
            opened.extend(open_in(each.reach, facts))
    return low, high, tuple(tested), tuple(opened)


# -- the clauses ---------------------------------------------------------------------------------------------------


def _rules(book: Rulebook, facts: Mapping[str, Value]) -> tuple[Rule, ...]:
    act = facts.get(ACT)
    return book.rules if act is None else book.by_act[act]


def _clauses(weighed: list[Weighed], high: int) -> tuple[ClauseResult, ...]:
    # Where something is certainly so, what only might be decides nothing beside it.
    certain = any(each.applies and each.high == high for each in weighed)
    found = [row for each in weighed for row in _of(each, high, certain)]
    return tuple(sorted(found, key=lambda row: row.role != said.DECIDES))


def _of(each: Weighed, high: int, certain: bool):
    rule, applies = each.rule, each.applies
    if rule.effect == FORBIDS:
        met = bool(applies) and each.high == _FREE
        unmet = tuple(test for test in each.tested if not test.met)
        decides = each.high >= _ASK and (bool(applies) or not certain)
        result = said.EXCEPTED if met else said.CURABLE if each.high == _ASK else said.VIOLATED
        # What lifts it may be this clause itself, or another one, which then decides in its stead.
        own = met and high == _FREE and not any(test.met and test.clause != rule.clause for test in each.tested)
        role = said.DECIDES if decides or own else said.RELEVANT
        yield ClauseResult(
            rule.clause, role, result if applies else said.OPEN, rule.key, rule.because, each.tested, each.open
        )
        for test in each.tested if applies else ():
            if test.clause != rule.clause:
                shows = (test.met and high == _FREE) or (not met and decides and test in unmet)
                role = said.DECIDES if shows else said.RELEVANT
                yield ClauseResult(test.clause, role, said.ALLOWED if test.met else said.NOTED, rule.key, "", (test,))
        return
    results = {CAUTIONS: said.CAUTION, ALLOWS: said.ALLOWED}
    decides = {CAUTIONS: high == _CARE, CONFIRMS: high >= _ASK, ALLOWS: high == _FREE}.get(rule.effect, False)
    decides = decides and (bool(applies) or (rule.effect == CAUTIONS and not certain))
    if applies or rule.effect == CAUTIONS:
        yield ClauseResult(
            rule.clause, said.DECIDES if decides else said.RELEVANT,
            results.get(rule.effect, said.NOTED) if applies else said.OPEN, rule.key, rule.because, (), each.open,
        )  # fmt: skip


def _silence(rows: tuple[Aside, ...], facts: Mapping[str, Value]) -> tuple[ClauseResult, ...]:
    """Where no clause speaks against it: the scope clause that says the policy looked at it at all."""
    for row in rows:
        if row.when(facts):
            return (ClauseResult(row.says["clause"], said.DECIDES, said.ALLOWED, row.key, row.says["says"]),)
    return ()


# -- beside them ---------------------------------------------------------------------------------------------------


def _asides(book: Rulebook, facts: Mapping[str, Value]) -> Mapping[str, tuple[Aside, ...]]:
    act = facts.get(ACT)
    if act is not None:
        return book.asides[act]
    return {"duties": book.duties, "gaps": book.gaps, "notes": book.notes, "silent": book.silent}


def _shown(row: Aside, facts: Mapping[str, Value]) -> bool:
    truth = row.when(facts)
    return row.when_open if truth is None else truth


def _facts(known: Mapping[str, Value], facts: Mapping[str, Value], sources: Mapping[str, str]):
    return tuple(
        KnownFact(
            name, tuple(sorted(value)) if value.__class__ is frozenset else value,
            sources.get(name, said.ASKED) if name in known else said.MEANT,
        )
        for name, value in facts.items()
    )  # fmt: skip


def _wanted(book: Rulebook, weighed: list[Weighed], low: int, facts: Mapping[str, Value]) -> tuple[Wanted, ...]:
    """The open facts that would change the answer, those for the strictest clause first, then as they are asked."""
    wanted: dict[str, Wanted] = {}
    for each in sorted((one for one in weighed if one.high > low), key=lambda one: -one.high):
        for name in each.open:
            for asked in _underlying(book, name, facts):
                wanted.setdefault(asked, Wanted(asked, each.rule.clause, VERDICTS[each.high]))
    order = {name: place for place, name in enumerate(book.facts.facts)}
    return tuple(sorted(wanted.values(), key=lambda one: order[one.fact]))


def _underlying(book: Rulebook, name: str, facts: Mapping[str, Value]) -> tuple[str, ...]:
    """The fact itself, or for a derived one those that keep it open."""
    if not book.facts.facts[name].derived:
        return (name,)
    found = [
        under for meaning in book.meanings if meaning.fact == name for part in open_in(meaning.when, facts)
        for under in _underlying(book, part, facts)
    ]  # fmt: skip
    return tuple(dict.fromkeys(found))
