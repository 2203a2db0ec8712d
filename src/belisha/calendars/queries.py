"""An adult's own calendar address."""

from django.http import Http404

from belisha.calendars.models import Feed
from belisha.calendars.rules import Entry
from belisha.calendars.sources import entries
from belisha.core.access import visible_to


def own_feed(actor) -> Feed | None:
    """The address that the actor's calendar uses now, if there is one."""
    return visible_to(actor, Feed.objects.filter(adult_id=actor.id, withdrawn_at=None)).first()


def feed_to_withdraw(actor) -> Feed:
    """The same; without one there is no such page."""
    if found := own_feed(actor):
        return found
    raise Http404


def entries_of(feed: Feed) -> list[Entry]:
    """What stands in the calendar of whoever holds the secret."""
    return entries(feed.adult)
