"""Behind reporting: what was begun and never sent is dropped in time. It may run twice."""

import datetime

from django.utils import timezone

from belisha.concerns.reporting import actions
from belisha.concerns.reporting.models import Draft
from belisha.concerns.reporting.questions import table
from belisha.core.access import WORKER
from belisha.core.errors import Conflict


def forget_due() -> None:
    """Drop drafts that are older than the table of questions keeps them. Daily."""
    kept = datetime.timedelta(days=table()["drafts"]["keep_days"])
    for draft in Draft.objects.filter(begun_on__lt=timezone.localdate() - kept).select_related("school"):
        try:
            actions.forget(draft, by=WORKER)
        except Conflict:
            # It was sent or dropped in this moment.
            continue
