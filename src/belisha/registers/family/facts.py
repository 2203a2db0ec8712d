"""What is on file about an adult and a pupil, for the advice engine. Read live, each time: nothing here is kept.

Only family relationships count here: a dual role that was acknowledged permits no contact with a pupil (6-07-b).
"""

import datetime
from dataclasses import dataclass
from uuid import UUID

from django.utils import timezone

from belisha.people.models import Adult
from belisha.people.rules import has_ended
from belisha.pupils.models import Pupil
from belisha.pupils.rules import folded
from belisha.registers.family import rules
from belisha.registers.family.models import Declaration


@dataclass(frozen=True)
class Standing:
    """The answer: one of acknowledged, declared, not_acknowledged, none, unknown; and what it rests on.

    `key` is the declaration's; None where the answer rests on none. `protocol` is set only while it is acknowledged.
    """

    word: str
    key: UUID | None = None
    declared_on: datetime.date | None = None
    discussed_on: datetime.date | None = None
    protocol: str = ""
    protocol_key: UUID | None = None
    look_again_on: datetime.date | None = None


def standing(adult: Adult, *, pupil: Pupil | UUID | str | None = None, on: datetime.date | None = None) -> Standing:
    """What the school's register says on a day about an adult and one pupil, named or by their key.

    Without a pupil it is "none" where nothing is on file and "unknown" otherwise: which pupil is meant decides.
    """
    on = on or timezone.localdate()
    if has_ended(adult.ends, on):
        return Standing(rules.NONE)
    rows = Declaration.objects.filter(adult_id=adult.pk, kind=rules.FAMILY).prefetch_related("told")
    stood = {_as_it_stood(row, on): row for row in rows}
    name, key = _named(pupil)
    word, found = rules.about(stood, name, key)
    if word == rules.ACKNOWLEDGED and not all(key and row.pupil == key for row in found) and _are_several(adult, name):
        return Standing(rules.UNKNOWN)
    return _said(word, stood[found[0]], on) if found else Standing(word)


def standing_of(adult: Adult, key: UUID, on: datetime.date | None = None) -> Standing | None:
    """The same for the pupil of one declaration of the adult's own; None where they have none of that key.

    Whoever chooses the declaration says which pupil is meant: no other pupil of that name comes into it, and every
    other declaration about the same one still does.
    """
    on = on or timezone.localdate()
    if has_ended(adult.ends, on):
        return None
    rows = list(Declaration.objects.filter(adult_id=adult.pk, kind=rules.FAMILY).prefetch_related("told"))
    chosen = next((row for row in rows if row.pk == key), None)
    if chosen is None:
        return None
    stood = {_as_it_stood(row, on): row for row in rows}
    word, found = rules.about(stood, folded(chosen.pupil_name), chosen.pupil_id)
    return _said(word, stood[found[0]], on) if found else Standing(word)


def _are_several(adult: Adult, name: str) -> bool:
    """Whether a name alone does not say which pupil is meant: several of the school's list have it."""
    here = Pupil.objects.filter(school_id=adult.school_id, school__looks_up_pupils=True, folded=name)
    return here.count() > 1


@dataclass(frozen=True)
class _Row(rules.OnFile):
    key: UUID | None = None


def _named(pupil: Pupil | UUID | str | None) -> tuple[str, object]:
    """The name as it is compared, and the key."""
    if pupil is None or isinstance(pupil, str):
        return folded(pupil or ""), None
    if isinstance(pupil, Pupil):
        return pupil.folded, pupil.pk
    return "", pupil


def _as_it_stood(row: Declaration, on: datetime.date) -> _Row:
    """A declaration with its state at the end of a day: that of the last entry until then, none before the first."""
    until = [entry for entry in row.told.all() if timezone.localdate(entry.at) <= on]
    return _Row(until[-1].state if until else "", folded(row.pupil_name), row.pupil_id, row.pk)


def _said(word: str, row: Declaration, on: datetime.date) -> Standing:
    until = [entry for entry in row.told.all() if timezone.localdate(entry.at) <= on]
    talks = [entry.day for entry in until if entry.what == "discussed"]
    agreed = [entry for entry in until if entry.what in {"acknowledged", "agreed_anew"}]
    holds = word == rules.ACKNOWLEDGED
    return Standing(
        word, row.pk, timezone.localdate(row.declared_at), max(talks, default=None),
        agreed[-1].words if holds else "", agreed[-1].protocol_key if holds else None,
        row.review_on if holds else None,
    )  # fmt: skip
