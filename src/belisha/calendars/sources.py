"""Where the dates of a calendar come from. Higher folders append functions, as to the tasks of the home page."""

from collections.abc import Callable, Iterable

from belisha.calendars.rules import Entry
from belisha.people.models import Adult

# Each takes an adult and gives what they have to do or to come to: `lambda adult: [Entry(key=str(row.pk), on=day)]`.
SOURCES: list[Callable[[Adult], Iterable[Entry]]] = []


def entries(adult: Adult) -> list[Entry]:
    """Everything in an adult's calendar, by day."""
    found = {entry.key: entry for source in SOURCES for entry in source(adult)}
    return sorted(found.values(), key=lambda entry: (entry.on, entry.key))
