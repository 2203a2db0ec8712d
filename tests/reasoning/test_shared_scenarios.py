"""The scenarios of the design, where they lie beside this checkout, measured as the design says."""

import json

import pytest

from belisha.reasoning.cases import answer_case, as_answer
from belisha.reasoning.shipped import shipped_rulebook

UNSAFE = {"forbidden", "needs_permission"}


@pytest.fixture
def answers(shared):
    """(what is expected, what the engine answers) for each scenario."""
    cases = json.loads((shared / "data/advice-scenarios.json").read_text("utf-8"))["scenarios"]
    return [(case["expected"], as_answer(*answer_case(shipped_rulebook(), case))) for case in cases]


def deciding(wanted, found):
    """At least one deciding clause is named, and none that is not."""
    named = set(found["deciding_clauses"])
    return bool(named) and named <= set(wanted["deciding_clauses"])


def exceptions(rows):
    return {(row["clause"], row["met"], frozenset(row.get("missing") or ())) for row in rows}


def test_the_verdict_is_exact_for_38_of_40_and_acceptable_for_all(answers):
    assert len(answers) == 40
    exact = [wanted["verdict"] == found["verdict"] for wanted, found in answers]
    acceptable = [
        found["verdict"] in {wanted["verdict"], *wanted.get("also_acceptable", ())} for wanted, found in answers
    ]
    assert sum(exact) >= 38
    assert all(acceptable)


def test_the_deciding_clauses_are_named_for_38_of_40_and_none_is_wrong(answers):
    assert sum(deciding(wanted, found) for wanted, found in answers) >= 38


def test_exceptions_and_what_is_missing_are_exact_for_38_of_40(answers):
    exact = [exceptions(wanted.get("exceptions") or ()) == exceptions(found["exceptions"]) for wanted, found in answers]
    assert sum(exact) >= 38


def test_nothing_is_permitted_that_is_forbidden_or_needs_permission(answers):
    assert [
        wanted["why"] for wanted, found in answers if wanted["verdict"] in UNSAFE and found["verdict"] == "permitted"
    ] == []
