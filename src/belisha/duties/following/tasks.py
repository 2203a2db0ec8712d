"""What following up puts on the home page."""

from collections.abc import Iterable

from django.urls import reverse

from belisha.core.access import Can, may
from belisha.duties.following import queries
from belisha.duties.following.record import queries as records
from belisha.look.templatetags.look import day
from belisha.people.tasks import Task


def excused(actor) -> Iterable[Task]:
    """That they are not asked for the time being, and until when."""
    if until := records.own_excuse(actor):
        title = f"You are excused until {day(until)}"
        yield Task(title, reverse("following:own"), status="excused", hint="You can still do what you were asked to do")


def to_follow_up(actor) -> Iterable[Task]:
    """How many tasks are late, or still to be done: one line, for those who lead (clause 4-01-a)."""
    if not may(actor, Can.SEE_ACKNOWLEDGEMENTS):
        return
    number, late = queries.number_open(actor)
    if late:
        title = "1 task of an adult is overdue" if late == 1 else f"{late} tasks of adults are overdue"
        yield Task(title, reverse("following:overview"), status="overdue", leads=True)
    elif number:
        title = "1 task of an adult is still to do" if number == 1 else f"{number} tasks of adults are still to do"
        yield Task(title, reverse("following:overview"), status="in progress", leads=True)
