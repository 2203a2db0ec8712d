"""Who is excused today, as part of a query: `rows.annotate(is_excused=excused(Owed))`."""

import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from belisha.duties.following.models import Excuse
from belisha.duties.models import Acknowledgement
from belisha.duties.owed.models import Owed

# What an excuse from one thing names, by whose rows are looked at.
NAMED = {Acknowledgement: Q(policy=OuterRef("version__policy")), Owed: Q(duty=OuterRef("duty"))}


def holding(day: datetime.date | None = None) -> Q:
    """Excuses that hold on a day, today unless it is given. The same as Python is `Excuse.holds_on`."""
    day = day or timezone.localdate()
    return Q(first__lte=day, last__gte=day) & (Q(ended_on=None) | Q(ended_on__gt=day))


def _of(model) -> QuerySet[Excuse]:
    everything = Q(duty=None, policy=None)
    return Excuse.objects.filter(holding(), everything | NAMED[model], adult=OuterRef("adult"))


def excused(model) -> Exists:
    """Whether a row of `model` (Acknowledgement or Owed) is not asked for today. Says nothing of why."""
    return Exists(_of(model))


def excused_until(model) -> Subquery:
    """The last day of the excuse that holds longest; None where none holds. Says nothing of why."""
    return Subquery(_of(model).order_by("-last").values("last")[:1])
