"""One list of what an adult owes, from every room of the duties: what is overdue first, then by date."""

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.utils import timezone

from belisha.look.templatetags.look import day
from belisha.people.tasks import Task


@dataclass(frozen=True)
class Dated:
    """Something that one adult owes, by when, and the one page on which it is done."""

    due_on: datetime.date
    title: str
    url: str
    # The last day on which they are excused from it; none: they are asked.
    until: datetime.date | None = None


# (actor) → what they owe. Rooms append theirs as Django starts.
OWED: list[Callable[..., Iterable[Dated]]] = []


def mine(actor) -> Iterable[Task]:
    """Everything that this adult owes, in one order."""
    every = [each for find in OWED for each in find(actor)]
    today = timezone.localdate()
    for each in sorted(every, key=lambda one: one.due_on):
        if each.until:
            yield Task(each.title, each.url, status="excused", hint=f"Excused until {day(each.until)}")
            continue
        status = "overdue" if each.due_on < today else "to do"
        yield Task(each.title, each.url, status=status, hint=f"By {day(each.due_on)}")
