"""What is counted and shown of what people ask: nobody is found in it, whatever the numbers are."""

import datetime

import pytest
from advice.counted import explained
from hypothesis import given, settings
from hypothesis import strategies as st

from belisha.advice.tallies import rules
from belisha.advice.tallies.rules import Band, Cell, band, days, new_cells, published, too_few
from belisha.packs.advising import advice_table, check_table
from belisha.packs.pack import PackError
from belisha.reasoning.rules import VERDICTS
from belisha.reasoning.shipped import shipped_facts, shipped_rulebook

ACTS = ("post", "message", "report")
MARKS = (rules.ITSELF, rules.SILENT, "family_not_defined")
CELLS = [Cell(act, verdict, mark) for act in ACTS for verdict in VERDICTS for mark in MARKS]
BOUNDS, SCHOOLS = st.integers(5, 20), st.integers(0, 200)
NUMBERS = st.dictionaries(st.sampled_from(CELLS), st.integers(0, 200))


# -- nobody is found in it -----------------------------------------------------------------------------------------


@settings(deadline=None)
@given(NUMBERS, BOUNDS, SCHOOLS, st.data())
def test_every_hidden_number_could_be_any_other_hidden_number(numbers, bound, adults, data):
    shown = published(numbers, bound, adults)
    other = dict(numbers)
    for cell in CELLS:
        if cell not in shown and numbers.get(cell, 0) < bound:
            other[cell] = data.draw(st.integers(0, bound - 1))
    assert published(other, bound, adults) == shown


@settings(deadline=None)
@given(NUMBERS, BOUNDS, SCHOOLS, st.sampled_from(CELLS), st.integers(0, 200))
def test_what_is_shown_of_one_number_says_nothing_of_another(numbers, bound, adults, cell, otherwise):
    before, after = published(numbers, bound, adults), published({**numbers, cell: otherwise}, bound, adults)
    assert {key: said for key, said in before.items() if key != cell} == {
        key: said for key, said in after.items() if key != cell
    }


@settings(deadline=None)
@given(st.integers(0, 200), BOUNDS, SCHOOLS)
def test_a_shown_number_is_true_and_leaves_enough_adults_who_may_not_have_asked(number, bound, adults):
    found = band(number, bound, adults)
    if number < bound or adults < 2 * bound:
        assert found is None
        return
    assert bound <= found.low <= number
    assert found.high is None or number <= found.high
    assert adults - found.low >= bound


@settings(deadline=None)
@given(st.integers(0, 200), BOUNDS, SCHOOLS)
def test_one_question_more_shows_only_where_a_whole_step_is_full(number, bound, adults):
    before, after = band(number, bound, adults), band(number + 1, bound, adults)
    assert before == after or (number + 1) % bound == 0


@settings(deadline=None)
@given(NUMBERS, BOUNDS, st.integers(0, 4))
def test_in_a_school_of_a_handful_nothing_is_ever_shown(numbers, bound, adults):
    assert too_few(adults, bound)
    assert published(numbers, bound, adults) == {}


@settings(deadline=None)
@given(NUMBERS, BOUNDS, SCHOOLS)
def test_of_a_mark_no_more_is_said_than_that_the_bound_was_reached(numbers, bound, adults):
    shown = published(numbers, bound, adults)
    assert {said for cell, said in shown.items() if cell.mark} <= {Band(bound, None)}


def test_the_steps_in_words():
    assert [str(band(number, 5, 40)) for number in (4, 5, 9, 10, 34, 35, 40)] == [
        "None", "5 to 9", "5 to 9", "10 to 14", "30 to 34", "35 or more", "35 or more",
    ]  # fmt: skip
    assert [str(band(number, 5, adults)) for number, adults in ((9, 9), (10, 10), (5, 11))] == [
        "None", "5 or more", "5 or more",
    ]  # fmt: skip


# -- counting ------------------------------------------------------------------------------------------------------

