"""Everything that changes who is excused, who is reminded, and what was signed on paper."""

import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from belisha.core import audit, notices
from belisha.core.access import Can, System
from belisha.core.action import action
from belisha.core.errors import Conflict, NotAllowed, Refused
from belisha.duties import rules as acknowledging
from belisha.duties import telling
from belisha.duties.following import reminding, rules
from belisha.duties.following.models import Chasing, Excuse
from belisha.duties.models import Acknowledgement
from belisha.duties.owed import rules as owing
from belisha.duties.owed.doing.actions import note
from belisha.duties.owed.models import Duty, Owed
from belisha.people.models import Adult, School
from belisha.policy.models import Policy
from belisha.policy.rules import PUBLISHED
from belisha.sealed.store import Stored, keep

# How many adults are written to in one transaction: a worker that is killed loses one chunk at most.
CHUNK = 200


# -- excuses ------------------------------------------------------------------------------------------------------


@action("excuse.give", needs=Can.EXCUSE, sentence="{by} gave an {about} from {what}, until {last}")
def excuse(
    adult: Adult, *, by, what: str, reason: str, first: datetime.date, last: datetime.date, key: UUID,
    of: Policy | Duty | None = None,
) -> Excuse:  # fmt: skip
    """Excuse an adult for a time: from everything, a duty or a policy. `what` is that in words, for the log."""
    if adult.pk == by.id:
        raise Refused("Nobody excuses themselves.", "Ask somebody else who leads.")
    if Excuse.objects.filter(pk=key).exists():
        raise NotAllowed("This was saved already.", "You find it in the adult’s record.")
    if last < first or last < timezone.localdate():
        raise NotAllowed("An excuse ends on a day that is still to come.", "Choose a later last day.")
    return Excuse.objects.create(
        id=key, school_id=adult.school_id, adult=adult, reason=reason.strip(), first=first, last=last,
        duty=of if isinstance(of, Duty) else None, policy=of if isinstance(of, Policy) else None,
        given_by_id=by.id, given_at=timezone.now(),
    )  # fmt: skip


@action("excuse.end", needs=Can.EXCUSE, sentence="{by} ended the {about} early")
def end_excuse(excuse: Excuse, *, by) -> None:
    """From today on it no longer holds. That it was given, and why, stays."""
    if not excuse.can_end:
        raise NotAllowed("This excuse has ended already.")
    excuse.ended_on, excuse.ended_by_id = timezone.localdate(), by.id
    excuse.save(update_fields=["ended_on", "ended_by"])


# -- reminders ----------------------------------------------------------------------------------------------------


@action("chasing.set", needs=Can.KEEP_DUTIES, sentence="{by} changed the {about}")
def set_chasing(
    chasing: Chasing, *, by, on: bool, days_before: int, days_between: int, from_hour: int, digest_weekday: int | None
) -> None:
    """When adults are reminded, and when leaders hear how things stand."""
    if chasing._state.adding and Chasing.objects.filter(school_id=chasing.school_id).exists():
        raise Conflict("Somebody else changed this while you were looking at it.", "Nothing was saved. Look again.")
    chasing.on, chasing.days_before, chasing.days_between = on, days_before, days_between
    chasing.from_hour, chasing.digest_weekday = from_hour, digest_weekday
    chasing.save()


@action("chasing.remind", needs=Can.REMIND, sentence="{by} reminded {who} of what they have to do at {about}")
def _remind(school: School, *, by, adults: list[Adult], who: str) -> None:
    """Post one letter to each, and keep the day."""
    _write_to(adults)


def remind_due(school: School, *, by: System) -> int:
    """Write to everybody at a school who is to be reminded today; returns how many. Safe to run twice.

    Nothing on weekends, on holidays, before the school's hour, or where it switched reminders off.
    """
    at = reminding.pace_today(school, reminding.chasing_of(school))
    return _remind_all(school, by, reminding.due_at(at)) if at else 0


def remind_late(school: School, *, by) -> int:
    """A leader reminds everybody who is late with anything, once a day. Returns how many letters go out."""
    number = _remind_all(school, by, reminding.late_now())
    if not number:
        raise NotAllowed("There is nobody to write to.", "Who is late had a letter today, or has no e-mail address.")
    return number


def _remind_all(school: School, by, wants) -> int:
    reminded = 0
    while number := _remind_some(school, by, wants):
        reminded += number
    return reminded


@transaction.atomic
def _remind_some(school: School, by, wants) -> int:
    audit.hold(school.pk)  # of two who remind, the second looks when the first has written
    adults = list(reminding.wanting(school.pk, wants)[:CHUNK])
    if adults:
        _remind(school, by=by, adults=adults, who=_adults(len(adults)))
    return len(adults)


@action("chasing.remind_one", needs=Can.REMIND, sentence="{by} reminded {about} of what they have to do")
def remind_one(adult: Adult, *, by) -> None:
    """Write to one adult who has something to do, unless a letter went to them today."""
    here = Adult.objects.filter(pk=adult.pk)
    if not here.filter(reminding.can_be_written_to()).exists():
        raise NotAllowed(f"{adult} cannot be written to.", "Speak to them.")
    if not here.filter(reminding.not_written_to_today()).exists():
        raise NotAllowed("A letter went to them today already.", "One a day is enough.")
    if not any(reminding.open_of(model, adult=adult).exists() for model in reminding.ASKED):
        raise NotAllowed("They have nothing to do, or are excused.")
    _write_to([adult])


