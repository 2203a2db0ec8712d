"""Behind the permissions: what has expired, what waits, whom it went to. All of it may run twice."""

from django.utils import timezone

from belisha.core.access import WORKER, Can
from belisha.core.errors import Conflict, NotAllowed
from belisha.people.models import School
from belisha.people.queries import who_can
from belisha.registers import deciders
from belisha.registers.permissions import actions, rules
from belisha.registers.permissions.models import Permission
from belisha.registers.waiting import to_remind_of

OPEN = (rules.ASKED, *rules.GIVEN)


def expire_due() -> None:
    """Find permissions whose last day has passed and tell whoever had them. Hourly; the date itself counts at once."""
    over = Permission.objects.filter(state__in=rules.GIVEN, ends__lt=timezone.localdate())
    _each(over, lambda row: actions.expire(row, by=WORKER))


def remind_due() -> None:
    """Find requests that waited beyond the school's limit since they were made or last reminded of. Daily."""
    asked = Permission.objects.filter(state=rules.ASKED)
    for school in School.objects.filter(pk__in=asked.values("school")):
        waiting = {row.pk: row for row in asked.filter(school=school).select_related("school", "asker")}
        since = {pk: row.reminded_on or timezone.localdate(row.asked_at) for pk, row in waiting.items()}
        late = to_remind_of(school.pk, since, actions.terms_of(school).wait_days)
        for pk in late:
            _quietly(waiting[pk], lambda row: actions.remind(row, by=WORKER, today=timezone.localdate()))


def hand_over_due() -> None:
    """Find requests of somebody who holds the Headteacher's role by now, or stands in for them. Hourly."""
    for school in School.objects.all():
        deciding = who_can(school, Can.DECIDE_PERMISSION).values("pk")
        theirs = Permission.objects.filter(
            school=school, asker__in=deciding, goes_to=deciders.HEADTEACHER, state__in=OPEN
        )
        _each(theirs, lambda row: actions.hand_over(row, by=WORKER))


def end_due() -> None:
    """Find what is still open of adults who left. Hourly."""
    gone = Permission.objects.filter(asker__ends__lte=timezone.localdate(), state__in=OPEN)
    _each(gone, lambda row: actions.lapse(row, by=WORKER))


def _each(rows, act) -> None:
    for row in rows.select_related("school", "asker"):
        _quietly(row, act)


def _quietly(row: Permission, act) -> None:
    try:
        act(row)
    except (Conflict, NotAllowed):
        return  # another worker was faster
