"""How things stand with keeping a concern, read from the rows; for actions and for pages that fetched the concern."""

import uuid

from django.utils import timezone

from belisha.concerns.models import Concern
from belisha.concerns.rules import ADULT
from belisha.evidence.holding import rules
from belisha.evidence.holding.models import Keeping, Period


def periods(school_id: uuid.UUID) -> tuple[rules.Period, ...]:
    """The rules of keeping of a school."""
    return rules.periods(dict(Period.objects.filter(school_id=school_id).values_list("key", "months")))


def due(concern: Concern, keeping: Keeping | None) -> rules.Due:
    """Until when a concern is kept, and why, as of now."""
    return rules.work_out(facts(concern, keeping), periods(concern.school_id))


def facts(concern: Concern, keeping: Keeping | None) -> rules.Facts:
    """What keeping goes by. Somebody it is about who is no adult of the school leaves on a day that nobody knows."""
    subjects = concern.subjects.filter(ended_at=None).values_list("kind", "adult__ends")
    return rules.Facts(
        basket=concern.basket, openness=concern.openness, kind=concern.kind,
        known_on=timezone.localdate(concern.known_at),
        closed_on=timezone.localdate(concern.closed_at) if concern.closed_at else None,
        left=tuple(ends if kind == ADULT else None for kind, ends in subjects),
        pension_on=keeping.pension_on if keeping else None, put_off=keeping.put_off if keeping else None,
    )  # fmt: skip
