"""Behind reporting: what was begun and never sent is dropped in time. It may run twice."""

import datetime

from django.utils import timezone

from belisha.concerns import terms
from belisha.concerns.reporting import actions
from belisha.concerns.reporting.models import Draft
from belisha.core.access import WORKER
from belisha.core.errors import Conflict
from belisha.people.models import School


def forget_due() -> None:
    """Drop drafts that are older than their school keeps them. Daily."""
    for school_id in list(School.objects.values_list("pk", flat=True)):
        _forget_of(school_id)


def _forget_of(school_id) -> None:
    first = timezone.localdate() - datetime.timedelta(days=terms.of(school_id)["draft_days"])
    for draft in Draft.objects.filter(school_id=school_id, begun_on__lt=first).select_related("school"):
        try:
            actions.forget(draft, by=WORKER)
        except Conflict:
            # It was sent or dropped in this moment.
            continue
