"""Everything that changes what a school asks of its adults."""

import datetime

from django.db import transaction
from django.utils import timezone

from belisha.core import jobs
from belisha.core.access import WORKER, Can
from belisha.core.action import action, answer
from belisha.core.errors import NotAllowed
from belisha.core.ids import uuid7
from belisha.duties.owed import rules
from belisha.duties.owed.actions import CHUNK, changed
from belisha.duties.owed.keeping.rules import whom
from belisha.duties.owed.models import Duty, Owed
from belisha.packs.duties import ShippedDuty, shipped_duties
from belisha.people.models import School
from belisha.references.models import Reference

# What can be changed on the page of a duty.
FIELDS = (
    "title", "way", "says", "statement", "items", "reference", "reference_id", "kinds", "roles", "starts_on",
    "days", "every_months", "each_year", "evidence", "chased_by", "clauses", "source", "leads_to",
)  # fmt: skip


@action("duty.take_up", needs=Can.KEEP_DUTIES, sentence="{by} put {count} shipped duties before the school, as drafts")
def take_up(school: School, *, by, rows: list[ShippedDuty], count: int) -> None:
    """Put shipped duties that the school does not have yet before it, as drafts. What it has is left alone."""
    here = set(Duty.objects.filter(school=school).exclude(pack_key="").values_list("pack_key", flat=True))
    references = dict(Reference.objects.filter(school=school).exclude(key="").values_list("key", "pk"))
    Duty.objects.bulk_create(_drafted(school, row, references) for row in rows if row.key not in here)


def _drafted(school: School, row: ShippedDuty, references: dict) -> Duty:
    return Duty(
        school=school, pack_key=row.key, title=row.title, way=row.way, says=row.says, statement=row.statement,
        items=list(row.items), reference_id=references.get(row.reference), kinds=list(row.kinds),
        roles=list(row.roles), starts_on=timezone.localdate(), days=row.days, every_months=row.every_months,
        each_year=row.each_year, evidence=row.evidence, chased_by=list(row.chased_by), clauses=list(row.clauses),
        source=row.source, checked_on=shipped_duties().last_checked, leads_to=row.leads_to,
    )  # fmt: skip


@action("duty.add", needs=Can.KEEP_DUTIES, sentence="{by} drafted something to ask of adults: {about}")
def add(duty: Duty, *, by, **given) -> Duty:
    """Draft a duty of the school's own. Nobody is asked before it is switched on."""
    if Duty.objects.filter(pk=duty.pk).exists():
        raise NotAllowed("This was done already.", "You find it in the list of what is asked.")
    _write(duty, given)
    duty.save(force_insert=True)
    return duty


@action("duty.change", needs=Can.KEEP_DUTIES, sentence="{by} changed what is asked: {about}")
def change(duty: Duty, *, by, **given) -> None:
    """Change what is asked, of whom, and when. What was done stands as it was; open rounds get their new dates."""
    if duty.state == rules.ENDED:
        raise NotAllowed("This is no longer asked for.", "Ask for it again first.")
    if duty.state != rules.DRAFT and given.get("way", duty.way) != duty.way:
        raise NotAllowed("How it is done cannot change once it was asked.", "End it, and add another one.")
    before = duty.terms
    _write(duty, given)
    duty.save(update_fields=[name for name in given if name in FIELDS])
    rows = list(changed(duty, terms_before=before))
    Owed.objects.bulk_update(rows, ["due_on", "again_on"], batch_size=CHUNK)
    _look_again(duty)


@action("duty.start", needs=Can.KEEP_DUTIES, sentence="{by} asked for it from now on: {about}")
def start(duty: Duty, *, by) -> None:
    """Switch a duty on. Those whom it speaks to are asked at once, or from its day on."""
    if duty.way == "reading" and duty.reference_id is None and not duty.says.strip():
        raise NotAllowed("There is nothing to read yet.", "Say what is to be read, or choose it from the references.")
    if duty.way == "review" and not duty.items:
        raise NotAllowed("There is nothing to tick yet.", "Write the lines first.")
    duty.starts_on = max(duty.starts_on, timezone.localdate()) if duty.state == rules.DRAFT else duty.starts_on
    rules.DUTY_LIFECYCLE.move(duty, "start_again" if duty.state == rules.ENDED else "start", with_fields=("starts_on",))
    _look_again(duty)


@action("duty.end", needs=Can.KEEP_DUTIES, sentence="{by} ended what was asked: {about}")
def end(duty: Duty, *, by) -> None:
    """No longer ask for it. What is open lapses, what was done stays."""
    rules.DUTY_LIFECYCLE.move(duty, "end")
    _look_again(duty)


@transaction.atomic
def ask_to_read(duty: Duty, *, by, reference: Reference, days: int) -> Duty:
    """Ask those for whom a reference is meant to read it and to put their name to that: drafted, and switched on."""
    if asked_already(reference):
        raise NotAllowed("This is asked for already.", "You find it in the list of what is asked.")
    kinds, roles = whom(reference.for_whom)
    add(
        duty, by=by, title=f"Read: {reference.title}"[:150], way="reading", reference=reference, kinds=kinds,
        roles=roles, starts_on=timezone.localdate(), days=days,
    )  # fmt: skip
    start(duty, by=by)
    return duty


def asked_already(reference: Reference) -> bool:
    return Duty.objects.filter(reference=reference, state=rules.LIVE).exists()


def _write(duty: Duty, given: dict) -> None:
    for name, value in given.items():
        setattr(duty, name, value)


def _look_again(duty: Duty) -> None:
    from belisha.duties.owed.jobs import open_duty

    jobs.nudge(open_duty, duty.pk)


# -- what ships -------------------------------------------------------------------------------------------------------


def missing(school: School) -> list[ShippedDuty]:
    """The shipped duties that a school does not have. One about something to read waits until that is there."""
    here = set(Duty.objects.filter(school=school).exclude(pack_key="").values_list("pack_key", flat=True))
    known = set(Reference.objects.filter(school=school).exclude(key="").values_list("key", flat=True))
    return [row for row in shipped_duties().rows if row.key not in here and {row.reference} - {""} <= known]


def stock(school: School) -> int:
    """Take up what is missing. Safe to run twice; returns how many came."""
    rows = missing(school)
    if rows:
        take_up(school, by=WORKER, rows=rows, count=len(rows))
    return len(rows)


def new_duty(school: School, key=None, starts_on: datetime.date | None = None) -> Duty:
    """A duty that is not kept yet. Its key is the form's, so that a second click makes nothing more."""
    return Duty(id=key or uuid7(), school=school, starts_on=starts_on or timezone.localdate())


@answer("school.found")
@answer("reference.take_up")
def _began(school: School, *, by) -> None:
    from belisha.duties.owed.jobs import stock_school

    jobs.nudge(stock_school, school.pk)
