"""A calendar as a file (RFC 5545)."""

import datetime
from collections.abc import Iterable
from urllib.parse import urlsplit

from django.utils import timezone
from icalendar import Calendar, Event

from belisha import config
from belisha.calendars.models import Feed
from belisha.calendars.rules import SECRET, Entry, hash_of

ONE = datetime.timedelta(days=1)


def opened_by(secret: str) -> Feed | None:
    """The feed that a secret opens: none that was withdrawn, none of somebody who has left. One query at most."""
    if not SECRET.fullmatch(secret):
        return None
    found = Feed.objects.filter(secret_hash=hash_of(secret), withdrawn_at=None)
    feed = found.select_related("adult__school").first()
    return feed if feed and feed.adult.is_active else None


def written(entries: Iterable[Entry]) -> bytes:
    """The entries as whole days. Each keeps its id for as long as its row lives, so that nothing shows twice."""
    home = config.load().url
    calendar = Calendar()
    calendar.add("prodid", "-//Belisha//Tasks//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", "Belisha")
    for entry in entries:
        calendar.add_component(_event(entry, home))
    return calendar.to_ical()


def _event(entry: Entry, home: str) -> Event:
    event = Event()
    event.add("uid", f"{entry.key}@{urlsplit(home).hostname}")
    event.add("dtstamp", timezone.now().astimezone(datetime.UTC))
    event.add("dtstart", entry.on)
    event.add("dtend", entry.on + ONE)
    event.add("summary", entry.title)
    event.add("transp", "TRANSPARENT")
    event.add("class", "PRIVATE")
    # The home page and no other: an address further in would tell what kind of matter it is.
    event.add("url", f"{home}/")
    return event
