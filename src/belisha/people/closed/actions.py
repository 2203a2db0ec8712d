"""Everything that changes on which days the school is closed."""

import datetime
from uuid import UUID

from belisha.core.access import Can
from belisha.core.action import action
from belisha.core.errors import NotAllowed
from belisha.people.closed import rules
from belisha.people.models import ClosedDays, School


@action("closed_days.add", needs=Can.CHANGE_SCHOOL, sentence="{by} added {about}, from {first} to {last}")
def add(school: School, *, by, title: str, first: datetime.date, last: datetime.date, key: UUID) -> ClosedDays:
    """Note days on which the school is closed: nobody is reminded on them, and no working day is counted."""
    if ClosedDays.objects.filter(pk=key).exists():
        raise NotAllowed("This was saved already.", "You find it in the list.")
    row = ClosedDays(id=key, school=school, title=title.strip(), first=first, last=last)
    _check(row)
    row.save(force_insert=True)
    return row


@action("closed_days.change", needs=Can.CHANGE_SCHOOL, sentence="{by} changed {about}, from {first} to {last}")
def change(row: ClosedDays, *, by, title: str, first: datetime.date, last: datetime.date) -> None:
    """Correct what it is called, or its days."""
    row.title, row.first, row.last = title.strip(), first, last
    _check(row)
    row.save(update_fields=["title", "first", "last"])


@action("closed_days.remove", needs=Can.CHANGE_SCHOOL, sentence="{by} removed {title}, from {first} to {last}")
def remove(row: ClosedDays, *, by, title: str, first: datetime.date, last: datetime.date) -> None:
    """Open the school on these days after all. What they were stands in the log."""
    if (title, first, last) != (row.title, row.first, row.last):
        raise NotAllowed("Somebody else changed these days a moment ago.", "Look again.")
    ClosedDays.objects.filter(pk=row.pk).delete()


@action("school.place", needs=Can.CHANGE_SCHOOL, sentence="{by} set the nation of {about}")
def place(school: School, *, by, nation: str) -> None:
    """Whose bank holidays the law's deadlines leave out. Deadlines that are shown are counted anew from now on."""
    school.nation = nation
    school.save(update_fields=["nation"])


def _check(row: ClosedDays) -> None:
    others = ClosedDays.objects.filter(school=row.school).exclude(pk=row.pk)
    there = list(others.filter(first__lte=row.last, last__gte=row.first).values_list("title", flat=True)[:1])
    if why := rules.fault(row.first, row.last, there):
        raise NotAllowed(why)
