"""Which log something stands in, and how finely it says when. A school has two logs: the open and the confidential."""

import datetime
from uuid import UUID, uuid5

from django.utils import timezone


def school_key(thing) -> UUID:
    """The key of the school that a thing belongs to, which is the key of its open log."""
    return thing.pk if getattr(thing, "is_school", False) else thing.school_id


def confidential_log(school_id: UUID) -> UUID:
    """The key of a school's second log, in which stands whatever is about a concern.

    Were there one log, its length and the gaps in its numbers would tell whoever reads it that there is a concern, its
    subject too. Nobody reads this one by a page; a concern shows its own entries to whoever may see the concern.
    """
    return uuid5(school_id, "confidential")


def log_of(thing, confidential: bool = False) -> UUID:
    """The key of the log in which a thing's entries stand."""
    school_id = school_key(thing)
    return confidential_log(school_id) if confidential or getattr(thing, "confidential", False) else school_id


def moment(told: list) -> datetime.datetime:
    """Now; or today, where somebody was promised that no finer time is kept (`only_the_day`)."""
    now = timezone.now()
    coarse = any(getattr(each.about, "only_the_day", False) for each in told)
    return timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0) if coarse else now
