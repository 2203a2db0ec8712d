"""What a version's rules and cases have to stand up to before they are published. No database."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from importlib.resources import files

from belisha.packs.advising import advice_table
from belisha.policy.rules import IDENT
from belisha.reasoning.adopting import adopted
from belisha.reasoning.checking import CASE_FAILS, ERROR, check
from belisha.reasoning.deciding import verdict
from belisha.reasoning.facts import FactError
from belisha.reasoning.reading import read_rule
from belisha.reasoning.rules import CAUTIONS, VERDICTS, Rulebook
from belisha.reasoning.scenarios import IN_WORDS, Scenario, answer, carried, read_scenario, read_scenarios
from belisha.reasoning.shipped import shipped_facts, shipped_rulebook
from belisha.rulebook.rules import LOOK, SAID, STOPS, Found

# As many differences are told one by one; of more, only how many there are.
MOST = 12


@dataclass(frozen=True, slots=True)
class Kept:
    """What the rulebook of a version rests on, as plain values that can be compared: equal ones give equal books.

    `has` are pairs (shipped clause, clause of the document); `own` the rows of the school's rules as JSON text.
    """

    has: tuple[tuple[str, str], ...]
    own: tuple[str, ...] = ()

    @property
    def without_own(self) -> "Kept":
        return replace(self, own=())


def as_text(row: Mapping) -> str:
    return json.dumps(row, sort_keys=True)


# -- reading -------------------------------------------------------------------------------------------------------


@cache
def _shape():
    from jsonschema import Draft202012Validator  # slow to import, and needed once

    schema = json.loads(files("belisha.packs").joinpath("advice/rules.schema.json").read_bytes())
    item = schema["properties"]["rules"]["items"]
    told = json.dumps({"$defs": schema["$defs"], **item})
    # A school's own clauses have ids of other shapes than those of the pack.
    theirs = json.dumps(item["properties"]["clause"]["pattern"])
    return Draft202012Validator(json.loads(told.replace(theirs, json.dumps(f"^{IDENT}$"))))


@lru_cache(maxsize=512)
def fault(text: str) -> str:
    """What is wrong with a rule, in words; empty where it can be read. `text` is its row as JSON."""
    row = json.loads(text)
    for error in _shape().iter_errors(row):
        at = "/".join(map(str, error.absolute_path))
        return f"at {at or 'the top'}: {error.message[:200]}"
    try:
        read_rule(row, shipped_facts(), advice_table("rules")["sets"])
    except FactError as error:
        return str(error).removeprefix(f"clause {row['clause']}: ")
    return ""


@lru_cache(maxsize=64)
def rulebook_of(kept: Kept, name: str = "", edition: str = "") -> Rulebook:
    """The rules of a version. A rule of the school that cannot be read does not vanish: it asks for care instead."""
    rows = [json.loads(text) if not fault(text) else _stand_in(json.loads(text)["clause"]) for text in kept.own]
    return adopted(advice_table("rules"), shipped_facts(), dict(kept.has), name=name, edition=edition, own=rows)


def _stand_in(clause: str) -> dict:
    """An update may take a fact away that a rule in force speaks of. Then nothing is permitted on the rest."""
    because = "The rule of this clause cannot be read any more, so ask the Headteacher."
    return {"clause": clause, "part": "unread", "acts": ["$every_act"], "effect": CAUTIONS, "when": [],
            "because": because}  # fmt: skip


# -- cases ---------------------------------------------------------------------------------------------------------


@cache
def shipped_cases() -> tuple[Scenario, ...]:
    """The written cases that ship, as far as the shipped policy itself passes them: no school could mend the others.

    A school's document is held to their verdicts; all that is said beside them is held by Belisha's own tests.
    """
    cases, book = read_scenarios(advice_table("scenarios")["scenarios"], shipped_facts()), shipped_rulebook()
    return tuple(case for case in cases if verdict(book, case.known) == case.expected.verdict)


@lru_cache(maxsize=64)
def carried_cases(has: tuple[tuple[str, str], ...]) -> tuple[Scenario, ...]:
    """The shipped cases that tell something about a document."""
    return carried(shipped_cases(), shipped_rulebook(), dict(has)) if has else ()


@lru_cache(maxsize=64)
def examined(kept: Kept) -> tuple[Found, ...]:
    """What shipped cases, and a look at the rules side by side, say of a version."""
    plain, cases, book = rulebook_of(kept.without_own), carried_cases(kept.has), rulebook_of(kept)
    found = [said for case in cases if (said := _shipped(plain, case))]
    found += _changed(plain, book, cases) if kept.own else []
    theirs = {json.loads(text)["clause"] for text in kept.own}
    return (*found, *(_told(each, theirs) for each in check(book, ()) if each.kind != CASE_FAILS))


def _shipped(book: Rulebook, case: Scenario) -> Found | None:
    """A shipped case that comes out milder must not be published; stricter, where an exception is left out, it may."""
    now, should = verdict(book, case.known), case.expected.verdict
    if now == should:
        return None
    milder = VERDICTS.index(now) < VERDICTS.index(should)
    clauses = tuple(sorted(case.expected.deciding))
    return Found(STOPS if milder else SAID, clauses, _otherwise(case, clauses, now, should))


def _otherwise(case: Scenario, clauses: tuple[str, ...], now: str, should: str) -> str:
    decides = f", by clause {', '.join(clauses)}" if clauses else ""
    return (
        f"The written case “{case.question}” is answered with “{IN_WORDS[now]}”. With every clause of the shipped "
        f"policy it is “{IN_WORDS[should]}”{decides}."
    )


def _told(each, theirs: set[str]) -> Found:
    """A school can mend its own rules, and not those that ship: what is said of the latter stops nobody."""
    about_theirs = bool(theirs & set(each.clauses))
    level = STOPS if each.level == ERROR and about_theirs else LOOK if about_theirs else SAID
    return Found(level, each.clauses, each.says)


def _changed(plain: Rulebook, book: Rulebook, cases: Iterable[Scenario]) -> list[Found]:
    """Where the school's own rules give another answer than the shipped ones: they may, and should know."""
    pairs = [(case, verdict(plain, case.known), verdict(book, case.known)) for case in cases]
    other = [
        Found(
            SAID, answer(book, case).deciding,
            f"Your own rules answer “{case.question}” with “{IN_WORDS[after]}”; without them it is "
            f"“{IN_WORDS[before]}”.",
        )
        for case, before, after in pairs
        if before != after
    ]  # fmt: skip
    more = len(other) - MOST
    return [*other[:MOST], Found(SAID, (), f"The same for {more} more written cases.")] if more > 0 else other


def holds(kept: Kept, case: Mapping) -> str:
    """How the answer to a school's own case differs from what it wrote down, in words; empty where it does not.

    `case` has a question, facts, a verdict and the clauses that have to be among the deciding ones.
    """
    expected = {"verdict": case["verdict"], "deciding": case["deciding"]}
    row = {"key": "own", "question": case["question"], "facts": case["facts"], "expected": expected}
    try:
        found = answer(rulebook_of(kept), read_scenario(row, shipped_facts()))
    except FactError as error:
        return str(error).removeprefix("case own: ")
    if found.verdict != case["verdict"]:
        return f"the answer is “{IN_WORDS[found.verdict]}”, and should be “{IN_WORDS[case['verdict']]}”"
    if missing := sorted(set(case["deciding"]) - set(found.deciding)):
        return f"clause {', '.join(missing)} should decide, and does not"
    return ""
