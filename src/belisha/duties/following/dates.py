"""What an adult has to do, as days of their calendar."""

from collections.abc import Iterable

from belisha.calendars.rules import Entry
from belisha.duties.following.reminding import ASKED, open_of
from belisha.people.models import Adult


def own(adult: Adult) -> Iterable[Entry]:
    """The days on which something is due that they are not excused from. Two queries."""
    for model in ASKED:
        for key, due_on in open_of(model, adult=adult).values_list("pk", "due_on"):
            yield Entry(str(key), due_on)
