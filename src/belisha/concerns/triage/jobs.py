"""What happens by itself: concerns that nobody has taken in time."""

from django.utils import timezone

from belisha.concerns.models import Concern
from belisha.concerns.rules import NEW
from belisha.concerns.triage import actions
from belisha.concerns.triage.models import Chase
from belisha.concerns.triage.waiting import late_at
from belisha.core.access import WORKER
from belisha.core.clocks import is_working_day
from belisha.core.errors import Conflict, NotAllowed
from belisha.people.models import School


def chase_due() -> None:
    """Write once on each working day about every concern that nobody took within the school's limit. Runs each hour."""
    today = timezone.localdate()
    for school in School.objects.filter(pk__in=Concern.objects.filter(state=NEW).values("school_id")):
        if not is_working_day(today, nation=school.nation):
            continue
        written = set(Chase.objects.filter(school=school, on=today).values_list("concern_id", flat=True))
        for concern in late_at(school, today):
            if concern.pk not in written:
                _chase(concern, today)


def _chase(concern: Concern, today) -> None:
    try:
        actions.chase(concern, by=WORKER, on=today)
    except (NotAllowed, Conflict):
        return  # somebody took it, or another worker wrote, a moment ago
