"""Who attended what, and who has not: each for somebody."""

from dataclasses import dataclass

from django.db.models import FETCH_RAISE, Exists, OuterRef, Q, QuerySet, Subquery
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone

from belisha.core import keyset
from belisha.core.access import Can, Role, held, may, visible_to
from belisha.duties.owed import rules
from belisha.duties.owed.models import Duty, Owed
from belisha.people.models import Adult, Grant

PAGE = 50
# So many names stand on one page to be ticked: whoever is not among them is found by name.
MOST = 300
# Which rows of the register are shown, by the name in an address.
SHOWS = ("late", "due", "done", "all")


@dataclass(frozen=True)
class Chosen:
    """What a page of the register shows: one training duty, which rows of it, of which role."""

    duty: Duty
    show: str
    role: str = ""


def courses(actor) -> list[Duty]:
    """The training that the school asks for or asked for, live first."""
    found = visible_to(actor, Duty.objects.filter(_follows(actor), way="training").exclude(state=rules.DRAFT))
    return sorted(found.select_related("school"), key=lambda duty: (duty.state != rules.LIVE, duty.title, str(duty.pk)))


def _follows(actor) -> Q:
    return held(Can.SEE_ACKNOWLEDGEMENTS).q(actor)


def page_of_register(actor, chosen: Chosen, after: str) -> tuple[list[Owed], str]:
    """One page of adults by name, each with where they stand and what they attended last; the key of the next one."""
    rows = _register(actor, chosen).filter(_shown(chosen.show))
    return keyset.page(rows.fetch_mode(FETCH_RAISE), by="adult__name", key="adult_id", after=after, size=PAGE)


def _register(actor, chosen: Chosen) -> QuerySet[Owed]:
    """Of each adult who works here the newest round, with the last one that was done."""
    mine = Owed.objects.filter(adult=OuterRef("adult_id"), duty=chosen.duty)
    later = mine.filter(round__gt=OuterRef("round")).exclude(state=rules.LAPSED)
    last = mine.filter(state=rules.DONE).order_by("-held_on", "-round")
    here = Q(adult__ends=None) | Q(adult__ends__gt=timezone.localdate())
    rows = Owed.objects.filter(here, duty=chosen.duty).exclude(state=rules.LAPSED).exclude(Exists(later))
    if chosen.role:
        rows = rows.filter(Exists(_holding(chosen).filter(adult=OuterRef("adult_id"))))
    return visible_to(actor, rows).select_related("adult").defer("wording", "answers", "shown").annotate(
        last_course=Subquery(last.values("course")[:1]), last_held=Subquery(last.values("held_on")[:1]),
        last_given=Subquery(last.values("given")[:1]), last_id=Subquery(last.values("pk")[:1]),
        last_evidence=Subquery(last.values("evidence")[:1]),
    )  # fmt: skip


def _holding(chosen: Chosen) -> QuerySet[Grant]:
    today = timezone.localdate()
    now = Q(ends=None) | Q(ends__gt=today)
    return Grant.objects.filter(now, role=chosen.role, school=chosen.duty.school_id, starts__lte=today)


def _shown(show: str) -> Q:
    late = Q(state=rules.DUE, due_on__lt=timezone.localdate())
    return {"late": late, "due": Q(state=rules.DUE), "done": Q(state=rules.DONE)}.get(show, Q())


def counts(actor, chosen: Chosen) -> dict[str, int]:
    """How many rows each list has. One query for each of the four, however many adults there are."""
    rows = _register(actor, chosen).order_by()
    return {show: rows.filter(_shown(show)).count() for show in SHOWS}


def roles() -> list[tuple[str, str]]:
    """The roles by which the register can be narrowed."""
    from belisha.core.access import ROLES

    return [(role.value, card.label) for role, card in ROLES.items() if role not in (Role.ADULT, Role.INSPECTOR)]


# -- recording a session ----------------------------------------------------------------------------------------------


def course_to_record(actor, asked_id) -> Duty:
    """A training that is asked for, for whoever may witness."""
    live = Duty.objects.filter(held(Can.WITNESS).q(actor), way="training", state=rules.LIVE)
    found = get_object_or_404(visible_to(actor, live.select_related("school")), pk=asked_id)
    if not may(actor, Can.WITNESS, found):
        raise Http404
    return found


def could_attend(actor, duty: Duty, search: str = "", ticked=()) -> list[Adult]:
    """Adults of the school by name, as many as a page holds, and those who were ticked before; never oneself."""
    today = timezone.localdate()
    here = Adult.objects.filter(Q(ends=None) | Q(ends__gt=today), school=duty.school_id).exclude(pk=actor.id)
    here = visible_to(actor, here).only("name", "kind", "school_id", "ends").order_by("name", "pk")
    found = list(here.filter(name__icontains=search)[:MOST] if search else here[:MOST])
    kept = here.filter(pk__in=ticked).exclude(pk__in=[adult.pk for adult in found])
    return sorted([*found, *kept], key=lambda adult: (adult.name, str(adult.pk)))
