"""Forget lists of pupils that nobody confirmed."""

from django.utils import timezone

from belisha.core.access import WORKER
from belisha.core.jobs import DAY
from belisha.pupils import actions
from belisha.pupils.models import PupilList


def forget_due() -> None:
    """Forget lists that were left lying for a day: nobody needs what they held."""
    lying = PupilList.objects.filter(state__in=["matching", "checked"], given_at__lt=timezone.now() - DAY)
    for given in lying.select_related("school"):
        actions.forget(given, by=WORKER)
