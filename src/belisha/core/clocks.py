"""Working days in England, and deadlines counted in them."""

import datetime
from collections.abc import Container
from functools import cache

# What a school adds: holidays and training days (`people.days`). The law's deadlines are counted without them.
NOTHING_CLOSED: frozenset[datetime.date] = frozenset()


@cache
def _bank_holidays(year: int) -> frozenset[datetime.date]:
    import holidays  # takes half a second to import, and most commands ask for no deadline

    return frozenset(holidays.country_holidays("GB", subdiv="ENG", years=year))


def is_working_day(day: datetime.date, closed: Container[datetime.date] = NOTHING_CLOSED) -> bool:
    """Monday to Friday, bank holidays of England and their substitute days left out, and the days that are closed."""
    return day.weekday() < 5 and day not in _bank_holidays(day.year) and day not in closed


def add_working_days(
    start: datetime.date, days: int, closed: Container[datetime.date] = NOTHING_CLOSED
) -> datetime.date:
    """The working day that lies `days` working days after `start`. Zero gives `start` or the next working day."""
    day = start
    while not is_working_day(day, closed):
        day += datetime.timedelta(days=1)
    for _ in range(days):
        day += datetime.timedelta(days=1)
        while not is_working_day(day, closed):
            day += datetime.timedelta(days=1)
    return day
