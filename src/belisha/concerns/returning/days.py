"""What is kept of a time where somebody was promised that nothing finer than the day is."""

import datetime

from django.utils import timezone

from belisha.concerns import rules
from belisha.concerns.models import Concern


def only_the_day(moment: datetime.datetime) -> datetime.datetime:
    """The midnight with which that day began in this country."""
    return timezone.localtime(moment).replace(hour=0, minute=0, second=0, microsecond=0)


def of(concern: Concern, moment: datetime.datetime) -> datetime.datetime:
    """The moment itself, or the day alone where the concern was reported without a name."""
    return only_the_day(moment) if is_promised(concern) else moment


def is_promised(concern: Concern) -> bool:
    """Whether whoever reported it did so without a name."""
    return concern.openness == rules.ANONYMOUS
