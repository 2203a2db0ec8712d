"""Which permissions cover something, for the advice engine. Read live, each time: nothing here is kept."""

import datetime
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from belisha.people.models import Adult
from belisha.people.rules import has_ended
from belisha.registers.permissions import rules
from belisha.registers.permissions.models import Permission


@dataclass(frozen=True)
class Covering:
    """A permission in force: what it is subject to, until when, and whether it was given by word of mouth."""

    key: UUID
    conditions: str
    concerns: str
    starts: datetime.date
    ends: datetime.date | None
    spoken: bool


def covering(
    adult: Adult, *, act: str | None, audience: str | None, platform: str | None, on: datetime.date | None = None
) -> list[Covering]:
    """The permissions of an adult in force on a day for this act, this audience and this platform.

    Each is a key of the vocabulary, or the words where the permission names something else. What is unknown (None or
    empty) matches nothing: the engine has to ask. `concerns` is for a person to compare; it is not compared here.
    """
    on = on or timezone.localdate()
    if has_ended(adult.ends, on):
        return []
    rows = Permission.objects.filter(
        Q(revoked_on=None) | Q(revoked_on__gt=on), Q(ends=None) | Q(ends__gte=on), asker_id=adult.pk,
        state__in=rules.ONCE_GIVEN, decided_on__lte=on, starts__lte=on,
    )  # fmt: skip
    return [_covering(row) for row in rows.order_by("starts", "id") if rules.covers(row.scope, act, audience, platform)]


TAKEN_BACK = "taken back"


@dataclass(frozen=True)
class OnRecord:
    """A permission that was given at some time: for what, how it stands on a day, and what it was subject to.

    `stands` is in force, not yet, expired or taken back.
    """

    scope: rules.Scope
    stands: str
    covering: Covering


def on_record(adult: Adult, *, act: str, on: datetime.date | None = None) -> list[OnRecord]:
    """Every permission for an act that the adult was ever given, as it stands on a day; those given later left out."""
    on = on or timezone.localdate()
    if has_ended(adult.ends, on):
        return []
    rows = Permission.objects.filter(asker_id=adult.pk, act=act, state__in=rules.ONCE_GIVEN, decided_on__lte=on)
    return [OnRecord(row.scope, _stands(row, on), _covering(row)) for row in rows.order_by("starts", "id")]


def _stands(row: Permission, on: datetime.date) -> str:
    """What was taken back counts from that very day as taken back, and before it as whatever its dates say."""
    if row.revoked_on is not None:
        return TAKEN_BACK if row.revoked_on <= on else rules.standing(rules.GRANTED, row.starts, row.ends, on)
    return rules.standing(rules.GRANTED, row.starts, row.ends, on)


def _covering(row: Permission) -> Covering:
    return Covering(row.pk, row.conditions, row.concerns, row.starts, row.ends, row.spoken)
