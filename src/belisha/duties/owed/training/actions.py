"""What is written into the training register for others."""

from django.db.models import Q
from django.utils import timezone

from belisha.core.access import Can
from belisha.core.action import action
from belisha.core.errors import NotAllowed, Refused
from belisha.duties.owed import rules
from belisha.duties.owed.doing.actions import note
from belisha.duties.owed.models import Duty, Owed
from belisha.duties.owed.rules import Given
from belisha.people.models import Adult
from belisha.sealed.store import Stored, keep

WRITTEN = [
    "state", "done_at", "again_on", "wording", "answers", "shown", "help_wanted", "course", "held_on", "evidence",
    "given", "witness",
]  # fmt: skip


@action("owed.record", needs=Can.WITNESS, sentence="{by} recorded that {who} attended training: {about}")
def record(duty: Duty, *, by, adults: list[Adult], given: Given, who: str, stored: Stored | None = None) -> None:
    """A session that was held, and who was there. Who recorded it stands as witness; nobody records themselves.

    What is open for them is done by it. Who owed nothing at the time has a round more, from which is counted on.
    """
    _check(duty, by, adults, given)
    sheet = _sheet(duty, stored)
    there = _not_recorded(duty, adults, given)
    if not there:
        raise NotAllowed("This was recorded already.", "You find it in the training register.")
    rows = _rows(duty, there)
    for row in rows:
        note(row, given)
        row.state, row.given, row.witness, row.evidence = rules.DONE, "recorded", by, sheet
    Owed.objects.bulk_update([row for row in rows if not row._state.adding], WRITTEN, batch_size=200)
    Owed.objects.bulk_create([row for row in rows if row._state.adding])


def _check(duty: Duty, by, adults: list[Adult], given: Given) -> None:
    if duty.way != "training" or duty.state != rules.LIVE:
        raise NotAllowed("This training is not asked for.", "Choose one that is.")
    if fault := rules.fault("training", (), given, timezone.localdate()):
        raise NotAllowed(fault, "Nothing was saved.")
    if any(adult.pk == by.pk for adult in adults):
        raise Refused("Nobody records their own training here.", "You find it among your own tasks.")
    if any(adult.school_id != duty.school_id or not adult.is_active for adult in adults):
        raise NotAllowed("Somebody in this list does not work here any more.", "Take them off it.")


def _sheet(duty: Duty, stored: Stored | None):
    if stored is None:
        return None
    if stored.record != duty.kept_under:
        raise NotAllowed("This file was sealed for another record.", "Send it again.")
    return keep(stored)


def _not_recorded(duty: Duty, adults: list[Adult], given: Given) -> list[Adult]:
    """A second click, or a second sheet of the same session, records nobody twice."""
    same = Q(duty=duty, state=rules.DONE, held_on=given.held_on, course=given.course.strip())
    there = set(Owed.objects.filter(same, adult__in=adults).values_list("adult_id", flat=True))
    return [adult for adult in adults if adult.pk not in there]


def _rows(duty: Duty, adults: list[Adult]) -> list[Owed]:
    """The open round of each adult, or a new one."""
    newest: dict = {}
    for row in Owed.objects.filter(duty=duty, adult__in=adults).order_by("round"):
        row.duty = duty
        newest[row.adult_id] = row
    return [
        row if (row := newest.get(adult.pk)) and row.state == rules.DUE else _one_more(duty, adult, row)
        for adult in adults
    ]


def _one_more(duty: Duty, adult: Adult, newest: Owed | None) -> Owed:
    number = newest.round + 1 if newest else 1
    return Owed(
        school_id=duty.school_id, adult=adult, duty=duty, round=number, opened_at=timezone.now(),
        due_on=timezone.localdate(),
    )  # fmt: skip
