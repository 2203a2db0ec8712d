"""Everything that changes the school's numbers to call."""

from uuid import UUID

from django.utils import timezone
from django.utils.dateparse import parse_date

from belisha.concerns import terms
from belisha.concerns.handling.calling import rules
from belisha.concerns.handling.models import Number
from belisha.core.access import WORKER, Can
from belisha.core.action import action, answer
from belisha.core.errors import NotAllowed
from belisha.core.jobs import nudge
from belisha.people.models import School


@action("number.take_up", needs=Can.KEEP_GUIDANCE, sentence="{by} took up {count} numbers to call that ship")
def take_up(school: School, *, by, rows: list[dict], count: int) -> None:
    """Give a school the rows that it does not have. What it has, changed or retired is left alone."""
    here, day, months = set(_keys(school)), parse_date(rules.checked_on()), _months(school.pk)
    Number.objects.bulk_create(
        Number(
            school=school, key=row["key"], place=rules.place_of(row["key"]), looked_on=day,
            next_look=rules.next_look(day, months), **{name: row[name] for name in rules.SHIPPED},
        )
        for row in rows
        if row["key"] not in here
    )  # fmt: skip


@action("number.add", needs=Can.KEEP_ROUTES, sentence="{by} wrote down whom to call: {about}")
def add(school: School, *, by, key: UUID, **said) -> Number:
    """A row of the school's own."""
    if Number.objects.filter(pk=key).exists():
        raise NotAllowed("This was done already.", "You find it in the list.")
    row = Number(id=key, school=school, place=rules.place_of(""), **said)
    _looked(row, by)
    row.save(force_insert=True)
    return row


@action("number.change", needs=Can.KEEP_ROUTES, sentence="{by} changed whom to call: {about}")
def change(row: Number, *, by, **said) -> None:
    """What the school found out. To save it is to have checked it today; the log keeps what it was."""
    for name, value in said.items():
        setattr(row, name, value)
    _looked(row, by)
    row.save()


@action("number.check", needs=Can.KEEP_ROUTES, sentence="{by} checked whom to call: {about}")
def check(row: Number, *, by) -> None:
    """Somebody held it against its source, and it is so."""
    if row.empty:
        raise NotAllowed("There is no number and no address yet.", "Change it and write down what you found.")
    _looked(row, by)
    row.save(update_fields=["looked_on", "looked_by", "next_look", "certainty"])


@action("number.retire", needs=Can.KEEP_ROUTES, sentence="{by} took off the list whom to call: {about}")
def retire(row: Number, *, by) -> None:
    """It is no longer shown. It is kept, and can be taken back."""
    rules.LIFECYCLE.move(row, "retire")


@action("number.restore", needs=Can.KEEP_ROUTES, sentence="{by} put back on the list whom to call: {about}")
def restore(row: Number, *, by) -> None:
    """Show it again."""
    rules.LIFECYCLE.move(row, "restore")


def stock(school: School) -> int:
    """Take up what is missing. Safe to run twice; returns how many rows came."""
    here = set(_keys(school))
    if rows := [row for row in rules.shipped() if row["key"] not in here]:
        take_up(school, by=WORKER, rows=rows, count=len(rows))
    return len(rows)


def _keys(school: School) -> list[str]:
    return list(Number.objects.filter(school=school).exclude(key="").values_list("key", flat=True))


def _looked(row: Number, by) -> None:
    row.looked_on, row.looked_by_id, row.certainty = timezone.localdate(), by.id, rules.BY_SCHOOL
    row.next_look = rules.next_look(row.looked_on, _months(row.school_id))


def _months(school_id: UUID) -> int:
    return terms.of(school_id)["number_months"]


@answer("concern.set_terms")
def _looked_at_sooner_or_later(school, *, by) -> None:
    """The day on which each is checked again follows the school's new terms."""
    rows, months = list(Number.objects.filter(school=school)), _months(school.pk)
    for row in rows:
        row.next_look = rules.next_look(row.looked_on, months)
    Number.objects.bulk_update(rows, ["next_look"])


@answer("school.found")
def _began(school, *, by) -> None:
    from belisha.concerns.handling.jobs import stock_school

    nudge(stock_school, school.pk)
