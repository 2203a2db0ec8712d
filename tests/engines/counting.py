"""What processes do when several adults are answered at once, for `engines.labour`: ask, end the period, look."""

import datetime
import uuid
from types import SimpleNamespace


def a_school_that_asks(number: int) -> dict:
    """A school of its own with a short policy that has rules, and so many adults."""
    from advice.inquired import some_rules_in_force
    from cast import an_adult

    from belisha.core.access import Role
    from belisha.people.models import School

    school = School.objects.create(name=f"School {uuid.uuid4()}", kind="community")
    head = an_adult(school, f"Head {uuid.uuid4()}", roles=(Role.HEADTEACHER,), email="")
    some_rules_in_force(SimpleNamespace(school=school, head=head))
    adults = [an_adult(school, f"Adult {uuid.uuid4()}", email="") for _ in range(number)]
    return {"school": str(school.pk), "head": str(head.pk), "adults": [str(adult.pk) for adult in adults]}


def ask_one(adult_id: str) -> str:
    """An adult asks and is answered; the verdict."""
    from advice.inquired import answered
    from cast import again

    from belisha.people.models import Adult

    return answered(again(Adult.objects.get(pk=adult_id))).verdict


def counted(school_id: str) -> list:
    """The exact numbers of the running period."""
    from belisha.advice.tallies.models import Tally

    rows = Tally.objects.filter(school_id=school_id, mark="").order_by("act", "verdict")
    return [[row.act, row.verdict, row.number] for row in rows]


def let_the_period_end(school_id: str) -> None:
    """The days of the running period lie in the past."""
    from django.utils import timezone

    from belisha.advice.tallies.models import Period

    yesterday = timezone.localdate() - datetime.timedelta(days=1)
    Period.objects.filter(school_id=school_id).update(first=yesterday, last=yesterday)


def turn_periods_over() -> None:
    """The schedule's hour."""
    from belisha.advice.tallies.jobs import turn_over_due

    turn_over_due()


def shown(school_id: str, head_id: str) -> dict:
    """What the page shows the Headteacher, and what is left of the exact numbers."""
    from cast import again

    from belisha.advice.tallies import queries
    from belisha.advice.tallies.models import Period, Tally
    from belisha.core import audit
    from belisha.people.models import Adult

    head = again(Adult.objects.get(pk=head_id))
    return {
        "lines": [[list(row) for row in queries.lines(head, period)] for period in queries.periods(head)],
        "left": Tally.objects.filter(school_id=school_id).count(),
        "states": sorted(Period.objects.filter(school_id=school_id).values_list("state", flat=True)),
        "whole": audit.verify(school_id).whole,
    }
