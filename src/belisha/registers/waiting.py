"""What has waited longer than the school's limit, counted in its own working days. The same for every register."""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils import timezone

from belisha.core.clocks import add_working_days, is_working_day
from belisha.people.days import closed_from


@dataclass(frozen=True)
class Waiting:
    """How many wait for somebody, and how many of them beyond the school's limit."""

    number: int = 0
    late: int = 0


def count(school_id, moments: Iterable[datetime.datetime], limit: int) -> Waiting:
    """What waits since these moments, with a limit in working days. On the last day of it nothing is late."""
    since = sorted(timezone.localdate(moment) for moment in moments)
    if not since:
        return Waiting()
    closed, today = closed_from(school_id, since[0]), timezone.localdate()
    return Waiting(len(since), sum(add_working_days(day, limit, closed) < today for day in since))


def to_remind_of(school_id, since: Mapping, limit: int) -> list:
    """The keys of what has waited beyond the limit since its day. None on a day on which the school does not work."""
    today = timezone.localdate()
    closed = closed_from(school_id, min(since.values(), default=today))
    if not is_working_day(today, closed):
        return []
    return [key for key, day in since.items() if add_working_days(day, limit, closed) < today]
