"""What the registers say about the adult and the child of a concern, for whoever deals with it. Read live, each time.

A fact that is not on file is said to be unknown, and never taken for an answer (clauses 6-08-d, 6-08-e, 4-10-a).
"""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q
from django.utils import timezone

from belisha.concerns.models import Concern
from belisha.duties.models import Acknowledgement
from belisha.duties.owed.models import Owed
from belisha.duties.rules import DONE
from belisha.look.templatetags.look import day
from belisha.people.models import Adult
from belisha.policy.models import Version
from belisha.policy.rules import READABLE
from belisha.registers.family import facts as family
from belisha.registers.family import rules as tie
from belisha.registers.permissions.models import Permission
from belisha.registers.permissions.rules import ONCE_GIVEN
from belisha.registers.protocols.facts import in_force
from belisha.registers.protocols.models import Protocol

ONE_DAY = datetime.timedelta(days=1)
RELATIONSHIP = {
    tie.ACKNOWLEDGED: "An acknowledged relationship is on file.",
    "declared": "A relationship was declared and is not acknowledged.",
    tie.NOT_ACKNOWLEDGED: "A relationship was declared, and the school did not acknowledge it.",
    "none": "No acknowledged relationship on file.",
    "unknown": "Not known: something is on file about this adult, and the child was not named so that the two could be "
    "compared. Look into the family register.",
}


@dataclass(frozen=True)
class Fact:
    """One line: the question, what the register says, and whether it is a reason to look closer."""

    key: str
    value: str
    look: bool = False


@dataclass(frozen=True)
class About:
    """What is on file about one adult."""

    adult: Adult
    facts: tuple[Fact, ...]
    related: str


def versions_on(school_id, on: datetime.date) -> list[Version]:
    """The versions of the school's policies that were in force at the end of a day; none where none was."""
    end = timezone.make_aware(datetime.datetime.combine(on + ONE_DAY, datetime.time.min))
    stood = Q(superseded_at=None) | Q(superseded_at__gte=end)
    rows = Version.objects.filter(stood, school_id=school_id, state__in=READABLE, published_at__lt=end)
    return list(rows.defer("source").select_related("policy").order_by("policy__title", "id"))


def about(concern: Concern, on: datetime.date, versions: list[Version]) -> list[About]:
    """Every adult of the school whom the concern is about, with what was on file about them on a day."""
    adults = [each.adult for each in concern.subjects.all() if each.adult_id and each.ended_at is None]
    pupils = [child.pupil for child in concern.children.all() if child.pupil_id]
    return [_one(adult, pupils, on, versions) for adult in adults]


def _one(adult: Adult, pupils: list, on: datetime.date, versions: list[Version]) -> About:
    words = [family.standing(adult, pupil=pupil, on=on) for pupil in pupils] or [family.standing(adult, on=on)]
    facts = (
        *(_relationship(word) for word in words),
        _permissions(adult, on),
        _protocols(adult, on),
        *_acknowledged(adult, versions),
        *_training(adult, on),
    )
    weakest = next((each.word for each in words if each.word != tie.ACKNOWLEDGED), tie.ACKNOWLEDGED)
    return About(adult, facts, weakest)


def _relationship(found: family.Standing) -> Fact:
    said = RELATIONSHIP.get(found.word, RELATIONSHIP["unknown"])
    if found.word == tie.ACKNOWLEDGED:
        said += f" Talked over on {day(found.discussed_on)}. What was agreed: {found.protocol}"
    elif found.declared_on:
        said += f" Declared on {day(found.declared_on)}."
    return Fact("Family relationship with the child", said, found.word != tie.ACKNOWLEDGED)


def _permissions(adult: Adult, on: datetime.date) -> Fact:
    live = Permission.objects.filter(
        Q(revoked_on=None) | Q(revoked_on__gt=on), Q(ends=None) | Q(ends__gte=on), asker_id=adult.pk,
        state__in=ONCE_GIVEN, decided_on__lte=on, starts__lte=on,
    )  # fmt: skip
    said = [
        f"{row.act_label}, {row.platform_label}, for {row.audience_label}, since {day(row.starts)}"
        for row in live.order_by("starts", "id")[:20]
    ]
    return Fact("Permissions in force", "; ".join(said) or "None on file.")


def _protocols(adult: Adult, on: datetime.date) -> Fact:
    mine = Q(everyone=True) | Q(pk__in=Protocol.people.through.objects.filter(adult_id=adult.pk).values("protocol_id"))
    live = Protocol.objects.filter(in_force(on), mine, school_id=adult.school_id).order_by("title", "pk")
    said = [f"{row.title} ({row.get_kind_display()})" for row in live[:20]]
    return Fact("Protocols in force for them", "; ".join(said) or "None on file.")


def _acknowledged(adult: Adult, versions: list[Version]) -> Iterable[Fact]:
    done = {
        row.version_id: row for row in Acknowledgement.objects.filter(adult=adult, state=DONE, version__in=versions)
    }
    for version in versions:
        row = done.get(version.pk)
        said = f"Acknowledged on {day(row.done_at)}." if row else "Not acknowledged by them, as far as is known here."
        yield Fact(f"Acknowledged: {version}", said, row is None)


def _training(adult: Adult, on: datetime.date) -> Iterable[Fact]:
    rows = Owed.objects.filter(adult=adult, duty__way="training", opened_at__date__lte=on).select_related("duty")
    newest = {row.duty_id: row for row in rows.order_by("round")}
    for row in sorted(newest.values(), key=lambda each: each.duty.title):
        attended = row.held_on or (timezone.localdate(row.done_at) if row.done_at else None)
        said = f"Attended on {day(attended)}." if attended else "Not on file."
        yield Fact(f"Training: {row.duty.title}", said, attended is None)
    if not newest:
        yield Fact("Training", "None was asked of them, as far as is known here.")
