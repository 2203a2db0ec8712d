"""A library as a school has it: what ships, taken up, and references of its own."""

import datetime

from belisha.references import actions
from belisha.references.models import Reference


def stocked(cast) -> None:
    """The shipped references, in the library of the cast's school."""
    actions.stock(cast.school)


def reference(cast, key: str) -> Reference:
    """A shipped reference as the school has it."""
    return Reference.objects.get(school=cast.school, key=key)


def a_reference(cast, title: str, for_whom="adult", **given) -> Reference:
    """A reference of the school's own, put in by the Headteacher."""
    fields = {"kind": "sister", "edition": "March 2026", "cited_as": [title], "for_whom": for_whom, **given}
    return actions.add(Reference(school=cast.school), by=cast.head, title=title, **fields)


def due_since(reference: Reference, day: datetime.date) -> Reference:
    """The same, with its day of checking on that day."""
    Reference.objects.filter(pk=reference.pk).update(next_check=day)
    reference.refresh_from_db()
    return reference
