"""How often what was asked: numbers of adults for a period, and nothing that leads to one of them."""

from uuid import uuid4

from django.db import models
from django.db.models import F, Q

from belisha.advice.tallies import rules
from belisha.core.access import Can, held
from belisha.people.models import School
from belisha.reasoning.rules import VERDICTS


def _hide_below() -> int:
    return rules.shipped().hide_below


def _period() -> str:
    return rules.shipped().period


def _keep_months() -> int:
    return rules.shipped().keep_months


class CountingTerms(models.Model):
    """How a school counts: over how long, which numbers it hides, and how long it keeps them."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    school = models.OneToOneField(School, on_delete=models.PROTECT, related_name="+")
    period = models.CharField(max_length=10, default=_period)
    hide_below = models.PositiveSmallIntegerField("numbers of adults below this are hidden", default=_hide_below)
    keep_months = models.PositiveSmallIntegerField("months for which they are kept", default=_keep_months)

    seen_by = held(Can.SEE_ASKED)

    class Meta:
        verbose_name_plural = "counting terms"
        constraints = [
            models.CheckConstraint(condition=Q(hide_below__gte=5, keep_months__gte=1), name="counting_terms_hide_some")
        ]

    def __str__(self):
        return "terms of counting what is asked"


class Period(models.Model):
    """The days that are counted together. Of a running one no page shows anything; a finished one never changes."""

    # Random keys in this file: those that begin with the time would say when somebody asked.
    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+")
    first = models.DateField("first day")
    last = models.DateField("last day")
    state = models.CharField(max_length=8, choices=rules.STATES, default=rules.RUNNING)
    # As they were when the period was finished: below which number was hidden, and how many adults worked here.
    hidden_below = models.PositiveSmallIntegerField(null=True)
    adults = models.PositiveIntegerField(null=True)

    seen_by = held(Can.SEE_ASKED)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["school", "first"], name="period_once"),
            models.CheckConstraint(condition=Q(last__gte=F("first")), name="period_days_in_order"),
            models.CheckConstraint(
                condition=Q(state=rules.RUNNING, hidden_below=None, adults=None)
                | Q(state=rules.SHOWN, hidden_below__gte=5, adults__isnull=False),
                name="period_finished_whole",
            ),
        ]

    def __str__(self):
        return "period of what was asked"

    @property
    def too_few(self) -> bool:
        return rules.too_few(self.adults, self.hidden_below)


class _Counted(models.Model):
    """A place of the table of a period (see rules.Cell)."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+")
    period = models.ForeignKey(Period, on_delete=models.PROTECT, related_name="%(class)s_rows")
    act = models.CharField(max_length=60)
    verdict = models.CharField(max_length=16)
    mark = models.CharField(max_length=60, blank=True)

    class Meta:
        abstract = True
        constraints = [
            models.UniqueConstraint(fields=["period", "act", "verdict", "mark"], name="%(class)s_once"),
            models.CheckConstraint(condition=Q(verdict__in=VERDICTS), name="%(class)s_verdict_known"),
        ]

    def __str__(self):
        return "count of what was asked"

    @property
    def cell(self) -> rules.Cell:
        return rules.Cell(self.act, self.verdict, self.mark)


class Tally(_Counted):
    """How many adults, exactly, in a running period. No page reads it, and it is destroyed when the period ends."""

    number = models.PositiveIntegerField()

    class Meta(_Counted.Meta):
        verbose_name_plural = "tallies"


class Shown(_Counted):
    """What everybody who may see the counts sees of a finished period: at least so many, at most so many."""

    low = models.PositiveIntegerField()
    high = models.PositiveIntegerField(null=True)

    seen_by = held(Can.SEE_ASKED)

    class Meta(_Counted.Meta):
        verbose_name_plural = "shown"
        constraints = [
            *_Counted.Meta.constraints,
            models.CheckConstraint(condition=Q(low__gte=5) & (Q(high=None) | Q(high__gt=F("low"))), name="shown_hides"),
        ]

    @property
    def band(self) -> rules.Band:
        return rules.Band(self.low, self.high)
