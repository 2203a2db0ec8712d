"""Working days in a nation of the United Kingdom, and deadlines counted in them."""

import datetime
from collections.abc import Container
from functools import cache

# What a school adds: holidays and training days (`people.days`). The law's deadlines are counted without them.
NOTHING_CLOSED: frozenset[datetime.date] = frozenset()
ENGLAND = "england"
# Each has bank holidays of its own: Scotland works on Easter Monday, and does not on 2 January or St Andrew's Day.
NATIONS = {ENGLAND: "England", "wales": "Wales", "scotland": "Scotland", "northern_ireland": "Northern Ireland"}
# What they are called in ISO 3166-2, by which the holidays are looked up.
_SUBDIVISIONS = {ENGLAND: "ENG", "wales": "WLS", "scotland": "SCT", "northern_ireland": "NIR"}


@cache
def _bank_holidays(year: int, nation: str) -> frozenset[datetime.date]:
    import holidays  # takes half a second to import, and most commands ask for no deadline

    return frozenset(holidays.country_holidays("GB", subdiv=_SUBDIVISIONS[nation], years=year))


def is_working_day(
    day: datetime.date, closed: Container[datetime.date] = NOTHING_CLOSED, nation: str = ENGLAND
) -> bool:
    """Monday to Friday, bank holidays of the nation and their substitute days left out, and the days that are closed.

    The key of the nation is one of `NATIONS`.
    """
    return day.weekday() < 5 and day not in _bank_holidays(day.year, nation) and day not in closed


def add_working_days(
    start: datetime.date, days: int, closed: Container[datetime.date] = NOTHING_CLOSED, nation: str = ENGLAND
) -> datetime.date:
    """The working day that lies `days` working days after `start`. Zero gives `start` or the next working day."""
    day = start
    while not is_working_day(day, closed, nation):
        day += datetime.timedelta(days=1)
    for _ in range(days):
        day += datetime.timedelta(days=1)
        while not is_working_day(day, closed, nation):
            day += datetime.timedelta(days=1)
    return day


def within_working_days(start: datetime.date, days: int, nation: str = ENGLAND) -> datetime.date:
    """The last day of a deadline "within so many working days", for what began on any day.

    School holidays do not stop it. What began on a Saturday has its first working day on Monday, not on Tuesday: where
    the law says "within", the stricter reading is the safe one.
    """
    day = start
    for _ in range(days):
        day += datetime.timedelta(days=1)
        while not is_working_day(day, nation=nation):
            day += datetime.timedelta(days=1)
    return day
