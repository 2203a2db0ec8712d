"""Clocks run from when the school first knew, in working days of its nation, and stop for no school holiday."""

import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from belisha.concerns.rules import ADULT, CLOSED, LOW_LEVEL, NEW, NO_CONCERN, PUPIL, TAKEN, THRESHOLD, UNKNOWN
from belisha.concerns.triage import rules
from belisha.core.clocks import NATIONS, is_working_day, within_working_days

DAY = datetime.date
LONDON = ZoneInfo("Europe/London")


def at(*moment) -> datetime.datetime:
    return datetime.datetime(*moment, tzinfo=LONDON)


def standing(known, **more) -> rules.Standing:
    said = {"kind": "pupil_contact", "state": NEW, "basket": "", "about": frozenset({ADULT}), **more}
    return rules.Standing(known_at=known, **said)


def clock(known, *, now=None, nation="england", key="lado", terms=None, **more) -> rules.Clock | None:
    moment = rules.Now(now or known, LONDON, nation, {**rules.shipped_terms(), **(terms or {})})
    return next((one for one in rules.clocks(standing(known, **more), moment) if one.key == key), None)


@pytest.mark.clause("4-08-a", "4-07-a")
@pytest.mark.parametrize(
    ("known", "nation", "due"),
    [
        (at(2026, 11, 20, 16, 30), "england", DAY(2026, 11, 23)),  # a Friday afternoon
        (at(2026, 11, 21, 11, 0), "england", DAY(2026, 11, 23)),  # a Saturday: Monday is the first working day
        (at(2026, 10, 23, 16, 30), "england", DAY(2026, 10, 26)),  # half-term does not stop it
        (at(2026, 8, 28, 16, 30), "england", DAY(2026, 9, 1)),  # the August bank holiday does
        (at(2026, 8, 28, 16, 30), "scotland", DAY(2026, 8, 31)),
        (at(2026, 12, 24, 9, 0), "england", DAY(2026, 12, 29)),  # Boxing Day is a Saturday, made up for on Monday
        (at(2026, 12, 31, 9, 0), "england", DAY(2027, 1, 4)),
        (at(2026, 12, 31, 9, 0), "scotland", DAY(2027, 1, 5)),  # 2 January is a Saturday, made up for on Monday
        (at(2026, 1, 1, 9, 0), "england", DAY(2026, 1, 2)),
        (at(2026, 1, 1, 9, 0), "scotland", DAY(2026, 1, 5)),
        (at(2026, 4, 2, 16, 30), "england", DAY(2026, 4, 7)),  # Easter
        (at(2026, 4, 2, 16, 30), "scotland", DAY(2026, 4, 6)),  # Scotland works on Easter Monday
        (at(2026, 3, 16, 9, 0), "northern_ireland", DAY(2026, 3, 18)),
        (at(2026, 3, 16, 9, 0), "wales", DAY(2026, 3, 17)),
        (at(2026, 7, 10, 9, 0), "northern_ireland", DAY(2026, 7, 14)),  # the Twelfth is a Sunday
    ],
)
def test_the_lado_is_consulted_within_one_working_day(known, nation, due):
    assert clock(known, nation=nation).due == due


@given(st.dates(DAY(2020, 1, 1), DAY(2040, 12, 31)), st.integers(1, 20), st.sampled_from(sorted(NATIONS)))
def test_within_so_many_working_days_there_are_exactly_so_many(start, days, nation):
    end = within_working_days(start, days, nation)
    after = [start + datetime.timedelta(n) for n in range(1, (end - start).days + 1)]
    assert is_working_day(end, nation=nation)
    assert sum(is_working_day(day, nation=nation) for day in after) == days


@given(st.dates(DAY(2020, 1, 1), DAY(2040, 12, 31)), st.sampled_from(sorted(NATIONS)))
def test_what_was_known_later_is_never_due_earlier(start, nation):
    later = start + datetime.timedelta(1)
    assert within_working_days(later, 1, nation) >= within_working_days(start, 1, nation)


