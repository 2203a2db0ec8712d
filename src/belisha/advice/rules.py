"""What decides about questions, without a database."""

import datetime
from collections.abc import Container, Mapping

from belisha.core.clocks import add_working_days, is_working_day
from belisha.core.workflow import Workflow

OPEN, ANSWERED, WITHDRAWN = "open", "answered", "withdrawn"
STATES = {OPEN: "Waiting for an answer", ANSWERED: "Answered", WITHDRAWN: "Withdrawn"}

LIFECYCLE = Workflow(
    answer=({OPEN}, ANSWERED),
    change=({ANSWERED}, ANSWERED),
    withdraw=({OPEN}, WITHDRAWN),
)
LONGEST = 4000

# What came of a question. Whoever answers may have granted a permission or agreed a protocol by it.
REPLIED, PERMITTED, AGREED = "replied", "permission", "protocol"
OUTCOMES = {REPLIED: "Replied", PERMITTED: "A permission was granted", AGREED: "A protocol was agreed"}


def is_overdue(state: str, due: datetime.date | None, today: datetime.date) -> bool:
    """Whether a question has waited beyond its day. On that day itself it has not."""
    return state == OPEN and due is not None and due < today


def to_remind_of(
    waiting: Mapping[object, datetime.date],
    reminded: Mapping[object, datetime.date],
    every: int,
    today: datetime.date,
    closed: Container[datetime.date],
) -> list:
    """The keys of open questions to remind of today: those whose day has passed, again after `every` school days.

    `waiting` is when each is due; `reminded` when each was last reminded of. Nobody is reminded on a closed day.
    """
    if not is_working_day(today, closed):
        return []
    late = [key for key, due in waiting.items() if due < today]
    return [key for key in late if key not in reminded or add_working_days(reminded[key], every, closed) < today]


def descends(before: str, came_from: dict[str, list[str]]) -> list[str]:
    """The clauses of a new version that go back to the clause `before`.

    `came_from` says for each clause of the new version what it goes back to. Where nobody worked that out for any of
    them, a clause goes back to the one that had its id.
    """
    if any(came_from.values()):
        return [ident for ident, origins in came_from.items() if before in origins]
    return [before] if before in came_from else []
