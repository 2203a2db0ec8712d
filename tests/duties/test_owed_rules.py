"""When something is asked, when it is due and when it comes again: decided without a database."""

import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from belisha.core.clocks import is_working_day
from belisha.duties.owed import rules
from belisha.duties.owed.keeping.rules import as_text, day_of_year, from_text, in_words, whom
from belisha.duties.owed.rules import DONE, DUE, LAPSED, Given, Item, Round, Terms, again_on, due_on, next_round

DAYS = st.dates(datetime.date(2020, 1, 1), datetime.date(2040, 12, 31))
NUMBERS = st.integers(0, 40)
YEARLY = st.dates(datetime.date(2023, 1, 1), datetime.date(2023, 12, 31)).map(lambda day: day.strftime("%m-%d"))
TODAY = datetime.date(2026, 11, 22)
UNHURRIED = settings(deadline=None)


def day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


@UNHURRIED
@given(starts=DAYS, from_day=DAYS, opened=DAYS, days=NUMBERS)
def test_nobodys_time_runs_before_they_are_here_and_are_asked(starts, from_day, opened, days):
    due = due_on(Terms(from_day, days), starts, opened)
    assert due >= max(starts, from_day, opened)
    assert is_working_day(due)
    assert due_on(Terms(from_day, days + 1), starts, opened) > due


@UNHURRIED
@given(starts=DAYS, days=NUMBERS, closed=st.sets(DAYS, max_size=30))
def test_a_closed_day_is_no_working_day_and_never_shortens_the_time(starts, days, closed):
    due = due_on(Terms(starts, days), starts, starts, closed)
    assert due not in closed
    assert due >= due_on(Terms(starts, days), starts, starts)


@UNHURRIED
@given(done=DAYS, months=st.integers(1, 120))
def test_what_comes_after_months_comes_on_the_same_day_of_a_later_month_or_at_its_end(done, months):
    again = again_on(Terms(done, 0, every_months=months), done)
    assert (again.year * 12 + again.month) - (done.year * 12 + done.month) == months
    assert again.day == done.day or (again.day < done.day and (again + datetime.timedelta(1)).day == 1)


@UNHURRIED
@given(done=DAYS, each_year=YEARLY)
def test_what_comes_each_year_comes_once_within_a_year_of_being_done(done, each_year):
    again = again_on(Terms(done, 0, each_year=each_year), done)
    assert done < again <= done + datetime.timedelta(366)
    assert again.strftime("%m-%d") == each_year


def test_what_is_asked_once_never_comes_again():
    assert again_on(Terms(TODAY, 10), TODAY) is None


@pytest.mark.parametrize(
    ("done", "terms", "again"),
    [("2026-10-31", {"every_months": 4}, "2027-02-28"), ("2026-08-31", {"each_year": "09-01"}, "2026-09-01"),
     ("2026-09-01", {"each_year": "09-01"}, "2027-09-01"), ("2024-02-29", {"every_months": 12}, "2025-02-28")],
)  # fmt: skip
def test_examples_of_coming_again(done, terms, again):
    assert again_on(Terms(TODAY, 0, **terms), day(done)) == day(again)


def numbered(rows) -> list[Round]:
    return [Round(state, number, again) for number, (state, again) in enumerate(rows, 1)]


STATES = st.sampled_from([DONE, LAPSED, DUE])
ROUNDS = st.lists(st.tuples(STATES, st.one_of(st.none(), DAYS)), max_size=6).map(numbered)


@UNHURRIED
@given(rounds=ROUNDS, today=DAYS)
def test_a_round_is_opened_only_when_none_is_open_and_nothing_done_still_holds(rounds, today):
    number = next_round(rounds, today)
    open_ = any(each.state == DUE for each in rounds)
    holds = any(each.state == DONE and (each.again is None or each.again > today) for each in rounds)
    assert (number is None) == (open_ or holds)
    if number:
        assert number == max((each.number for each in rounds), default=0) + 1


@UNHURRIED
@given(rounds=ROUNDS, today=DAYS)
def test_what_was_opened_is_not_opened_again(rounds, today):
    number = next_round(rounds, today)
    if number:
        assert next_round([*rounds, Round(DUE, number)], today) is None


@UNHURRIED
@given(done=DAYS, months=st.integers(1, 24), later=st.integers(0, 900))
def test_a_round_comes_when_its_day_has_come_and_not_before(done, months, later):
    again = again_on(Terms(done, 0, every_months=months), done)
    today = done + datetime.timedelta(later)
    assert (next_round([Round(DONE, 1, again)], today) == 2) == (today >= again)