@given(st.integers(2020, 2040), st.sampled_from(sorted(NATIONS)))
def test_no_nation_works_at_christmas_or_new_year_or_on_good_friday(year, nation):
    from dateutil.easter import easter

    free = {DAY(year, 12, 25), DAY(year, 1, 1), easter(year) - datetime.timedelta(2)}
    free |= {DAY(year, 1, 2)} if nation == "scotland" else {easter(year) + datetime.timedelta(1)}
    if nation == "scotland":
        free -= {easter(year) + datetime.timedelta(1)}
    assert not any(is_working_day(day, nation=nation) for day in free)


@given(st.integers(2020, 2040), st.sampled_from(sorted(NATIONS)))
def test_a_bank_holiday_of_christmas_on_a_weekend_is_made_up_for(year, nation):
    days = [DAY(year, 12, 25) + datetime.timedelta(n) for n in range(6)]
    assert sum(day.weekday() < 5 and not is_working_day(day, nation=nation) for day in days) == 2


@pytest.mark.clause("4-08-a")
@pytest.mark.parametrize(
    ("about", "basket", "kind", "runs"),
    [
        ({ADULT}, "", "pupil_contact", True),
        ({ADULT}, LOW_LEVEL, "pupil_contact", False),
        ({ADULT}, NO_CONCERN, "pupil_contact", False),
        ({ADULT}, THRESHOLD, "pupil_contact", True),
        ({PUPIL}, "", "filtering_gap", False),
        ({PUPIL}, THRESHOLD, "filtering_gap", True),
        ({UNKNOWN}, "", "pupil_contact", True),
        (set(), "", "pupil_contact", True),
        ({UNKNOWN}, "", "cyberbullying_of_staff", False),
        ({PUPIL, ADULT}, "", "trolling", True),
    ],
)
def test_the_lados_clock_runs_for_adults_until_somebody_decided_otherwise(about, basket, kind, runs):
    assert rules.lado_is_asked(kind, about, basket) is runs


def test_a_clock_is_late_after_its_day_and_not_on_it():
    known = at(2026, 11, 20, 16, 30)
    assert clock(known, now=at(2026, 11, 23, 23, 59)).stands == rules.RUNS
    assert clock(known, now=at(2026, 11, 24, 0, 0)).stands == rules.LATE
    assert clock(known, now=at(2026, 11, 24, 9, 0), lado_at=at(2026, 11, 23, 9, 0)).stands == rules.MET


def test_a_local_authority_that_counts_hours_counts_them_at_weekends_too():
    known = at(2026, 11, 20, 16, 30)
    local = clock(known, key="lado_local", terms={"lado_hours": 24})
    assert local.until == at(2026, 11, 21, 16, 30)
    assert clock(known, key="lado_local") is None


def test_of_an_anonymous_report_no_clock_shows_a_time():
    assert clock(at(2026, 11, 20), key="lado_local", terms={"lado_hours": 24}, only_the_day=True).until is None


@pytest.mark.clause("4-07-a")
def test_a_concern_is_taken_within_the_schools_days_counted_anew_when_it_was_given_back():
    known, back = at(2026, 11, 20, 16, 30), at(2026, 11, 25, 12, 0)
    assert clock(known, key="take").due == DAY(2026, 11, 23)
    assert clock(known, key="take", terms={"untouched_days": 3}).due == DAY(2026, 11, 25)
    assert clock(known, key="take", free_since=back).due == DAY(2026, 11, 26)
    assert clock(known, key="take", state=TAKEN, taken_at=back).stands == rules.MET


def test_what_may_meet_the_threshold_is_reviewed_within_four_weeks():
    assert clock(at(2026, 11, 20), key="review", basket=THRESHOLD).due == DAY(2026, 12, 18)
    assert clock(at(2026, 11, 20), key="review", basket=LOW_LEVEL) is None


