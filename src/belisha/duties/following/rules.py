"""What decides about following up, without a database: who stands where, and who gets a letter today."""

import datetime
from collections.abc import Container
from dataclasses import dataclass, field

from belisha.core.clocks import NOTHING_CLOSED, add_working_days, is_working_day

DONE, DUE, OVERDUE, EXCUSED, CARRIED, NONE = "done", "due", "overdue", "excused", "carried", "none"
STATUSES = {
    DONE: "Done",
    DUE: "To do",
    OVERDUE: "Overdue",
    EXCUSED: "Excused",
    CARRIED: "Not asked again",
    NONE: "Not asked",
}
# The columns of a leader's table: which statuses each counts. Together they are all adults who work here.
COLUMNS = {"done": (DONE,), "due": (DUE,), "overdue": (OVERDUE,), "excused": (EXCUSED,), "none": (CARRIED, NONE)}
HEADINGS = {"done": "Done", "due": "To do", "overdue": "Overdue", "excused": "Excused", "none": "Not asked"}

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
ONE = datetime.timedelta(days=1)


# -- excuses ------------------------------------------------------------------------------------------------------


def holds(first: datetime.date, last: datetime.date, ended_on: datetime.date | None, day: datetime.date) -> bool:
    """Whether an excuse holds on a day: from its first to its last, unless it was ended before."""
    return first <= day <= last and (ended_on is None or day < ended_on)


# -- how many stand where -----------------------------------------------------------------------------------------


@dataclass
class Tally:
    """How many stand where, of so many adults (or tasks) in all. Who has no row was not asked."""

    all: int = 0
    counted: dict[str, int] = field(default_factory=dict)

    def count(self, status: str, number: int) -> None:
        self.counted[status] = self.counted.get(status, 0) + number

    @property
    def unasked(self) -> int:
        """Of whom there is no row at all."""
        return max(0, self.all - sum(self.counted.values()))

    @property
    def columns(self) -> list[tuple[str, str, int]]:
        """(column, heading, how many) for each column of the table."""
        return [(name, HEADINGS[name], self.of(name)) for name in COLUMNS]

    def of(self, column: str) -> int:
        found = sum(self.counted.get(status, 0) for status in COLUMNS[column])
        return found + (self.unasked if NONE in COLUMNS[column] else 0)

    @property
    def asked(self) -> int:
        """Of whom something is asked, or was: those that the bar is drawn of."""
        return self.all - self.of("none")

    @property
    def bars(self) -> list[tuple[str, int, int]]:
        """(column, where its bar begins, how long it is), in hundredths of those who were asked."""
        found, begins = [], 0
        for name in ("done", "excused", "overdue"):
            share = 100 * self.of(name) // self.asked if self.asked else 0
            found.append((name, begins, share))
            begins += share
        return found


# -- who is reminded ----------------------------------------------------------------------------------------------


def working_days_ago(day: datetime.date, days: int, closed: Container[datetime.date] = NOTHING_CLOSED) -> datetime.date:
    """The working day that lies `days` working days before `day`."""
    for _ in range(days):
        day -= ONE
        while not is_working_day(day, closed):
            day -= ONE
    return day


@dataclass(frozen=True)
class Pace:
    """On one working day: up to which due day a task is soon, and how long ago the last letter must lie."""

    today: datetime.date
    soon: datetime.date
    quiet_before: datetime.date
    quiet_late: datetime.date

    def wants_letter(self, due_on: datetime.date, reminded_on: datetime.date | None) -> bool:
        """Whether a task that is due then, and was last reminded of then, wants a letter today."""
        if due_on < self.today:
            return reminded_on is None or reminded_on <= self.quiet_late
        return due_on <= self.soon and (reminded_on is None or reminded_on < self.quiet_before)


def pace(
    today: datetime.date, before: int, between: int, closed: Container[datetime.date] = NOTHING_CLOSED
) -> Pace | None:
    """Once so many working days before a task is due, and so often once it is late. No letters on other days."""
    if not is_working_day(today, closed):
        return None
    return Pace(
        today,
        soon=add_working_days(today, before, closed),
        quiet_before=working_days_ago(today, before, closed),
        quiet_late=working_days_ago(today, between, closed),
    )


def digest_today(
    today: datetime.date,
    weekday: int | None,
    last: datetime.date | None,
    closed: Container[datetime.date] = NOTHING_CLOSED,
) -> bool:
    """Whether the leaders' digest goes out: on its weekday or, where the school was closed, the next working day.

    A week that the worker slept through is made good on the first working day on which it is awake.
    """
    if weekday is None or not is_working_day(today, closed):
        return False
    chosen = today - ONE * ((today.weekday() - weekday) % 7)
    if last is not None:
        return last < chosen
    return not any(is_working_day(chosen + ONE * number, closed) for number in range((today - chosen).days))


# -- paper --------------------------------------------------------------------------------------------------------

# Ways of doing a duty whose whole content is a statement that can be signed: see `owed.rules.WAYS`.
PAPER_WAYS = ("tick", "reading")
ON_PAPER = "Signed on paper on {day}: {wording}"
