"""Behind the counts: periods that are over, the one that is running, and those kept long enough. All may run twice."""

import datetime

from django.utils import timezone

from belisha.advice.tallies import actions, rules
from belisha.advice.tallies.models import Period
from belisha.core.access import WORKER
from belisha.core.errors import Conflict, NotAllowed
from belisha.people.models import School
from belisha.policy.rules import add_months


def turn_over_due() -> None:
    """Finish what is over, begin what is running, destroy what was kept long enough. Hourly."""
    today = timezone.localdate()
    for school in School.objects.all():
        over = Period.objects.filter(school=school, state=rules.RUNNING, last__lt=today)
        for period in over.select_related("school"):
            _quietly(actions.close, period)
        if days := actions.due(school, today):
            _quietly(actions.begin, school, first=days[0], last=days[1])
        for period in _kept_long_enough(school, today):
            _quietly(actions.forget, period)


def _kept_long_enough(school, today: datetime.date) -> list[Period]:
    months = actions.terms_of(school).keep_months
    finished = Period.objects.filter(school=school, state=rules.SHOWN).select_related("school")
    return [period for period in finished if add_months(period.last, months) < today]


def _quietly(act, thing, **given) -> None:
    try:
        act(thing, by=WORKER, **given)
    except (Conflict, NotAllowed):
        return  # another worker was faster
