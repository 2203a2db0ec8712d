"""Everything that changes what adults owe."""

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from belisha.core import audit, jobs, notices
from belisha.core.access import Can, System
from belisha.core.action import action, answer
from belisha.core.clocks import add_working_days
from belisha.core.errors import NotAllowed, Refused
from belisha.duties import rules
from belisha.duties.models import Acknowledgement
from belisha.people.models import Adult
from belisha.policy.models import Version
from belisha.policy.rules import PUBLISHED

# How many adults are asked in one transaction: others write in between, and a killed worker loses one chunk at most.
CHUNK = 200


@action("acknowledgement.ask", needs=Can.OPEN_DUTIES, sentence="{by} asked {who} to acknowledge {about}")
def _ask(version: Version, *, by: System, adults: list[Adult], who: str) -> None:
    now, today = timezone.now(), timezone.localdate()
    rows = [
        Acknowledgement(
            school_id=version.school_id, adult=adult, version=version, opened_at=now,
            due_on=add_working_days(max(today, adult.starts), version.policy.acknowledge_days),
        )
        for adult in adults
    ]  # fmt: skip
    Acknowledgement.objects.bulk_create(rows)


def ask_everyone(version: Version, *, by: System) -> int:
    """Ask every adult of the school who was not asked yet, a chunk at a time. Safe to run twice; returns how many."""
    asked = 0
    while number := _ask_some(version, by=by):
        asked += number
    return asked


@transaction.atomic
def _ask_some(version: Version, *, by: System) -> int:
    audit.hold(version.school_id)  # of two workers, the second looks when the first has asked
    if adults := list(_not_asked(version)[:CHUNK]):
        _ask(version, by=by, adults=adults, who=_adults(len(adults)))
    return len(adults)


def _not_asked(version: Version):
    here = Adult.objects.filter(school_id=version.school_id).filter(Q(ends=None) | Q(ends__gt=timezone.localdate()))
    return here.exclude(acknowledgements__version=version).order_by("pk")


@action(
    "acknowledgement.lapse", needs=Can.OPEN_DUTIES, sentence="{by} stopped asking for {about}: {count} had not answered"
)
def lapse(version: Version, *, by: System, count: int) -> None:
    """A version that is no longer in force is no longer asked for. What was acknowledged stays."""
    Acknowledgement.objects.filter(version=version, state=rules.DUE).update(state=rules.LAPSED)


@action("acknowledgement.give", needs=Can.ACKNOWLEDGE, sentence="{by} acknowledged {about}")
def acknowledge(duty: Acknowledgement, *, by, wording: str) -> None:
    """An adult puts their name to a version: which, its hash, when, and the words they saw."""
    if duty.adult_id != by.id:
        raise Refused("Only they themselves can acknowledge it.")
    if duty.version.state != PUBLISHED:
        raise NotAllowed("This version is no longer in force.", "Read the version that is.")
    duty.done_at, duty.wording, duty.version_hash = timezone.now(), wording, duty.version.text_hash
    rules.LIFECYCLE.move(duty, "acknowledge", with_fields=("done_at", "wording", "version_hash"))


@action("acknowledgement.remind", needs=Can.REMIND, sentence="{by} reminded {who} to acknowledge {about}")
def _remind(version: Version, *, by, adults: list[Adult], who: str) -> None:
    waiting = Acknowledgement.objects.filter(version=version, state=rules.DUE)
    waiting.filter(adult__in=[adult.pk for adult in adults]).update(reminded_at=timezone.now())
    notices.post_many("task", adults, "/")


def remind(version: Version, *, by) -> int:
    """Write to everyone with an e-mail address who has not acknowledged. Returns how many letters went out."""
    late = Q(acknowledgements__version=version, acknowledgements__state=rules.DUE)
    here = Adult.objects.filter(late, Q(ends=None) | Q(ends__gt=timezone.localdate())).exclude(email="")
    adults = list(here.only("pk", "school_id", "email"))
    if not adults:
        raise NotAllowed("Nobody with an e-mail address is left to remind.", "Speak to those who have none.")
    _remind(version, by=by, adults=adults, who=_adults(len(adults)))
    return len(adults)


def _adults(number: int) -> str:
    return "one adult" if number == 1 else f"{number} adults"


# -- what follows from what happens elsewhere -----------------------------------------------------------------


@answer("version.publish")
def _published(version: Version, *, by) -> None:
    from belisha.duties.jobs import open_for_version

    jobs.nudge(open_for_version, version.pk)


@answer("adult.add")
def _joined(adult: Adult, *, by) -> None:
    from belisha.duties.jobs import open_for_school

    jobs.nudge(open_for_school, adult.school_id)
