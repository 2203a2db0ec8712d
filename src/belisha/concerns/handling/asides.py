"""What this room puts on the page of a concern."""

from collections.abc import Iterable

from django.urls import reverse

from belisha.concerns import asides
from belisha.concerns.handling import queries, rules
from belisha.concerns.models import Concern

# Before and after what other rooms put there.
FIRST, LAST = 100, 60


def steps(actor, concern: Concern) -> Iterable[asides.Step]:
    """Every step of the concern, each with its page."""
    for at, each in enumerate(queries.steps_of(actor, concern)):
        url = reverse("handling:step", args=[concern.pk, each.step.number])
        yield asides.Step(each.step.label, url, each.in_words, rules.groups()[each.step.group], place=FIRST + at)


def panels(actor, concern: Concern) -> Iterable[asides.Panel]:
    """Where the letters, forms, reports to platforms and the index are."""
    yield asides.Panel("Letters, forms and reports", "handling/parts/panel.html", {"concern": concern}, place=LAST)
