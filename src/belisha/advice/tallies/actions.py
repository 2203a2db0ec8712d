"""Everything that changes the counts of what is asked. None of it is told of whom, and nothing of it when."""

import datetime

from django.db.models import F, Q
from django.utils import timezone

from belisha.advice.asking.models import Inquiry
from belisha.advice.asking.rules import ANSWERED
from belisha.advice.tallies import rules
from belisha.advice.tallies.models import CountingTerms, Period, Shown, Tally
from belisha.core.access import Can
from belisha.core.action import action, answer
from belisha.core.errors import NotAllowed
from belisha.people.models import Adult, School


@action("tally.begin", needs=Can.LET_LAPSE, sentence="{by} began to count what is asked from {first} to {last}")
def begin(school: School, *, by, first: datetime.date, last: datetime.date) -> Period:
    """Begin a period, whether anybody asks or not: that there is one says nothing of anybody."""
    if Period.objects.filter(school=school, last__gte=first).exists():
        raise NotAllowed("These days are being counted already.")
    return Period.objects.create(school=school, first=first, last=last)


@action("tally.close", needs=Can.LET_LAPSE, sentence="{by} finished a {about}")
def close(period: Period, *, by) -> None:
    """Finish a period that is over: what may be shown is written down, and the exact numbers are destroyed."""
    if period.last >= timezone.localdate():
        raise NotAllowed("This period is not over.")
    period.hidden_below, period.adults = _bound(period.school), _adults_on(period.school, period.last)
    rules.LIFECYCLE.move(period, "close", with_fields=("hidden_below", "adults"))
    tallies = Tally.objects.filter(period=period)
    numbers = {row.cell: row.number for row in tallies}
    shown = rules.published(numbers, period.hidden_below, period.adults)
    Shown.objects.bulk_create(
        Shown(school_id=period.school_id, period=period, **cell._asdict(), low=band.low, high=band.high)
        for cell, band in sorted(shown.items())
    )
    tallies.delete()


@action("tally.forget", needs=Can.LET_LAPSE, sentence="{by} destroyed the counts of a {about}")
def forget(period: Period, *, by) -> None:
    """Destroy a finished period with what was shown of it."""
    if period.state != rules.SHOWN:
        raise NotAllowed("This period is not finished.")
    Shown.objects.filter(period=period).delete()
    Period.objects.filter(pk=period.pk).delete()


@action("tally.terms", needs=Can.CHANGE_SCHOOL, sentence="{by} changed how what is asked is counted")
def set_terms(school: School, *, by, period: str, hide_below: int, keep_months: int) -> CountingTerms:
    """Choose the period, which numbers are hidden, and how long they are kept. What is finished does not change."""
    least = rules.shipped().hide_below
    if hide_below < least:
        raise NotAllowed(f"Numbers below {least} are always hidden.", f"Choose {least} or more.")
    chosen = {"period": period, "hide_below": hide_below, "keep_months": keep_months}
    return CountingTerms.objects.update_or_create(school=school, defaults=chosen)[0]


def terms_of(school) -> CountingTerms:
    """The school's terms, or those that hold until it chose its own. For the machinery."""
    return CountingTerms.objects.filter(school=school).first() or CountingTerms(school=school)


def due(school, today: datetime.date) -> tuple[datetime.date, datetime.date] | None:
    """The days of the period that is to be begun; None while one is running."""
    latest = Period.objects.filter(school=school).order_by("-last").first()
    if latest and latest.last >= today:
        return None
    return rules.days(today, rules.shipped().starts[terms_of(school).period], latest.last if latest else None)


def _bound(school) -> int:
    return max(terms_of(school).hide_below, rules.shipped().hide_below)


def _adults_on(school, day: datetime.date) -> int:
    """How many adults worked here on a day."""
    there = Adult.objects.filter(school=school, starts__lte=day)
    return there.filter(Q(ends=None) | Q(ends__gt=day)).count()


# -- what follows from an answer -----------------------------------------------------------------------------------


@answer("inquiry.conclude")
def _concluded(inquiry: Inquiry, *, by) -> None:
    """Count the adult where they are not counted yet in this period. What is kept says neither who nor which day."""
    period = _running(inquiry.school, timezone.localdate(inquiry.answered_at))
    begun = timezone.make_aware(datetime.datetime.combine(period.first, datetime.time.min))
    before = Inquiry.objects.filter(asker_id=inquiry.asker_id, school_id=inquiry.school_id, state=ANSWERED)
    before = before.filter(answered_at__gte=begun).exclude(pk=inquiry.pk).values_list("explanation", flat=True)
    for cell in sorted(rules.new_cells(inquiry.explanation, before)):
        place = {"period": period, **cell._asdict()}
        if not Tally.objects.filter(**place).update(number=F("number") + 1):
            Tally.objects.create(school_id=period.school_id, number=1, **place)


def _running(school, today: datetime.date) -> Period:
    """The period that is running, begun now where the schedule did not yet."""
    days = due(school, today)
    if days is None:
        return Period.objects.filter(school=school).order_by("-last").first()
    return Period.objects.create(school=school, first=days[0], last=days[1])