ANSWER = st.builds(
    explained, act=st.sampled_from((*ACTS, "")), verdict=st.sampled_from(VERDICTS),
    gaps=st.lists(st.sampled_from(("family_not_defined", "headteacher_only_route")), unique=True),
    open_=st.lists(st.just("counterpart.kind"), max_size=1),
)  # fmt: skip


@settings(deadline=None)
@given(st.lists(ANSWER, max_size=8))
def test_one_adult_counts_at_most_once_in_each_place_however_often_they_ask(answers):
    added = [cell for place, one in enumerate(answers) for cell in new_cells(one, answers[:place])]
    assert len(added) == len(set(added))
    assert set(added) == set().union(*map(rules.cells, answers))


def test_an_answer_is_counted_by_act_verdict_and_what_the_policy_left_open():
    found = rules.cells(
        explained("message", "be_cautious", gaps=["family_not_defined"], open_=["channel.type"], unread=True)
    )
    assert {cell.mark for cell in found} == {"", "family_not_defined", rules.UNSETTLED, rules.UNREAD}
    assert {cell[:2] for cell in found} == {("message", "be_cautious")}
    assert rules.cells(explained(act="")) == {Cell(rules.NO_ACT, "forbidden", rules.ITSELF)}


def test_where_no_clause_decides_the_policy_is_silent():
    says = advice_table("rules")["silent"][0]["says"]
    for silent in (explained(decided=says), {**explained(), "clauses": []}):
        assert rules.SILENT in {cell.mark for cell in rules.cells(silent)}
    assert rules.SILENT not in {cell.mark for cell in rules.cells(explained())}


@pytest.mark.clause("4-14-a", "6-22-a")
def test_it_is_never_counted_who_asks_about_reporting_the_headteacher_or_about_whistleblowing():
    gaps = {gap.key for gap in shipped_rulebook().gaps}
    never = rules.shipped().not_counted
    assert {"headteacher_only_route", "criticism_and_whistleblowing"} <= never <= gaps
    assert {cell.mark for cell in rules.cells(explained("report", "be_cautious", gaps=sorted(never)))} == {""}


def test_every_answer_of_the_engine_can_be_counted():
    from belisha.reasoning.deciding import decide

    book = shipped_rulebook()
    for act in shipped_facts().facts["act"].values:
        data = decide(book, {"act": act}).as_data()
        assert {cell.act for cell in rules.cells(data)} == {act}
    silent = decide(book, {"act": "skip_training", "who.role": "governor"}).as_data()
    assert rules.cells(silent)


# -- the days ------------------------------------------------------------------------------------------------------


@settings(deadline=None)
@given(
    st.dates(datetime.date(2020, 1, 1), datetime.date(2040, 1, 1)),
    st.lists(st.sampled_from(("month", "term", "year")), min_size=2, max_size=12),
)
def test_periods_follow_one_another_without_a_day_in_two_whatever_a_school_chooses(day, kinds):
    last = None
    for kind in kinds:
        first, end = days(day, rules.shipped().starts[kind], last)
        assert first <= day <= end
        assert last is None or first == last + datetime.timedelta(days=1)
        last, day = end, end + datetime.timedelta(days=1)


@pytest.mark.parametrize(
    ("kind", "first", "last"),
    [
        ("month", (2026, 11, 1), (2026, 11, 30)),
        ("term", (2026, 9, 1), (2026, 12, 31)),
        ("year", (2026, 9, 1), (2027, 8, 31)),
    ],
)
def test_the_period_of_a_day(kind, first, last):
    found = days(datetime.date(2026, 11, 22), rules.shipped().starts[kind])
    assert found == (datetime.date(*first), datetime.date(*last))


def test_a_table_that_would_show_single_adults_is_not_taken():
    data = {**advice_table("tallies"), "hide_below": 4}
    with pytest.raises(PackError, match="hide_below"):
        check_table("tallies", data)
    assert rules.shipped().period in rules.shipped().periods
