"""How long what is kept: by the first rule that fits; what is not known stays unknown, and then there is no day."""

import datetime
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from belisha.concerns.rules import TYPES
from belisha.evidence.holding import rules
from belisha.evidence.holding.rules import Facts, work_out
from belisha.packs.concerning import concern_table

DAY = datetime.date
CLOSED = DAY(2026, 3, 31)
FACTS = Facts("none", "named", "policy_breach", known_on=DAY(2026, 2, 1), closed_on=CLOSED)
SHIPPED = rules.periods({})
DAYS = st.dates(DAY(2000, 1, 1), DAY(2040, 1, 1))
SOME = st.none() | DAYS


@pytest.mark.parametrize(
    ("facts", "rule", "day"),
    [
        ({"openness": "anonymous"}, "anonymous_nowhere", DAY(2027, 3, 31)),
        ({"openness": "anonymous", "kind": "pupil_data"}, "anonymous_nowhere", DAY(2027, 3, 31)),
        ({"kind": "pupil_data"}, "data", DAY(2032, 3, 31)),
        ({}, "no_concern", None),
        ({"basket": "low_level", "left": (None,)}, "low_level", None),
        ({"basket": "low_level", "left": ()}, "low_level", None),
        ({"basket": "low_level", "left": (DAY(2026, 8, 31), None)}, "low_level", None),
        ({"basket": "low_level", "left": (DAY(2026, 8, 31), DAY(2027, 8, 31))}, "low_level", DAY(2027, 8, 31)),
        ({"basket": "low_level", "left": (DAY(2026, 1, 1),)}, "low_level", CLOSED),
        ({"basket": "may_meet_threshold"}, "threshold", None),
        ({"basket": "may_meet_threshold", "pension_on": DAY(2051, 9, 27)}, "threshold", DAY(2051, 9, 27)),
        ({"basket": "may_meet_threshold", "pension_on": DAY(2028, 1, 1)}, "threshold", DAY(2036, 2, 1)),
        ({"closed_on": None}, "", None),
        ({"basket": ""}, "", None),
        ({"openness": "anonymous", "put_off": DAY(2030, 1, 1)}, "anonymous_nowhere", DAY(2030, 1, 1)),
        ({"openness": "anonymous", "put_off": DAY(2026, 4, 1)}, "anonymous_nowhere", DAY(2027, 3, 31)),
    ],
)
def test_each_outcome_is_kept_by_its_rule(facts, rule, day):
    due = work_out(replace(FACTS, **facts), SHIPPED)
    assert (due.rule, due.day) == (rule, day)
    assert due.why.endswith(".")


def test_a_school_may_set_another_time_and_may_set_none():
    due = work_out(FACTS, rules.periods({"no_concern": 24}))
    assert due.day == DAY(2028, 3, 31)
    assert work_out(replace(FACTS, openness="anonymous"), rules.periods({"anonymous_nowhere": None})).day is None


@given(
    basket=st.sampled_from(["", "none", "low_level", "may_meet_threshold"]),
    openness=st.sampled_from(["named", "confidential", "anonymous"]), kind=st.sampled_from(sorted(TYPES)),
    known_on=DAYS, closed_on=SOME, left=st.lists(SOME, max_size=3).map(tuple), pension_on=SOME, put_off=SOME,
)  # fmt: skip
def test_whatever_is_the_case_nothing_goes_before_it_is_closed_or_while_something_is_not_known(**said):
    facts = Facts(**said)
    due = work_out(facts, SHIPPED)
    if due.day is None:
        return
    assert facts.closed_on is not None
    assert due.day >= facts.closed_on
    if facts.basket == "low_level":
        assert facts.left
        assert None not in facts.left
        assert due.day >= max(facts.left)
    if facts.basket == "may_meet_threshold":
        assert due.day >= max(facts.pension_on, rules.add_months(facts.known_on, 120))


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [
        (DAY(2026, 1, 31), 1, DAY(2026, 2, 28)),
        (DAY(2028, 2, 29), 12, DAY(2029, 2, 28)),
        (DAY(2026, 12, 1), 1, DAY(2027, 1, 1)),
        (DAY(2026, 5, 5), 0, DAY(2026, 5, 5)),
        (DAY(2026, 11, 30), 15, DAY(2028, 2, 29)),
    ],
)
def test_months_are_counted_as_people_count_them(day, months, then):
    assert rules.add_months(day, months) == then


def test_every_rule_that_ships_says_where_it_comes_from():
    table = concern_table("retention")
    assert all(row["source"] and row["certainty"] for row in table["rules"])
    assert len({row["key"] for row in table["rules"]}) == len(table["rules"])
    assert {kind for row in table["rules"] for kind in row.get("kinds", ())} <= set(TYPES)
