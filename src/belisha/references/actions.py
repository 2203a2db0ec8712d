"""Everything that changes the reference library."""

import datetime
from collections.abc import Iterable

from django.utils import timezone

from belisha.core import notices
from belisha.core.access import WORKER, Can
from belisha.core.action import action, answer
from belisha.core.errors import NotAllowed
from belisha.core.jobs import nudge
from belisha.packs.library import ShippedReference, shipped_references
from belisha.people.models import Adult, School
from belisha.references import rules
from belisha.references.models import Habit, Reference
from belisha.sealed.store import Stored, keep


@action("reference.take_up", needs=Can.KEEP_REFERENCES, sentence="{by} put {count} shipped references into the library")
def take_up(school: School, *, by, rows: list[ShippedReference], count: int) -> None:
    """Put shipped references that the school does not have yet into its library. What it has is left alone."""
    here = set(Reference.objects.filter(school=school).exclude(key="").values_list("key", flat=True))
    day, months = shipped_references().last_checked, _months(school)
    Reference.objects.bulk_create(
        Reference(
            school=school, key=row.key, taken=as_shipped(row), checked_on=day,
            next_check=rules.next_check(day, months, row.each_year), **_fields(as_shipped(row)),
        )
        for row in rows
        if row.key not in here
    )  # fmt: skip


@action("reference.add", needs=Can.KEEP_REFERENCES, sentence="{by} put {about} into the reference library")
def add(reference: Reference, *, by, **given) -> Reference:
    """Put a reference of the school's own into the library."""
    if Reference.objects.filter(pk=reference.pk).exists():
        raise NotAllowed("This was done already.", "You find it under References.")
    _write(reference, given)
    _checked(reference, by)
    reference.save(force_insert=True)
    return reference


@action("reference.change", needs=Can.KEEP_REFERENCES, sentence="{by} changed the entry of {about}")
def change(reference: Reference, *, by, **given) -> None:
    """Change what the library says about a reference."""
    _write(reference, given)
    reference.next_check = rules.next_check(
        reference.checked_on or _today(), _months(reference.school), reference.each_year
    )
    reference.save(update_fields=[*given, "next_check"])


@action("reference.check", needs=Can.KEEP_REFERENCES, sentence="{by} checked {about}: still in force")
def check(reference: Reference, *, by) -> None:
    """Somebody looked today, and the edition in the library is the one in force."""
    _checked(reference, by)
    reference.save(update_fields=["checked_by", "checked_on", "next_check"])


@action("reference.retire", needs=Can.KEEP_REFERENCES, sentence="{by} retired {about} from the reference library")
def retire(reference: Reference, *, by) -> None:
    """The school no longer leans on it. It is kept, and is no longer shown to those who only read."""
    rules.LIFECYCLE.move(reference, "retire")


@action("reference.restore", needs=Can.KEEP_REFERENCES, sentence="{by} put {about} back into the reference library")
def restore(reference: Reference, *, by) -> None:
    """Take a retired reference back."""
    rules.LIFECYCLE.move(reference, "restore")


@action("reference.keep_file", needs=Can.KEEP_REFERENCES, sentence="{by} put a file beside {about}")
def keep_file(reference: Reference, *, by, stored: Stored) -> None:
    """Keep a copy of the document itself, sealed. One that was there before is kept and no longer shown."""
    if stored.record != reference.kept_under:
        raise NotAllowed("This file was sealed for another record.", "Send it again.")
    reference.file = keep(stored)
    reference.save(update_fields=["file"])


@action("reference.take_offer", needs=Can.KEEP_REFERENCES, sentence="{by} took over what ships about {about}")
def take_offer(reference: Reference, *, by) -> None:
    """Take over what the product now says about it. Where it is kept, for the school, stays."""
    row = _offered(reference)
    _write(reference, _fields(as_shipped(row)))
    reference.taken = as_shipped(row)
    reference.checked_by, reference.checked_on = None, shipped_references().last_checked
    reference.next_check = rules.next_check(reference.checked_on, _months(reference.school), reference.each_year)
    reference.save()


@action("reference.leave_offer", needs=Can.KEEP_REFERENCES, sentence="{by} kept the school’s own entry of {about}")
def leave_offer(reference: Reference, *, by) -> None:
    """Keep the school's own words; the same offer is not made again."""
    reference.taken = as_shipped(_offered(reference))
    reference.save(update_fields=["taken"])


@action("reference.set_period", needs=Can.KEEP_REFERENCES, sentence="{by} set how often references are checked")
def set_period(school: School, *, by, months: int) -> None:
    """The school's own choice: months between two checks of the same reference."""
    habit = _habit(school)
    habit.months = months
    habit.save(update_fields=["months"])
    rows = list(Reference.objects.filter(school=school, checked_on__isnull=False))
    for reference in rows:
        reference.next_check = rules.next_check(reference.checked_on, months, reference.each_year)
    Reference.objects.bulk_update(rows, ["next_check"])


@action("reference.remind", needs=Can.KEEP_REFERENCES, sentence="{by} asked {who} to check the references")
def remind(school: School, *, by, adults: list[Adult], who: str) -> None:
    """Write to those who keep the library that editions are due to be checked."""
    habit = _habit(school)
    habit.reminded_on = _today()
    habit.save(update_fields=["reminded_on"])
    notices.post_many("task", adults, "/")


def as_shipped(row: ShippedReference) -> dict:
    """A shipped row as plain values."""
    return {name: list(value) if isinstance(value := getattr(row, name), tuple) else value for name in rules.SHIPPED}


def _fields(plain: dict) -> dict:
    return {**plain, "since": datetime.date.fromisoformat(plain["since"]) if plain["since"] else None}


def _offered(reference: Reference) -> ShippedReference:
    row = shipped_references().get(reference.key) if reference.key else None
    if row is None or as_shipped(row) == reference.taken:
        raise NotAllowed("Nothing newer ships with Belisha.")
    return row


def _write(reference: Reference, given: dict) -> None:
    for name, value in given.items():
        setattr(reference, name, value)


def _checked(reference: Reference, by) -> None:
    reference.checked_by_id = by.id
    reference.checked_on = _today()
    reference.next_check = rules.next_check(_today(), _months(reference.school), reference.each_year)


def _habit(school: School) -> Habit:
    return Habit.objects.get_or_create(school=school)[0]


def _months(school: School) -> int:
    return Habit.objects.filter(school=school).values_list("months", flat=True).first() or Habit().months


def _today() -> datetime.date:
    return timezone.localdate()


def missing(school: School) -> list[ShippedReference]:
    """The shipped references that a school has not taken up."""
    here = set(Reference.objects.filter(school=school).exclude(key="").values_list("key", flat=True))
    return [row for row in shipped_references().rows if row.key not in here]


def stock(school: School) -> int:
    """Take up what is missing. Safe to run twice; returns how many came."""
    rows: Iterable[ShippedReference] = missing(school)
    if rows:
        take_up(school, by=WORKER, rows=rows, count=len(rows))
    return len(rows)


@answer("school.found")
@answer("policy.import")
@answer("policy.adopt")
def _began(about, *, by) -> None:
    from belisha.references.jobs import stock_school

    nudge(stock_school, about.pk if isinstance(about, School) else about.school_id)
