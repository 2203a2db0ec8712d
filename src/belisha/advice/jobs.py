"""Behind the questions: what waits too long, whom it went to, and what answers rested on. All of it may run twice."""

from django.utils import timezone

from belisha.advice import actions, ended, rules
from belisha.advice.models import Question
from belisha.core.access import WORKER, Can
from belisha.core.errors import Conflict, NotAllowed
from belisha.people.days import closed_from
from belisha.people.models import School
from belisha.people.queries import who_can
from belisha.registers import deciders


def remind_due() -> None:
    """Find questions that waited beyond their day. Daily; nobody is reminded on a day on which the school is closed."""
    today = timezone.localdate()
    late = Question.objects.filter(state=rules.OPEN, due__lt=today)
    for school in School.objects.filter(pk__in=late.values("school")):
        rows = {row.pk: row for row in late.filter(school=school).select_related("school", "asker")}
        reminded = {pk: row.reminded_on for pk, row in rows.items() if row.reminded_on}
        closed = closed_from(school.pk, min(reminded.values(), default=today))
        due, every = {pk: row.due for pk, row in rows.items()}, actions.terms_of(school).answer_days
        for pk in rules.to_remind_of(due, reminded, every, today, closed):
            _quietly(rows[pk], lambda row: actions.remind(row, by=WORKER, today=today))


def hand_over_due() -> None:
    """Find questions of somebody who holds the Headteacher's role by now, or stands in for them. Hourly."""
    for school in School.objects.all():
        answering = who_can(school, Can.ANSWER_QUESTION).values("pk")
        theirs = Question.objects.filter(
            school=school, asker__in=answering, goes_to=deciders.HEADTEACHER, state=rules.OPEN
        )
        for row in theirs.select_related("school", "asker"):
            _quietly(row, lambda row: actions.hand_over(row, by=WORKER))


def ended_due() -> None:
    """Find answers that rested on what has ended since, by its date or by somebody's hand. Daily.

    And not at once: an entry beside the one that took something back would tell its writer that somebody had asked.
    """
    _tell(ended.find())


def _tell(found) -> None:
    for row in list(found):
        _quietly(row, lambda row: actions.tell_ended(row, by=WORKER))


def _quietly(row, act) -> None:
    try:
        act(row)
    except (Conflict, NotAllowed):
        return  # another worker was faster