def _write_to(adults: list[Adult]) -> None:
    """One letter each for everything that is open, and the day on each of those rows: both, or neither."""
    for model in reminding.ASKED:
        model.objects.filter(
            pk__in=list(reminding.open_of(model, adult__in=[adult.pk for adult in adults]).values_list("pk", flat=True))
        ).update(reminded_at=timezone.now())
    notices.post_many("task", adults, "/")


@action("chasing.digest", needs=Can.REMIND, sentence="{by} told {who} at {about} that tasks are late")
def _digest(school: School, *, by: System, adults: list[Adult], who: str, path: str) -> None:
    """Post the digest to those who lead, and keep the day: once, however often it is tried."""
    Chasing.objects.get_or_create(school=school)
    Chasing.objects.filter(school=school).update(digest_on=timezone.localdate())
    notices.post_many("digest", adults, path)


@transaction.atomic
def digest(school: School, *, by: System, path: str) -> int:
    """Once a week, tell those who follow things up that somebody is late; returns how many. Safe to run twice."""
    audit.hold(school.pk)
    chasing = reminding.chasing_of(school)
    closed, today = reminding.closed_around(school, chasing), timezone.localdate()
    if timezone.localtime().hour < chasing.from_hour:
        return 0
    if not rules.digest_today(today, chasing.digest_weekday, chasing.digest_on, closed):
        return 0
    if adults := reminding.leaders_to_tell(school):
        _digest(school, by=by, adults=adults, who=_adults(len(adults)), path=path)
    return len(adults)


def _adults(number: int) -> str:
    return "one adult" if number == 1 else f"{number} adults"


# -- paper --------------------------------------------------------------------------------------------------------


@action("acknowledgement.witness", needs=Can.WITNESS, sentence="{by} recorded that an adult signed {about} on paper")
def witness(duty: Acknowledgement, *, by, signed_on: datetime.date, wording: str, stored: Stored) -> None:
    """An adult put their name to a whole version on paper. The signed page is sealed under their own record."""
    _not_oneself(duty, by)
    if duty.version.state != PUBLISHED:
        raise NotAllowed("This version is no longer in force.", "They need to sign the one that is.")
    _on_a_day(signed_on, timezone.localdate(duty.version.published_at))
    duty.paper, duty.witness_id, duty.given = _sealed(duty, stored), by.id, "paper"
    duty.done_at, duty.wording, duty.version_hash = at_noon(signed_on), wording, duty.version.text_hash
    fields = ("done_at", "wording", "version_hash", "paper", "witness", "given")
    acknowledging.LIFECYCLE.move(duty, "acknowledge", with_fields=fields)
    telling.of_record(duty.adult)


@action("owed.witness", needs=Can.WITNESS, sentence="{by} recorded that an adult signed on paper: {about}")
def witness_owed(owed: Owed, *, by, signed_on: datetime.date, wording: str, stored: Stored) -> None:
    """The same of a duty whose statement can be signed."""
    _not_oneself(owed, by)
    if owed.duty.state != owing.LIVE:
        raise NotAllowed("This is no longer asked for.")
    if owed.duty.way not in rules.PAPER_WAYS:
        raise NotAllowed("This cannot be done on paper.", "Help them to sign in, at the office’s tablet perhaps.")
    _on_a_day(signed_on, timezone.localdate(owed.opened_at))
    note(owed, owing.Given())
    owed.evidence, owed.witness_id, owed.given = _sealed(owed, stored), by.id, "paper"
    owed.done_at, owed.wording = at_noon(signed_on), wording
    owed.again_on = owing.again_on(owed.duty.terms, signed_on)
    fields = ("done_at", "again_on", "wording", "answers", "shown", "help_wanted", "evidence", "witness", "given")
    owing.LIFECYCLE.move(owed, "do", with_fields=fields)
    telling.of_record(owed.adult)


@action("acknowledgement.open_paper", needs=Can.READ_POLICY, sentence="{by} opened the signed page of {about}")
def open_paper(duty: Acknowledgement, *, by) -> None:
    """Note that somebody looked at a page that was signed on paper."""


@action("owed.open_paper", needs=Can.READ_POLICY, sentence="{by} opened the signed page of {about}")
def open_owed_paper(owed: Owed, *, by) -> None:
    """Note that somebody looked at a page that was signed on paper."""


def note_opened(row: Acknowledgement | Owed, *, by) -> None:
    """The same for whichever it is."""
    (open_paper if isinstance(row, Acknowledgement) else open_owed_paper)(row, by=by)


@action("duty.export", needs=Can.SEE_ACKNOWLEDGEMENTS, sentence="{by} took who did what at {about} away as {form}")
def note_export(school: School, *, by, form: str) -> None:
    """Note that somebody downloaded who has done what and who has not."""


def at_noon(day: datetime.date) -> datetime.datetime:
    """A moment of a day of which only the day is known; now, where that is today and the morning."""
    noon = timezone.make_aware(datetime.datetime.combine(day, datetime.time(12)))
    return min(noon, timezone.now())


def _not_oneself(row, by) -> None:
    if row.adult_id == by.id:
        raise Refused("Nobody is their own witness.", "Ask somebody else who may record what was signed on paper.")


def _on_a_day(signed_on: datetime.date, first: datetime.date) -> None:
    if not first <= signed_on <= timezone.localdate():
        raise NotAllowed("It cannot have been signed on that day.", f"Choose a day from {first:%-d %B %Y} to today.")


def _sealed(row, stored: Stored):
    if stored.record != row.kept_under:
        raise NotAllowed("This file was sealed for another record.", "Send it again.")
    return keep(stored)
