"""From facts to an answer, by the rules of a rulebook (policy-model 1.3).

Each rule says how strict the answer must be at least, as things are known, and how strict it could become. The verdict
is the strictest that is possible; where the mildest is another, a fact is open, and is asked.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
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
    WHOM,
    Aside,
    Exemption,
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
    speaking = book.speaking(facts.get(ACT), facts.get(WHOM))
    weighed = [found for rule in speaking.rules if (found := weigh(rule, facts)) is not None]
    weighed = [each._replace(open=_to_ask(book, each.open, facts)) if each.open else each for each in weighed]
    low = max((each.low for each in weighed), default=_FREE)
    high = max((each.high for each in weighed), default=_FREE)
    deciding = frozenset(_deciding(weighed, high))
    clauses = _clauses(book, weighed, high, deciding, facts)
    if not any(each.role == said.DECIDES for each in clauses):
        clauses = (*_silence(speaking.silent, facts), *clauses)
    ids = {each.id for each in clauses}
    tested = {each.clause: each for found in weighed if found.applies for each in found.tested}
    strictest = [found.rule for found in weighed if found.high == high > _FREE and found.rule.key in deciding]
    if unread:
        # Something was said that no fact holds. What it means is not known, so nothing is permitted on the rest.
        high = max(high, _CARE)
    return Explanation(
        book.name, book.edition, _facts(book, known, facts, sources or {}), VERDICTS[high], VERDICTS[low],
        FORBIDDEN if high == _ASK else "", clauses, tuple(tested.values()),
        tuple(row.says for row in speaking.duties if _shown(row, facts)),
        tuple(row.key for row in speaking.gaps if row.says["clause"] in ids and _shown(row, facts)),
        tuple({"key": row.key, **row.says} for row in speaking.notes if _shown(row, facts)),
        next((rule.instead for rule in strictest if rule.instead), ""),
        _wanted(book, weighed, low), any(rule.absolute for rule in strictest), unread,
    )  # fmt: skip


def verdict(book: Rulebook, known: Mapping[str, Value]) -> str:
    """The verdict alone, without its explanation."""
    facts = with_meanings(book, known)
    weighed = (weigh(rule, facts) for rule in book.speaking(facts.get(ACT), facts.get(WHOM)).rules)
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
    tested: list[Tested] = []
    opened: list[str] = []
    for each in rule.exceptions:
        reaches = each.reach(facts)
        if reaches is False:
            continue
        best, worst, test, asks = _tried(each, facts)
        low = min(low, best)
        if reaches:
            high = min(high, worst)
            if test is not None:
                tested.append(test)
        else:
            opened.extend(open_in(each.reach, facts))
        opened.extend(asks)
    return low, high, tuple(tested), tuple(opened)


def _tried(each: Exemption, facts: Mapping[str, Value]) -> tuple[int, int, Tested | None, list[str]]:
    """How far an exception that reaches the case can lift the prohibition, and how far it does; what is open in it."""
    truths = [(need, need.when(facts)) for need in each.needs]
    missing = [need for need, truth in truths if truth is not True]
    lost = [need for need, truth in truths if truth is False]
    best = _FREE if not lost else _ASK if all(need.cure for need in lost) else _NO
    worst = _FREE if not missing else _ASK if all(need.cure for need in missing) else _NO
    asks = [name for need in missing for name in open_in(need.when, facts)] if best < worst else []
    if each.condition and not missing:
        return best, worst, None, asks
    cures = tuple(dict.fromkeys(need.cure for need in missing if need.cure))
    return best, worst, Tested(each.clause, not missing, tuple(need.name for need in missing), cures), asks


# -- the clauses ---------------------------------------------------------------------------------------------------


def _clauses(
    book: Rulebook, weighed: Sequence[Weighed], high: int, deciding: Collection[str], facts: Mapping[str, Value]
) -> tuple[ClauseResult, ...]:
    """Every clause that speaks, those that decide first; then the definitions on which they rest."""
    found = [row for each in weighed for row in _of(each, high, each.rule.key in deciding)]
    found.sort(key=lambda row: row.role != said.DECIDES)
    definitions = dict.fromkeys(meaning for each in weighed if each.applies for meaning in book.defines[each.rule.key])
    found += [
        ClauseResult(meaning.clause, said.RELEVANT, said.NOTED, meaning.key, "")
        for meaning in definitions if meaning.clause and meaning.when(facts)
    ]  # fmt: skip
    return tuple(found)


def _deciding(weighed: Sequence[Weighed], high: int) -> Iterator[str]:
    """The keys of the rules that decide at this level.

    What is certainly so decides, narrow clauses before the general. Where nothing certain is as strict, one clause that
    only might apply decides: the one that hangs on the fewest facts, the first of them.
    """
    level = min(high, _ASK)
    strict = [each for each in weighed if each.rule.effect in (FORBIDS, CAUTIONS) and each.high >= level > _FREE]
    certain = [each for each in strict if each.applies]
    narrow = max((each.high for each in certain if not each.rule.general), default=_FREE)
    yield from (each.rule.key for each in certain if not each.rule.general or each.high > narrow)
    if strict and max((each.high for each in certain), default=_FREE) < high:
        maybe = [each for each in strict if not each.applies and each.high == high]
        yield from (each.rule.key for each in sorted(maybe, key=lambda one: len(one.open))[:1])
    if high >= _ASK:
        yield from (each.rule.key for each in weighed if each.applies and each.rule.effect == CONFIRMS)
    if high == _FREE:
        allowing = [each.rule for each in weighed if each.applies and each.rule.effect == ALLOWS]
        plain = any(not rule.general for rule in allowing)
        yield from (rule.key for rule in allowing if not (rule.general and plain))


def _of(each: Weighed, high: int, decides: bool) -> Iterator[ClauseResult]:
    """What is told of one rule: its clause, and the clauses of its exceptions where they are others."""
    rule, applies = each.rule, each.applies
    if rule.effect != FORBIDS:
        if applies or rule.effect == CAUTIONS:
            results = {CAUTIONS: said.CAUTION, ALLOWS: said.ALLOWED}
            result = results.get(rule.effect, said.NOTED) if applies else said.OPEN
            role = said.DECIDES if decides else said.RELEVANT
            yield ClauseResult(rule.clause, role, result, rule.key, rule.because, (), each.open)
        return
    met = bool(applies) and each.high == _FREE
    # What lifts it may be this clause itself, or another one, which then decides in its stead.
    own = met and high == _FREE and not any(test.met and test.clause != rule.clause for test in each.tested)
    role = said.DECIDES if decides or own else said.RELEVANT
    broken = said.CURABLE if each.high == _ASK else said.VIOLATED
    result = said.OPEN if not applies else said.EXCEPTED if met else broken
    yield ClauseResult(rule.clause, role, result, rule.key, rule.because, each.tested, each.open)
    for test in each.tested if applies else ():
        if test.clause != rule.clause:
            shows = high == _FREE if test.met else decides
            role = said.DECIDES if shows else said.RELEVANT
            yield ClauseResult(test.clause, role, said.ALLOWED if test.met else said.NOTED, rule.key, "", (test,))


def _silence(rows: Sequence[Aside], facts: Mapping[str, Value]) -> tuple[ClauseResult, ...]:
    """Where no clause speaks against it: the scope clause that says the policy looked at it at all."""
    for row in rows:
        if row.when(facts):
            return (ClauseResult(row.says["clause"], said.DECIDES, said.ALLOWED, row.key, row.says["says"]),)
    return ()


# -- beside them ---------------------------------------------------------------------------------------------------


def _shown(row: Aside, facts: Mapping[str, Value]) -> bool:
    truth = row.when(facts)
    return row.when_open if truth is None else truth


def _facts(
    book: Rulebook, known: Mapping[str, Value], facts: Mapping[str, Value], sources: Mapping[str, str]
) -> tuple[KnownFact, ...]:
    """What was known, and what the definitions conclude from it, in the order in which facts are asked."""
    return tuple(
        KnownFact(
            name, tuple(sorted(value)) if value.__class__ is frozenset else value,
            sources.get(name, said.ASKED) if name in known else said.MEANT,
        )
        for name in book.facts.facts if (value := facts.get(name)) is not None
    )  # fmt: skip


def _wanted(book: Rulebook, weighed: Sequence[Weighed], low: int) -> tuple[Wanted, ...]:
    """The open facts that would change the answer, as they are asked; each for the strictest clause that needs it."""
    wanted: dict[str, Wanted] = {}
    for each in sorted((one for one in weighed if one.high > low and one.open), key=lambda one: -one.high):
        for name in each.open:
            if name not in wanted:
                wanted[name] = Wanted(name, each.rule.clause, VERDICTS[each.high])
    return tuple(sorted(wanted.values(), key=lambda one: book.order[one.fact])) if wanted else ()


def _to_ask(book: Rulebook, names: tuple[str, ...], facts: Mapping[str, Value]) -> tuple[str, ...]:
    """Open facts as they can be asked, in the order in which they are."""
    asked = {under for name in names for under in _underlying(book, name, facts)}
    return tuple(sorted(asked, key=book.order.__getitem__))


def _underlying(book: Rulebook, name: str, facts: Mapping[str, Value]) -> tuple[str, ...]:
    """The fact itself, or for a derived one those that keep it open."""
    if not book.facts.facts[name].derived:
        return (name,)
    found = [
        under for meaning in book.meanings if meaning.fact == name for part in open_in(meaning.when, facts)
        for under in _underlying(book, part, facts)
    ]  # fmt: skip
    return tuple(dict.fromkeys(found))
