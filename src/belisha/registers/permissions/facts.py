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


def _covering(row: Permission) -> Covering:
    return Covering(row.pk, row.conditions, row.concerns, row.starts, row.ends, row.spoken)
