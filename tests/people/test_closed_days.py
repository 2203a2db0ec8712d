"""The school's holidays and training days, and the working days that are left."""

import datetime

import pytest
from cast import a_school
from hypothesis import given
from hypothesis import strategies as st

from belisha.core.clocks import add_working_days, is_working_day
from belisha.people import days
from belisha.people.models import ClosedDays

DAY = datetime.date
HALF_TERM = ("Autumn half term", DAY(2026, 10, 26), DAY(2026, 10, 30))
TRAINING = ("Training day", DAY(2026, 11, 2), DAY(2026, 11, 2))


@pytest.fixture
def cast(db):
    return a_school()


def closed(cast, *rows):
    for title, first, last in rows:
        ClosedDays.objects.create(school=cast.school, title=title, first=first, last=last)


def test_a_closed_day_is_no_working_day():
    assert is_working_day(DAY(2026, 10, 26))
    assert not is_working_day(DAY(2026, 10, 26), {DAY(2026, 10, 26)})
    assert add_working_days(DAY(2026, 10, 23), 1, {DAY(2026, 10, 26)}) == DAY(2026, 10, 27)


@given(st.sets(st.dates(DAY(2026, 1, 1), DAY(2026, 3, 31))), st.integers(0, 20))
def test_closed_days_put_a_day_off_and_never_bring_it_forward(shut, number):
    start = DAY(2026, 1, 5)
    end = add_working_days(start, number, shut)
    assert end >= add_working_days(start, number)
    assert is_working_day(end, shut)


def test_closed_days_are_those_of_the_school_from_the_first_to_the_last_day_asked_for(
    cast, django_assert_max_num_queries
):
    closed(cast, HALF_TERM, TRAINING)
    ClosedDays.objects.create(school=cast.other_school, title="X", first=DAY(2026, 10, 20), last=DAY(2026, 10, 20))
    with django_assert_max_num_queries(1):
        found = days.closed_for(cast.school.pk, DAY(2026, 10, 1), DAY(2026, 10, 28))
    assert found == {DAY(2026, 10, 26), DAY(2026, 10, 27), DAY(2026, 10, 28)}
    assert days.closed_for(cast.school.pk, DAY(2026, 11, 3), DAY(2026, 12, 1)) == frozenset()


def test_a_day_of_the_school_lies_behind_half_term_the_weekend_and_the_training_day(
    cast, django_assert_max_num_queries
):
    closed(cast, HALF_TERM, TRAINING)
    with django_assert_max_num_queries(1):
        assert days.school_day(cast.school.pk, DAY(2026, 10, 23), 1) == DAY(2026, 11, 3)
    assert days.school_day(cast.school.pk, DAY(2026, 10, 28)) == DAY(2026, 11, 3)
    assert days.school_day(cast.other_school.pk, DAY(2026, 10, 23), 1) == DAY(2026, 10, 26)


def test_the_school_works_on_its_own_days_only(cast):
    closed(cast, HALF_TERM)
    said = {day: days.is_school_day(cast.school.pk, DAY(2026, 10, day)) for day in (23, 24, 26, 30)}
    assert said == {23: True, 24: False, 26: False, 30: False}
