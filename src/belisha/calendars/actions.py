"""Everything that changes a calendar address."""

import secrets

from django.utils import timezone

from belisha.calendars.models import Feed
from belisha.calendars.rules import hash_of
from belisha.core.access import Can
from belisha.core.action import action, answer
from belisha.core.errors import NotAllowed, Refused
from belisha.people.models import Adult

BYTES = 32


@action("calendar.make", needs=Can.KEEP_CALENDAR, sentence="{by} made a new {about}")
def _make(adult: Adult, *, by, secret: str) -> Feed:
    """Keep the hash of a new address; the one before opens nothing more."""
    if adult.pk != by.id:
        raise Refused("Only they themselves can make an address for their calendar.")
    now = timezone.now()
    Feed.objects.filter(adult=adult, withdrawn_at=None).update(withdrawn_at=now)
    return Feed.objects.create(school_id=adult.school_id, adult=adult, secret_hash=hash_of(secret), made_at=now)


def make(adult: Adult, *, by) -> str:
    """Make a secret address for an adult's calendar and return the secret, once. The one before opens nothing more."""
    secret = secrets.token_urlsafe(BYTES)
    _make(adult, by=by, secret=secret)
    return secret


@action("calendar.withdraw", needs=Can.KEEP_CALENDAR, sentence="{by} withdrew a {about}")
def withdraw(feed: Feed, *, by) -> None:
    """From now on the address opens nothing."""
    if feed.adult_id != by.id:
        raise Refused("Only they themselves can withdraw the address of their calendar.")
    if feed.withdrawn_at:
        raise NotAllowed("This address was withdrawn already.", "You can make a new one.")
    feed.withdrawn_at = timezone.now()
    feed.save(update_fields=["withdrawn_at"])


@answer("adult.leave")
def _left(adult: Adult, *, by) -> None:
    """Who has left reads no calendar of the school, even if they come back one day: then they make a new address."""
    Feed.objects.filter(adult=adult, withdrawn_at=None).update(withdrawn_at=timezone.now())
