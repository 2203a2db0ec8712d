"""Behind the declarations: reminders, and what whoever became Headteacher declared. All of it may run twice."""

from django.utils import timezone

from belisha.core.access import WORKER, Can
from belisha.core.errors import Conflict, NotAllowed
from belisha.people.models import School
from belisha.people.queries import who_can
from belisha.registers import deciders
from belisha.registers.family import actions, rules
from belisha.registers.family.models import Declaration
from belisha.registers.waiting import to_remind_of


def remind_due() -> None:
    """Find declarations that waited beyond the school's limit since they were made or last reminded of. Daily."""
    for school in School.objects.filter(pk__in=_waiting().values("school")):
        _remind_at(school)


def _waiting():
    return Declaration.objects.filter(state__in=rules.WAITING)


def _remind_at(school) -> None:
    waiting = {row.pk: row for row in _waiting().filter(school=school).select_related("school", "adult")}
    since = {pk: row.reminded_on or timezone.localdate(row.declared_at) for pk, row in waiting.items()}
    for pk in to_remind_of(school.pk, since, actions.terms_of(school).wait_days):
        _remind(waiting[pk], timezone.localdate())


def _remind(row: Declaration, today) -> None:
    try:
        actions.remind(row, by=WORKER, today=today)
    except Conflict:
        return  # another worker was faster


def hand_over_due() -> None:
    """Find what somebody declared who holds the Headteacher's role by now, or stands in for them. Hourly.

    A role can begin on a day that was entered before: no action happens on that day.
    """
    for school in School.objects.all():
        deciding = who_can(school, Can.DECIDE_DECLARATION).values("pk")
        theirs = Declaration.objects.filter(
            school=school, adult__in=deciding, goes_to=deciders.HEADTEACHER, state__in=rules.OPEN
        )
        for row in theirs.select_related("school", "adult"):
            _hand_over(row)


def _hand_over(row: Declaration) -> None:
    try:
        actions.hand_over(row, by=WORKER)
    except (Conflict, NotAllowed):
        return  # another worker was faster


def end_due() -> None:
    """Find what is still open of adults who left: the day passed and nothing else has told us. Hourly."""
    today = timezone.localdate()
    gone = Declaration.objects.filter(adult__ends__lte=today, state__in=rules.OPEN)
    for row in gone.select_related("school", "adult"):
        try:
            actions.lapse(row, by=WORKER, why=rules.ADULT_LEFT)
        except (Conflict, NotAllowed):
            continue  # another worker was faster
