"""Concerns that nobody has taken within the school's limit. For the machinery and not for pages; has no reader."""

import datetime
from collections.abc import Iterable

from django.db.models import Max, OuterRef, Subquery
from django.utils import timezone

from belisha.concerns.models import Concern
from belisha.concerns.rules import NEW
from belisha.concerns.triage import rules
from belisha.concerns.triage.models import ConcernTerms, Decision
from belisha.core.clocks import within_working_days
from belisha.people.models import School


def late_at(school: School, today: datetime.date) -> Iterable[Concern]:
    """Those of a school whose day to be taken lies before `today`, the oldest first. They wait since they came, or
    since they were given back."""
    terms = ConcernTerms.objects.filter(school=school).values(*rules.TERMS).first() or rules.shipped_terms()
    given = Decision.objects.filter(concern=OuterRef("pk"), what=rules.GIVEN_BACK).order_by().values("concern")
    waiting = Concern.objects.filter(school=school, state=NEW).defer("account").order_by("known_at", "id")
    for concern in waiting.annotate(free_since=Subquery(given.annotate(last=Max("at")).values("last"))):
        since = timezone.localdate(concern.free_since or concern.known_at)
        if today > within_working_days(since, terms["untouched_days"], school.nation):
            yield concern
