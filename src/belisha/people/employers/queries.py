"""Who sends adults, for whom."""

from django.db.models import FETCH_RAISE, Count, Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone

from belisha.core import keyset
from belisha.core.access import Can, may, visible_to
from belisha.core.queries import school_for
from belisha.people import rules
from belisha.people.models import Adult, Employer

PAGE = 50
SOME = 20


def employers(actor) -> QuerySet[Employer]:
    """Those known at the actor's school, by name, each with how many adults were sent by them."""
    here = visible_to(actor, Employer.objects.filter(school=actor.school))
    return here.annotate(number=Count("adults")).order_by("name", "id")


def page_of(actor, after: str) -> tuple[list[Employer], str]:
    """One page of them, and the key to ask for the next one with."""
    school_for(actor, Can.SEE_PEOPLE)
    return keyset.page(employers(actor).fetch_mode(FETCH_RAISE), by="name", key="id", after=after, size=PAGE)


def choices(actor) -> list[Employer]:
    """All of them, to choose from."""
    return list(visible_to(actor, Employer.objects.filter(school=actor.school)).order_by("name", "id"))


def employer_to_change(actor, employer_id) -> Employer:
    employer = get_object_or_404(employers(actor).select_related("school"), pk=employer_id)
    if not may(actor, Can.CHANGE_PEOPLE, employer):
        raise Http404
    return employer


def nobody_to_tell(actor) -> QuerySet[Adult]:
    """Agency adults who work here and of whom nobody knows who sends them, or whom to tell there."""
    today = timezone.localdate()
    here = visible_to(actor, Adult.objects.filter(school=actor.school, kind__in=rules.MUST_NAME_SENDER))
    here = here.filter(Q(ends=None) | Q(ends__gt=today))
    silent = Q(employer__contact="", employer__email="", employer__telephone="")
    return here.filter(Q(employer=None) | silent).order_by("name", "id")


def first_of_them(actor) -> list[Adult]:
    """As many of them as a page names."""
    return list(nobody_to_tell(actor).fetch_mode(FETCH_RAISE)[:SOME])
