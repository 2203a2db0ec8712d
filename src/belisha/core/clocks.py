"""Working days in England, and deadlines counted in them."""

import datetime
from functools import cache


@cache
def _bank_holidays(year: int) -> frozenset[datetime.date]:
    import holidays  # takes half a second to import, and most commands ask for no deadline

    return frozenset(holidays.country_holidays("GB", subdiv="ENG", years=year))


def is_working_day(day: datetime.date) -> bool:
    """Monday to Friday, bank holidays of England and their substitute days left out."""
    return day.weekday() < 5 and day not in _bank_holidays(day.year)


def add_working_days(start: datetime.date, days: int) -> datetime.date:
    """The working day that lies `days` working days after `start`. Zero gives `start` or the next working day."""
    day = start
    while not is_working_day(day):
        day += datetime.timedelta(days=1)
    for _ in range(days):
        day += datetime.timedelta(days=1)
        while not is_working_day(day):
            day += datetime.timedelta(days=1)
    return day