@pytest.mark.parametrize(
    ("kinds", "roles", "kind", "held", "answer"),
    [([], [], "volunteer", [], True), (["agency"], [], "agency", [], True), (["agency"], [], "employee", [], False),
     ([], ["teacher"], "employee", ["teacher"], True), ([], ["teacher"], "employee", ["office"], False),
     (["volunteer"], ["teacher"], "employee", ["teacher"], True), ([], ["adult"], "trustee", ["adult"], True)],
)  # fmt: skip
def test_whom_a_duty_speaks_to(kinds, roles, kind, held, answer):
    assert rules.speaks_to(kinds, roles, kind, held) is answer


# -- what is ticked -----------------------------------------------------------------------------------------------

ITEMS = [Item("settings", "Settings"), Item("kinds", "Kinds", options=(("a", "A"), ("b", "B"))),
         Item("help", "Help?", options=(("h", "With it"),), help=True)]  # fmt: skip


@pytest.mark.parametrize(
    ("answers", "told"),
    [({"settings": ["settings"], "kinds": ["a"]}, ""),
     ({"settings": ["settings"]}, "Not ticked yet: Kinds"),
     ({"help": ["h"]}, ""), ({}, "Not ticked yet: Settings"),
     ({"settings": ["settings"], "kinds": ["@n"]}, "not asked"),
     ({"handle": ["@name"]}, "not asked"), ({"settings": ["@name"], "kinds": ["a"]}, "not asked")],
)  # fmt: skip
def test_only_what_is_asked_can_be_answered(answers, told):
    assert told in rules.fault("review", ITEMS, Given(answers), TODAY)
    assert bool(told) == bool(rules.fault("review", ITEMS, Given(answers), TODAY))


@UNHURRIED
@given(st.dictionaries(st.text(max_size=8), st.lists(st.text(max_size=8), max_size=3), max_size=4))
def test_whatever_is_sent_only_the_keys_of_the_lines_are_ever_taken(answers):
    if not rules.fault("review", ITEMS, Given(answers), TODAY):
        kept = {key for ticked in Given(answers).kept.values() for key in ticked}
        assert kept <= {"settings", "a", "b", "h"}


@pytest.mark.parametrize(
    "answers", [{}, {"answer": ["maybe"]}, {"answer": ["yes", "no"]}, {"answer": ["no"], "x": ["y"]}]
)
def test_a_question_is_answered_with_yes_or_no_and_nothing_more(answers):
    assert rules.fault("question", (), Given(answers), TODAY)
    assert not rules.fault("question", (), Given({"answer": ["no"]}), TODAY)


def test_training_that_was_not_held_yet_was_not_attended():
    tomorrow = TODAY + datetime.timedelta(1)
    assert rules.fault("training", (), Given(course="A course", held_on=tomorrow), TODAY)
    assert rules.fault("training", (), Given(course=" ", held_on=TODAY), TODAY)
    assert not rules.fault("training", (), Given(course="A course", held_on=TODAY), TODAY)


# -- lines as text ------------------------------------------------------------------------------------------------

TEXT = "Which kinds?\n> Tick each\n- Kind A\n- Kind B\nI looked\n? Help?\n- With it"


def test_lines_go_to_text_and_back_and_keep_their_keys():
    rows = from_text(TEXT)
    items = rules.items_of(rows)
    assert as_text(items) == TEXT
    assert [item.key for item in items] == ["which-kinds", "i-looked", "help"]
    assert from_text(TEXT.replace("I looked", "I looked well"), items)[0] == rows[0]
    known = [Item("k", "Which kinds?", options=(("facebook", "Kind A"),))]
    assert from_text(TEXT, known)[0]["options"][0]["key"] == "facebook"


@UNHURRIED
@given(st.text(max_size=300))
def test_any_text_gives_lines_each_with_a_key_of_its_own(text):
    rows = from_text(text)
    assert len({row["key"] for row in rows}) == len(rows)
    assert all(row["label"] for row in rows) or "? " in text or "?" in text


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("1 September", "09-01"),
        ("31st dec", "12-31"),
        ("31 June", ""),
        ("September", ""),
        ("1 Ma", ""),
        ("29 February", ""),
    ],
)
def test_a_day_of_the_year_as_it_is_typed(typed, kept):
    assert day_of_year(typed) == kept
    assert not kept or day_of_year(in_words(kept)) == kept


def test_a_reference_for_teachers_is_read_by_those_whom_such_a_clause_binds():
    assert whom("adult") == ([], [])
    assert whom("teacher") == (["trainee_teacher"], ["deputy", "headteacher", "teacher"])
