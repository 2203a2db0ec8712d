"""What the advice engine asks of this register. Every answer is read at that moment; nothing is kept.

What is not known is not there: an unknown platform, purpose or class is covered by nothing that names others, and
what was drafted or proposed covers nothing. A day counts whole: first and last day are days in force.
"""

import datetime
from dataclasses import dataclass

from django.db.models import Q

from belisha.people.models import Adult, School
from belisha.people.rules import has_ended
from belisha.registers.protocols import rules
from belisha.registers.protocols.models import Protocol


def in_force(on: datetime.date) -> Q:
    """`rules.is_live` as SQL: protocols that were in force on a day."""
    return Q(
        Q(last=None) | Q(last__gte=on),
        Q(stopped=None) | Q(stopped__gt=on),
        state__in=rules.ONCE_AGREED,
        first__lte=on,
    )


def covering(
    adult: Adult, *, platform: str, purpose: str, classes: list[str] | None, on: datetime.date
) -> list[Protocol]:
    """The protocols in force on a day under which an adult may use a platform (by its name) for a purpose.

    `purpose` is one of `rules.KINDS`: "channel" (parents and colleagues), "pupils", "family", "trip", "other". A
    protocol for one never covers another (clauses 6-02-a, 6-06-a). `classes` are those concerned; None where it is not
    known which, and then only a protocol for every class covers them.
    """
    if has_ended(adult.ends, on) or adult.starts > on:
        return []
    mine = Q(everyone=True) | Q(pk__in=Protocol.people.through.objects.filter(adult_id=adult.pk).values("protocol_id"))
    found = Protocol.objects.filter(in_force(on), mine, school_id=adult.school_id, kind=purpose)
    named = [each for each in found.select_related("platform").order_by("pk") if _is_named(each, platform)]
    return [each for each in named if rules.covers_classes(each.classes, classes)]


@dataclass(frozen=True)
class Agreed:
    """What was ever agreed for a purpose in the adult's school: what is in force for them, and whether there is more.

    `others`: something was agreed, for other adults, another platform or other days.
    """

    mine: tuple[Protocol, ...]
    others: bool


def agreed(adult: Adult, *, platform: str, purpose: str, on: datetime.date) -> Agreed:
    """What is in force on a day for an adult on a platform, whatever its classes, and whether there is anything else.

    An empty platform is one that is not known: then nothing is the adult's.
    """
    if has_ended(adult.ends, on) or adult.starts > on:
        return Agreed((), False)
    rows = Protocol.objects.filter(school_id=adult.school_id, kind=purpose, state__in=rules.ONCE_AGREED)
    rows = list(rows.filter(first__lte=on).select_related("platform").order_by("pk"))
    named = Protocol.people.through.objects.filter(adult_id=adult.pk, protocol__in=rows)
    naming = set(named.values_list("protocol_id", flat=True))
    held = [each for each in rows if each.is_live(on) and (each.everyone or each.pk in naming)]
    mine = tuple(each for each in held if platform and _is_named(each, platform))
    return Agreed(mine, len(rows) > len(mine))


def _is_named(protocol: Protocol, platform: str) -> bool:
    # Compared here and not by the database, whose engines fold letters differently.
    return protocol.platform is not None and rules.name_key(protocol.platform.name) == rules.name_key(platform)


def channels(school: School, on: datetime.date) -> list[Protocol]:
    """The channels that were agreed and in force on a day, each with its platform, in the order of their names."""
    found = Protocol.objects.filter(in_force(on), school=school, kind__in=rules.CHANNELS, platform__isnull=False)
    return list(found.select_related("platform").order_by("platform__name", "title", "pk"))
