"""Working days of England, and keys that sort by when they were made."""

import datetime
import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from belisha.core.clocks import add_working_days, is_working_day
from belisha.core.ids import uuid7

DAY = datetime.date
# From the government's list of bank holidays in England and Wales, with the days that stand in for weekends.
BANK_HOLIDAYS = [
    DAY(2026, 1, 1), DAY(2026, 4, 3), DAY(2026, 4, 6), DAY(2026, 5, 4), DAY(2026, 5, 25), DAY(2026, 8, 31),
    DAY(2026, 12, 25), DAY(2026, 12, 28),
    DAY(2027, 1, 1), DAY(2027, 3, 26), DAY(2027, 3, 29), DAY(2027, 5, 3), DAY(2027, 5, 31), DAY(2027, 8, 30),
    DAY(2027, 12, 27), DAY(2027, 12, 28),
    DAY(2022, 1, 3), DAY(2022, 6, 2), DAY(2022, 6, 3), DAY(2022, 9, 19), DAY(2023, 5, 8),
]  # fmt: skip


@pytest.mark.parametrize("day", BANK_HOLIDAYS, ids=str)
def test_nobody_works_on_a_bank_holiday_or_its_substitute(day):
    assert not is_working_day(day)


def test_scotland_and_weekends_are_told_apart_from_england():
    assert is_working_day(DAY(2026, 1, 2))  # a holiday in Scotland only
    assert is_working_day(DAY(2026, 11, 30))  # likewise
    assert not is_working_day(DAY(2026, 11, 28))
    assert not is_working_day(DAY(2026, 11, 29))


@pytest.mark.parametrize(
    ("start", "days", "end"),
    [
        (DAY(2026, 12, 23), 1, DAY(2026, 12, 24)),
        (DAY(2026, 12, 23), 2, DAY(2026, 12, 29)),  # over Christmas, Boxing Day falls on a Saturday
        (DAY(2026, 12, 31), 1, DAY(2027, 1, 4)),  # over New Year and a weekend
        (DAY(2026, 4, 2), 1, DAY(2026, 4, 7)),  # over Easter
        (DAY(2026, 12, 26), 0, DAY(2026, 12, 29)),
        (DAY(2026, 11, 23), 0, DAY(2026, 11, 23)),
        (DAY(2026, 11, 23), 10, DAY(2026, 12, 7)),
    ],
)
def test_a_deadline_counts_working_days_only(start, days, end):
    assert add_working_days(start, days) == end


@given(st.dates(DAY(2020, 1, 1), DAY(2040, 12, 31)), st.integers(0, 60))
def test_a_deadline_is_a_working_day_with_that_many_between(start, days):
    end = add_working_days(start, days)
    first = add_working_days(start, 0)
    between = [first + datetime.timedelta(n) for n in range(1, (end - first).days + 1)]
    assert is_working_day(end)
    assert sum(map(is_working_day, between)) == days


def test_keys_made_later_sort_later(monkeypatch):
    made = []
    for millisecond in range(1_700_000_000_000, 1_700_000_000_200):
        monkeypatch.setattr("belisha.core.ids.time.time_ns", lambda now=millisecond: now * 1_000_000)
        made.append(uuid7())
    assert made == sorted(made, key=str) == sorted(made)


def test_keys_made_in_one_breath_sort_as_they_were_made(monkeypatch):
    monkeypatch.setattr("belisha.core.ids.time.time_ns", lambda: 1_700_000_000_000 * 1_000_000)
    made = [uuid7() for _ in range(2_000)]
    assert made == sorted(made) == sorted(made, key=str)
    assert {(key.version, key.variant) for key in made} == {(7, uuid.RFC_4122)}


def test_a_key_says_its_version_its_variant_and_its_time(monkeypatch):
    monkeypatch.setattr("belisha.core.ids.time.time_ns", lambda: 0x017F22E279B0 * 1_000_000)  # RFC 9562, A.6
    key = uuid7()
    assert (key.version, key.variant) == (7, uuid.RFC_4122)
    assert key.int >> 80 == 0x017F22E279B0


def test_no_two_keys_are_the_same():
    assert len({uuid7() for _ in range(20_000)}) == 20_000
