"""The written cases that lie beside a policy: read into values, and run whenever a rule of it changes."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from belisha.reasoning.deciding import decide, with_meanings
from belisha.reasoning.explanation import DECIDES, TAKEN, Explanation
from belisha.reasoning.facts import FactError, FactSchema, Value
from belisha.reasoning.rules import NOTES, VERDICTS, Meaning, Rulebook

IN_WORDS = dict(zip(VERDICTS, ("permitted", "be cautious", "needs permission", "forbidden"), strict=True))


@dataclass(frozen=True)
class Expected:
    """What the answer to a case has to be. `exceptions` holds (clause, what is missing), nothing missing being met;
    `duties` (clause, deadline). None: the case does not say.
    """

    verdict: str
    deciding: frozenset[str]
    exceptions: frozenset[tuple[str, frozenset[str]]] = frozenset()
    duties: frozenset[tuple[str, str]] = frozenset()
    gaps: frozenset[str] = frozenset()
    relevant: frozenset[str] | None = None
    notes: frozenset[str] | None = None
    asks: frozenset[str] | None = None


@dataclass(frozen=True)
class Scenario:
    """One written case: a question, the facts, where each comes from, and the answer that is right."""

    key: str
    question: str
    known: Mapping[str, Value]
    sources: Mapping[str, str]
    expected: Expected


@dataclass(frozen=True)
class Failure:
    """A case that comes out otherwise than it has to, in words."""

    key: str
    question: str
    says: str


@dataclass(frozen=True)
class Unreached:
    """Clauses and rules that decide no case."""

    clauses: tuple[str, ...]
    rules: tuple[str, ...]


def read_scenarios(rows: Iterable[Mapping], facts: FactSchema) -> tuple[Scenario, ...]:
    """The cases of a file in the shape of scenarios.schema.json. FactError, naming the case, for what cannot be."""
    found: dict[str, Scenario] = {}
    said: dict[str, Mapping] = {}
    for row in rows:
        key = row["key"]
        if key in said:
            raise FactError(f"case {key}: there are two of that name")
        if row.get("like", key) not in {key, *said}:
            raise FactError(f"case {key}: there is no case {row['like']!r} before it")
        said[key] = {**said.get(row.get("like"), {}), **row["facts"]}
        found[key] = read_scenario({**row, "facts": said[key]}, facts)
    return tuple(found.values())


def read_scenario(row: Mapping, facts: FactSchema) -> Scenario:
    """One case. A fact that is null is not known; one that is not mentioned is what its silence means."""
    where = f"case {row['key']}"
    try:
        known = facts.typed(row["facts"])
    except FactError as error:
        raise FactError(f"{where}: {error}") from error
    silent = {
        name: fact.silent for name, fact in facts.facts.items() if name not in row["facts"] and fact.silent is not None
    }
    return Scenario(
        row["key"],
        row["question"],
        {**silent, **known},
        dict.fromkeys(silent, TAKEN),
        _expected(row["expected"], where),
    )


def _expected(row: Mapping, where: str) -> Expected:
    if row["verdict"] not in VERDICTS:
        raise FactError(f"{where}: there is no verdict {row['verdict']!r}; it is one of {', '.join(VERDICTS)}")
    # Which notes are shown, and what is asked, is said only where the case is about that.
    some = {name: frozenset(row[name]) for name in ("relevant", "notes", "asks") if name in row}
    return Expected(
        row["verdict"], frozenset(row["deciding"]),
        frozenset((each["clause"], frozenset(each["missing"])) for each in row.get("exceptions", ())),
        frozenset((each["clause"], each["deadline"]) for each in row.get("duties", ())),
        frozenset(row.get("gaps", ())), **some,
    )  # fmt: skip


# -- run -----------------------------------------------------------------------------------------------------------


def answer(book: Rulebook, case: Scenario) -> Explanation:
    return decide(book, case.known, case.sources)


def outcome(found: Explanation) -> Expected:
    """An answer in the shape in which a case says what it has to be."""
    return Expected(
        found.verdict, frozenset(found.deciding),
        frozenset((each.clause, frozenset(each.missing)) for each in found.exceptions),
        frozenset((row["clause"], row["deadline"]) for row in found.duties), frozenset(found.gaps),
        frozenset(found.relevant), frozenset(row["key"] for row in found.notes),
        frozenset(each.fact for each in found.asked_because),
    )  # fmt: skip


def fails(book: Rulebook, case: Scenario) -> str:
    """How the answer to a case differs from what it has to be, in words; empty where it does not."""
    found, wanted = outcome(answer(book, case)), case.expected
    return " ".join(_differences(found, wanted)) if found != _completed(wanted, found) else ""


def run(book: Rulebook, cases: Iterable[Scenario]) -> tuple[Failure, ...]:
    """The cases that come out otherwise than they have to."""
    return tuple(Failure(case.key, case.question, says) for case in cases if (says := fails(book, case)))


def _completed(wanted: Expected, found: Expected) -> Expected:
    """What is wanted, with what the case does not say taken as it came."""
    unsaid = {name: getattr(found, name) for name in ("relevant", "notes", "asks") if getattr(wanted, name) is None}
    return replace(wanted, **unsaid)


WORDS = {
    "deciding": "deciding clauses",
    "exceptions": "exceptions tested",
    "duties": "duties",
    "gaps": "gaps shown",
    "relevant": "clauses shown beside",
    "notes": "notes shown",
    "asks": "facts asked for",
}


def _differences(found: Expected, wanted: Expected) -> Iterator[str]:
    if found.verdict != wanted.verdict:
        yield f"The answer is “{IN_WORDS[found.verdict]}”, and should be “{IN_WORDS[wanted.verdict]}”."
    for name, word in WORDS.items():
        is_so, should_be = getattr(found, name), getattr(wanted, name)
        if should_be is not None and is_so != should_be:
            yield f"The {word} are {_listed(is_so)}, and should be {_listed(should_be)}."


def _listed(values: frozenset) -> str:
    return ", ".join(sorted(map(_said, values))) or "none"


def _said(value: str | tuple) -> str:
    """A name as it is; of an exception and a duty the clause with what belongs to it."""
    if isinstance(value, str):
        return value
    clause, rest = value
    if isinstance(rest, str):
        return f"{clause} ({rest or 'no deadline'})"
    return f"{clause} ({'missing: ' + ', '.join(sorted(rest)) if rest else 'met'})"


# -- what is never reached -----------------------------------------------------------------------------------------


def decided_by(book: Rulebook, case: Scenario) -> tuple[frozenset[str], frozenset[str]]:
    """The clauses, and the keys of the rules, that decide a case.

    A clause that only tells what follows decides where it speaks with certainty; one that says what a word means
    decides where the answer would be another without it.
    """
    clauses, rules = _decided(book, case)
    meanings = [each for each in book.meanings if _rest_on(book, each, (case,))]
    return frozenset(clauses | {each.clause for each in meanings}), frozenset(rules | {each.key for each in meanings})


def _decided(book: Rulebook, case: Scenario) -> tuple[set[str], set[str]]:
    found = answer(book, case)
    telling = {rule.key for rule in book.rules if rule.effect == NOTES}
    shown = [each for each in found.clauses if each.role == DECIDES or each.rule in telling]
    return {each.id for each in shown}, {each.rule for each in shown}


def _rest_on(book: Rulebook, meaning: Meaning, cases: Iterable[Scenario]) -> bool:
    """One of the cases would have another answer if the policy did not say what this word means."""
    without = replace(book, meanings=tuple(each for each in book.meanings if each is not meaning))
    here = (case for case in cases if meaning.when(with_meanings(book, case.known)))
    return any(outcome(answer(without, case)) != outcome(answer(book, case)) for case in here)


def reachable(book: Rulebook, cases: Collection[Scenario]) -> Unreached:
    """The clauses and rules of a rulebook that decide none of the cases."""
    reached = [_decided(book, case) for case in cases]
    clauses, rules = (set().union(*found) for found in zip(*reached, strict=True)) if reached else (set(), set())
    for meaning in book.meanings:
        if _rest_on(book, meaning, cases):
            clauses.add(meaning.clause)
            rules.add(meaning.key)
    keys = [row.key for row in (*book.meanings, *book.rules)]
    return Unreached(tuple(sorted(book.clauses - clauses)), tuple(key for key in keys if key not in rules))


# -- a school's own document -----------------------------------------------------------------------------------------


def carried(cases: Iterable[Scenario], shipped: Rulebook, has: Mapping[str, str]) -> tuple[Scenario, ...]:
    """The shipped cases that hold for a school's own document too, with its ids.

    `has` maps ids of shipped clauses to those of the document. A case in whose answer a clause speaks that the document
    does not have tells nothing about the document, and is left out.
    """
    return tuple(_renamed(case, has) for case in cases if _spoken(answer(shipped, case)) <= has.keys())


def _spoken(found: Explanation) -> set[str]:
    return {each.id for each in found.clauses} | {row["clause"] for row in found.duties}


def _renamed(case: Scenario, has: Mapping[str, str]) -> Scenario:
    wanted = case.expected
    relevant = wanted.relevant and frozenset(has[each] for each in wanted.relevant)
    named = replace(
        wanted, deciding=frozenset(has[each] for each in wanted.deciding), relevant=relevant,
        exceptions=frozenset((has[clause], missing) for clause, missing in wanted.exceptions),
        duties=frozenset((has[clause], deadline) for clause, deadline in wanted.duties),
    )  # fmt: skip
    return replace(case, expected=named)
