"""Bring in the lists that were confirmed, and forget those that nobody confirmed. The row is the job."""

import logging

from django.db import IntegrityError
from django.tasks import task
from django.utils import timezone

from belisha.core.access import WORKER
from belisha.core.errors import Refused
from belisha.core.jobs import DAY
from belisha.people.lists import actions, rules
from belisha.people.lists.bringing import actions as bringing
from belisha.people.lists.models import StaffList

log = logging.getLogger("belisha.people.lists")
MOST_TRIES = 3


@task()
def bring_in_list(list_id: str) -> None:
    """Bring in what is left of a list, a part at a time; others write in between."""
    staff_list = StaffList.objects.select_related("school").filter(pk=list_id, state="running").first()
    tries = 0
    while staff_list is not None:
        try:
            if not bringing.bring_in_part(staff_list):
                return
        except Refused as no:
            bringing.stop(staff_list, by=WORKER, why=no.reason)
            return
        except IntegrityError:
            # Another school took an address or a name to sign in with in the same moment: planned again, it is seen.
            tries += 1
            if tries == MOST_TRIES:
                log.exception("a staff list could not be brought in")
                return


def bring_in_due() -> None:
    """Find lists that are running: what a lost nudge or a killed worker left."""
    for pk in StaffList.objects.filter(state="running").order_by("given_at").values_list("pk", flat=True):
        bring_in_list.call(str(pk))


def forget_due() -> None:
    """Forget lists that were left lying for a day: nobody needs what they held."""
    lying = StaffList.objects.filter(state__in=rules.OPEN, given_at__lt=timezone.now() - DAY)
    for staff_list in lying.select_related("school"):
        actions.forget(staff_list, by=WORKER)
