"""The school's own working days: those of England without the days on which the school is closed."""

import datetime
from collections.abc import Iterable

from belisha.core.clocks import add_working_days, is_working_day
from belisha.people.models import ClosedDays

ONE = datetime.timedelta(days=1)


def closed_for(school_id, first: datetime.date, last: datetime.date) -> frozenset[datetime.date]:
    """The closed days of a school from `first` to `last`, both inside. One query, however many holidays there are."""
    rows = ClosedDays.objects.filter(school_id=school_id, first__lte=last, last__gte=first)
    return frozenset(_days(rows.values_list("first", "last"), first, last))


def school_day(school_id, start: datetime.date, days: int = 0) -> datetime.date:
    """The school's working day that lies `days` of them after `start`. Zero gives `start` or the next one. One query.

    For many adults of one school, ask `closed_for` once and `core.clocks.add_working_days` for each of them.
    """
    return add_working_days(start, days, closed_from(school_id, start))


def is_school_day(school_id, day: datetime.date) -> bool:
    """Whether the school works on this day: nobody is reminded on another. One query."""
    return is_working_day(day, closed_for(school_id, day, day))


def closed_from(school_id, start: datetime.date) -> frozenset[datetime.date]:
    """Every closed day from `start` on that anybody has noted, however far ahead. One query."""
    rows = list(ClosedDays.objects.filter(school_id=school_id, last__gte=start).values_list("first", "last"))
    return frozenset(_days(rows, start, max((last for _, last in rows), default=start)))


def _days(
    rows: Iterable[tuple[datetime.date, datetime.date]], first: datetime.date, last: datetime.date
) -> Iterable[datetime.date]:
    """Each day of these spans that lies from `first` to `last`."""
    for begins, ends in rows:
        day = max(begins, first)
        while day <= min(ends, last):
            yield day
            day += ONE
