"""What concerns put on the home page and into a calendar: that there is something, and never what or about whom."""

import copy
from collections.abc import Iterable
from uuid import uuid5

from django.urls import reverse

from belisha.calendars.rules import Entry
from belisha.concerns.triage import queries
from belisha.concerns.triage.rules import LATE
from belisha.core.access import Can, may
from belisha.people.models import Adult
from belisha.people.tasks import Task


def waiting(actor) -> Iterable[Task]:
    """A concern waits for somebody to take it, for those whom it reaches; nobody else learns that there is one."""
    if may(actor, Can.HANDLE_CONCERN) and (clock := queries.longest_waiting(actor)):
        late = clock.stands == LATE
        hint = "Nobody has taken it in the time that the school allows." if late else ""
        status = "overdue" if late else "new"
        yield Task("A concern waits", reverse("triage:list"), status=status, hint=hint, leads=True, awaited=True)


def own_dates(actor) -> Iterable[Task]:
    """The concerns that this adult took and that have a date."""
    if not may(actor, Can.HANDLE_CONCERN):
        return
    if dated := queries.dated(actor):
        late = any(clock.stands == LATE for _, clock in dated)
        title = "A concern that you took has a date"
        yield Task(title, reverse("triage:list") + "?show=mine", status="overdue" if late else "due", leads=True)


def entries(adult: Adult) -> Iterable[Entry]:
    """The same for a calendar, under a key from which nobody finds the concern, and a title that says nothing.

    A calendar is asked for without a second factor: it tells no more than that a task is due.
    """
    awake = copy.copy(adult)
    awake.second_factor = True
    for key, clock in queries.dated(awake):
        yield Entry(key=str(uuid5(key, clock.key)), on=clock.due)
