"""Questions for tests of the counts: answers as they are kept, told to whoever answers to `inquiry.conclude`."""

import datetime
from itertools import cycle
from uuid import uuid4

import time_machine
from django.utils import timezone
from papers import approved

from belisha.advice.asking.models import Inquiry
from belisha.advice.tallies import jobs
from belisha.advice.tallies.models import Period, Shown
from belisha.core.action import ANSWERS
from belisha.policy import actions, intake
from belisha.policy.models import Version
from belisha.policy.written import SHIPPED

# A Tuesday in the middle of a term, and a day of the next one.
IN_TERM, AFTER = datetime.datetime(2026, 10, 6, 9, 0, tzinfo=datetime.UTC), datetime.date(2027, 1, 1)


def a_shipped_policy(cast) -> Version:
    """The shipped policy, in force."""
    version = intake.adopt(cast.school, SHIPPED, "Social media", {"school": cast.school.name}, by=cast.head)
    actions.publish(approved(version, cast.head), by=cast.head)
    return version


def explained(act="post", verdict="forbidden", gaps=(), decided="A reason.", open_=(), unread=False) -> dict:
    """As much of an explanation as is counted."""
    clauses = [{"role": "decides", "because": decided}, {"role": "relevant", "because": "Beside it."}]
    facts = [{"name": "who.role", "value": "teacher"}, {"name": "act", "value": act}]
    return {
        "facts": facts if act else facts[:1], "verdict": verdict, "gaps": list(gaps), "clauses": clauses,
        "asked_because": [{"fact": name} for name in open_], "unread": unread,
    }  # fmt: skip


def asked(adult, version, **answer) -> Inquiry:
    """An adult was given an answer now."""
    said = explained(**answer)
    inquiry = Inquiry.objects.create(
        school=adult.school, asker=adult, state="answered", verdict=said["verdict"], explanation=said, version=version,
        answered_at=timezone.now(), proof=uuid4().hex * 2,
    )  # fmt: skip
    for follows in ANSWERS["inquiry.conclude"]:
        follows(inquiry, by=adult)
    return inquiry


def in_the_past(adults, version, **answer) -> None:
    """Each of these adults was given the same answer last term."""
    with time_machine.travel(IN_TERM, tick=False):
        for adult in adults:
            asked(adult, version, **answer)


def turned_over() -> None:
    """The schedule ran after the end of that term."""
    with time_machine.travel(datetime.datetime.combine(AFTER, datetime.time(9), datetime.UTC), tick=False):
        jobs.turn_over_due()


def many_periods(school, number: int) -> None:
    """Finished periods of a school, each with something in it."""
    start = Period.objects.filter(school=school.school).count()
    verdicts = cycle(("permitted", "forbidden"))
    for n in range(start, start + number):
        first = datetime.date(2000 + n, 9, 1)
        row = Period.objects.create(
            school=school.school, first=first, last=first.replace(month=12), state="shown", hidden_below=5, adults=40
        )
        for act in ("post", "message", "email")[: 1 + n % 3]:
            Shown.objects.create(school=school.school, period=row, act=act, verdict=next(verdicts), low=5, high=9)


def one_of_each_counted(cast) -> None:
    """Terms, and a finished period in which something is shown."""
    from belisha.advice.tallies.actions import set_terms

    set_terms(cast.school, by=cast.head, period="month", hide_below=5, keep_months=12)
    many_periods(cast, 1)