def test_a_breach_of_data_has_the_72_hours_of_the_law():
    assert clock(at(2026, 11, 20, 16, 30), key="data_breach", kind="pupil_data").until == at(2026, 11, 23, 16, 30)


def test_a_closed_concern_has_no_clock():
    moment = rules.Now(at(2026, 11, 20), LONDON)
    assert rules.clocks(standing(at(2026, 11, 1), state=CLOSED), moment) == []


@pytest.mark.clause("4-10-a")
@pytest.mark.parametrize(
    ("days", "pattern"),
    [
        ([DAY(2026, 11, 1)], False),
        ([DAY(2026, 1, 9), DAY(2026, 11, 1)], False),
        ([DAY(2026, 1, 9), DAY(2026, 6, 1), DAY(2026, 11, 1)], True),
        ([DAY(2025, 11, 1), DAY(2026, 6, 1), DAY(2026, 11, 1)], False),  # the first is a year ago to the day
        ([DAY(2025, 11, 2), DAY(2026, 6, 1), DAY(2026, 11, 1)], True),
        ([DAY(2026, 12, 1), DAY(2026, 6, 1), DAY(2026, 11, 1)], False),  # one came later
    ],
)
def test_the_third_low_level_concern_in_twelve_months_is_a_pattern(days, pattern):
    assert rules.is_pattern(days, DAY(2026, 11, 1), rules.shipped_terms()) is pattern


def test_months_are_counted_back_to_the_last_day_of_a_shorter_one():
    assert rules.months_before(DAY(2024, 2, 29), 12) == DAY(2023, 2, 28)
    assert rules.months_before(DAY(2026, 3, 31), 1) == DAY(2026, 2, 28)
    assert rules.months_before(DAY(2026, 1, 15), 13) == DAY(2024, 12, 15)


@pytest.mark.parametrize(
    ("basket", "limbs", "fits"),
    [
        (THRESHOLD, (), False),
        (THRESHOLD, ("risk",), True),
        (THRESHOLD, ("harmed", "offence", "risk", "unsuitable"), True),
        (THRESHOLD, ("guess",), False),
        (LOW_LEVEL, (), True),
        (LOW_LEVEL, ("risk",), False),
        (NO_CONCERN, ("risk",), False),
    ],
)
def test_limbs_belong_to_what_may_meet_the_threshold(basket, limbs, fits):
    assert (rules.wrong_limbs(basket, limbs) == "") is fits


def test_no_school_waits_longer_than_the_law_lets_it():
    assert rules.out_of_bounds(rules.shipped_terms()) == {}
    assert set(rules.out_of_bounds({"lado_days": 2, "review_weeks": 5, "untouched_days": 1})) == {
        "lado_days",
        "review_weeks",
    }


def test_every_type_has_its_guidance_and_every_term_its_source():
    from belisha.concerns.rules import TYPES
    from belisha.packs.concerning import concern_table

    assert all(rules.guidance(kind)["rows"] for kind in TYPES)
    assert {row["key"] for row in concern_table("terms")["terms"]} == set(rules.TERMS)


def test_the_first_review_is_a_decision_on_a_later_day_than_the_first():
    now = rules.Now(at(2026, 12, 1, 9, 0), LONDON, "england", rules.shipped_terms())
    first, again_that_day, later = at(2026, 11, 2, 9, 0), at(2026, 11, 2, 23, 50), at(2026, 11, 3, 0, 10)
    assert rules.first_review([], now) is None
    assert rules.first_review([first, again_that_day], now) is None
    assert rules.first_review([at(2026, 11, 20, 9, 0), later, again_that_day, first], now) == later


def test_the_clock_of_the_review_stands_still_once_it_was_held():
    known, held = at(2026, 11, 2, 9, 0), at(2026, 11, 27, 9, 0)
    said = {"key": "review", "basket": THRESHOLD, "now": at(2026, 12, 1, 9, 0)}
    assert clock(known, **said).stands == rules.LATE
    assert clock(known, **said, reviewed_at=held).stands == rules.MET
