"""What decides about stand-ins, without a database."""

import datetime
from dataclasses import dataclass

ONE = datetime.timedelta(days=1)


@dataclass(frozen=True)
class Span:
    """Days from the first, perhaps to the last. Both are inside; None goes on."""

    first: datetime.date
    last: datetime.date | None = None

    def holds(self, day: datetime.date) -> bool:
        return self.first <= day and (self.last is None or day <= self.last)

    def meets(self, other: "Span") -> bool:
        """Whether they have a day in common."""
        return (other.last is None or self.first <= other.last) and (self.last is None or other.first <= self.last)


def until(ends: datetime.date | None) -> datetime.date | None:
    """The last day inside, of something whose end is the first day outside, as of a grant or of an adult's access."""
    return ends - ONE if ends else None


def ends_after(last: datetime.date) -> datetime.date:
    """The first day outside, of something that lasts until and with this day."""
    return last + ONE


def fault(asked: Span, today: datetime.date, post: Span, adult: Span) -> str:
    """Why nobody can stand in on these days, as a sentence; empty where somebody can.

    `post` is the time for which the holder has it, `adult` the one for which the stand-in works here.
    """
    if asked.last is None or asked.last < asked.first:
        return "Enter a last day that is not before the first day."
    if asked.first < today:
        return "Enter a first day that is today or later. Nobody can have stood in here before."
    if asked.first < adult.first or not adult.holds(asked.last):
        return "They do not work here on all of these days."
    if asked.first < post.first or not post.holds(asked.last):
        return "Whoever holds the post does not hold it on all of these days."
    return ""
