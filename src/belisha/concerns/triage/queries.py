"""What triage shows, each for somebody: the queue, one concern on one page, and what the clocks say."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Max, Min, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.http import Http404
from django.urls import reverse
from django.utils import timezone

from belisha.concerns import rules as concerns
from belisha.concerns.asides import PANELS, STEPS, Panel, Step
from belisha.concerns.models import Child, Concern, Subject
from belisha.concerns.triage import rules
from belisha.concerns.triage.models import ConcernTerms, Consultation, Decision, Touched
from belisha.concerns.triage.rules import Clock
from belisha.core import keyset
from belisha.core.access import Can, may, reach, visible_to
from belisha.core.queries import school_for
from belisha.people.models import School
from belisha.policy.models import Clause, Version

PAGE = 50
SHOWS = {
    "open": "All that are open", concerns.NEW: "Nobody has taken them", "mine": "Taken by you", concerns.TAKEN: "Taken",
    concerns.CLOSED: concerns.STATES[concerns.CLOSED],
}  # fmt: skip
ORDERS = {"newest": "Newest first", "oldest": "Oldest first"}


# What the clocks go by, and no more: a list of ten thousand reads a page of these.
CLOCKED = ("id", "kind", "state", "basket", "known_at", "taken_at", "openness", "lado_at", "free_since")
OF_SCHOOL = ("school_id", "school__nation", *(f"school__concern_terms__{term}" for term in rules.TERMS))
SHOWN = ("number", "danger", "owner__name")


@dataclass(frozen=True)
class Row:
    """A concern as the queue shows it, in words: whom it is about by kind, and not by name."""

    url: str
    number: str
    state: str
    standing: str
    in_danger: bool
    kind: str
    about: str
    days: int
    owner: str
    basket: str
    clock: Clock | None
    late: bool


def terms_of(actor, school: School) -> dict[str, int]:
    """The terms of a school: its own, or what ships."""
    own = visible_to(actor, ConcernTerms.objects.filter(school=school)).values(*rules.TERMS).first()
    return own or rules.shipped_terms()


def now_at(actor, school: School) -> rules.Now:
    """The moment, the nation and the terms by which a school's clocks are counted."""
    return rules.Now(timezone.now(), timezone.get_current_timezone(), school.nation, terms_of(actor, school))


def page_of(actor, show: str, order: str, after: str) -> tuple[list[Row], str]:
    """One page of the concerns that the actor may know of, and the key of the next one ("" at the end).

    The same number of questions to the database for any number of concerns; no words are unsealed for it.
    """
    found = _timed(_shown(actor, show)).values_list(*CLOCKED, *OF_SCHOOL, *SHOWN, named=True)
    rows, more = keyset.page(found, by="known_at", key="id", after=after, size=PAGE, falling=order != "oldest")
    about, nows = _about(rows), _nows(rows)
    clocks = _soonest(rows, about, nows)
    return [_row(row, about[row.id], nows[row.school_id], clocks[row.id]) for row in rows], more


def longest_waiting(actor) -> Clock | None:
    """The clock of the concern that has waited longest for somebody to take it; None where none waits."""
    found = _timed(_reaching(actor).filter(state=concerns.NEW)).order_by("known_at")
    rows = found.values_list(*CLOCKED, *OF_SCHOOL, named=True)[:1]
    every = (clock for row in rows for clock in _clocks(row, (), _nows([row])[row.school_id]))
    return next((clock for clock in every if clock.key == "take"), None)


def dated(actor) -> list[tuple[UUID, Clock]]:
    """The actor's own concerns with the clock that ends next, for the home page and a calendar."""
    own = _timed(_reaching(actor).filter(owner_id=actor.id, state=concerns.TAKEN))
    rows = list(own.values_list(*CLOCKED, *OF_SCHOOL, named=True))
    return [(key, clock) for key, clock in _soonest(rows, _about(rows), _nows(rows)).items() if clock]


def _reaching(actor) -> QuerySet[Concern]:
    return visible_to(actor, Concern.objects.all())


def _shown(actor, show: str) -> QuerySet[Concern]:
    every = _reaching(actor)
    where = reach(actor, Can.HANDLE_CONCERN)
    if where.schools and not where.trusts:
        # Said twice (the routes say it already), so that the list can follow its index.
        every = every.filter(school_id__in=where.schools)
    if show == "mine":
        return every.filter(owner_id=actor.id, state=concerns.TAKEN)
    return every.filter(closed_at=None) if show == "open" else every.filter(state=show)


def _timed(rows: QuerySet[Concern]) -> QuerySet[Concern]:
    """With when the LADO was first asked, and when it was last given back."""
    asked = Consultation.objects.filter(concern=OuterRef("pk"), body=rules.LADO).order_by().values("concern")
    given = Decision.objects.filter(concern=OuterRef("pk"), what=rules.GIVEN_BACK).order_by().values("concern")
    return rows.annotate(
        lado_at=Subquery(asked.annotate(first=Min("at")).values("first")),
        free_since=Subquery(given.annotate(last=Max("at")).values("last")),
    )


def _about(rows: list) -> dict[UUID, list[str]]:
    """Kinds of those whom each of these concerns is about: one question, or none where there is no concern."""
    about = {row.id: [] for row in rows}
    subjects = Subject.objects.filter(concern__in=list(about), ended_at=None) if about else Subject.objects.none()
    for key, kind in subjects.values_list("concern_id", "kind"):
        about[key].append(kind)
    return about


def _nows(rows: list) -> dict[UUID, rules.Now]:
    """By which each of their schools counts: its own terms, or what ships."""
    at, zone, shipped = timezone.now(), timezone.get_current_timezone(), rules.shipped_terms()
    nows = {}
    for row in {row.school_id: row for row in rows}.values():
        own = {term: getattr(row, f"school__concern_terms__{term}") for term in rules.TERMS}
        nows[row.school_id] = rules.Now(at, zone, row.school__nation, shipped if None in own.values() else own)
    return nows


def _reviewed(rows: list, nows: dict[UUID, rules.Now]) -> dict[UUID, datetime.datetime | None]:
    """When each of these was first reviewed: asked only where one may meet the threshold, once for all of them."""
    waiting = {row.id: nows[row.school_id] for row in rows if row.basket == concerns.THRESHOLD}
    if not waiting:
        return {}
    made = Decision.objects.filter(concern__in=list(waiting), what=rules.BASKET, basket=concerns.THRESHOLD)
    decided = {key: [] for key in waiting}
    for key, at in made.values_list("concern_id", "at"):
        decided[key].append(at)
    return {key: rules.first_review(every, waiting[key]) for key, every in decided.items()}


def _clocks(row, about: Iterable[str], now: rules.Now, reviewed_at=None) -> list[Clock]:
    return rules.clocks(
        rules.Standing(
            row.kind, row.state, row.basket, row.known_at, frozenset(about), row.lado_at, row.taken_at,
            row.free_since, reviewed_at, row.openness == concerns.ANONYMOUS,
        ),
        now,
    )  # fmt: skip


def _soonest(rows: list, about: dict[UUID, list[str]], nows: dict[UUID, rules.Now]) -> dict[UUID, Clock | None]:
    reviewed = _reviewed(rows, nows)
    every = ((row.id, _clocks(row, about[row.id], nows[row.school_id], reviewed.get(row.id))) for row in rows)
    return {key: rules.soonest(clocks) for key, clocks in every}


def _row(row, about: list[str], now: rules.Now, clock: Clock | None) -> Row:
    return Row(
        url=reverse("triage:detail", args=[row.id]), number=row.number, state=row.state,
        standing=concerns.STATES[row.state],
        in_danger=bool(row.danger) and row.state != concerns.CLOSED, kind=concerns.TYPES[row.kind],
        about="; ".join(dict.fromkeys(concerns.SUBJECTS[kind] for kind in about)),
        days=(now.day(now.at) - now.day(row.known_at)).days, owner=row.owner__name or "",
        basket=concerns.BASKETS.get(row.basket, "").lower(), clock=clock,
        late=clock is not None and clock.stands == rules.LATE,
    )  # fmt: skip


# -- one concern ------------------------------------------------------------------------------------


def whole(actor, concern_id) -> Concern:
    """A concern with all that its page shows; what the actor may not know of is not found."""
    found = _timed(_reaching(actor)).select_related("school", "owner", "reporter", "entered_by")
    found = found.prefetch_related(
        Prefetch("subjects", queryset=Subject.objects.filter(ended_at=None).select_related("adult__school")),
        Prefetch("children", queryset=Child.objects.select_related("pupil")),
    )
    concern = found.filter(pk=concern_id).first()
    if concern is None:
        raise Http404
    concern.standing = list(concern.subjects.all())
    return concern


def clocks(actor, concern: Concern) -> list[Clock]:
    """The clocks of a concern that `whole` fetched."""
    now, about = now_at(actor, concern.school), [each.kind for each in concern.standing]
    return _clocks(concern, about, now, _reviewed([concern], {concern.school_id: now}).get(concern.id))


def earlier(actor, concern: Concern) -> list[Concern]:
    """Other concerns about the same adults, as far as this person may know of them, the newest first."""
    adults = [each.adult_id for each in concern.standing if each.adult_id]
    if not adults:
        return []
    about = Subject.objects.filter(adult__in=adults, ended_at=None).exclude(concern=concern.pk).values("concern_id")
    found = _reaching(actor).filter(pk__in=about).defer("account")
    return list(found.order_by("-known_at", "id")[:PAGE])


def shows_pattern(actor, concern: Concern, before: Iterable[Concern], *, as_if=False) -> bool:
    """Whether this is at least the third low-level concern about the adult in the school's months.

    `as_if`: also where this one is not decided yet. Only those count that the actor may know of.
    """
    low = [timezone.localdate(each.known_at) for each in before if each.basket == concerns.LOW_LEVEL]
    here = timezone.localdate(concern.known_at)
    if concern.basket == concerns.LOW_LEVEL or (as_if and not concern.basket):
        low.append(here)
    return rules.is_pattern(low, here, terms_of(actor, concern.school))


def decisions(actor, concern: Concern) -> list[Decision]:
    """Everything that was decided about it, the newest first."""
    found = visible_to(actor, Decision.objects.filter(concern=concern))
    return list(found.select_related("by").order_by("-at", "id"))


def consultations(actor, concern: Concern) -> list[Consultation]:
    """Who was asked about it, the newest first."""
    found = visible_to(actor, Consultation.objects.filter(concern=concern))
    return list(found.select_related("by").order_by("-at", "id"))


def touched(actor, concern: Concern) -> list[Touched]:
    """The clauses that were chosen and stand."""
    found = visible_to(actor, Touched.objects.filter(concern=concern, ended_at=None))
    return list(found.select_related("version__policy", "by").defer("version__source").order_by("ident"))


def panels(actor, concern: Concern) -> list[Panel]:
    """What other rooms put on the page."""
    return sorted((one for find in PANELS for one in find(actor, concern)), key=lambda one: one.place)


def steps(actor, concern: Concern) -> list[Step]:
    """What other rooms offer to do."""
    return sorted((one for find in STEPS for one in find(actor, concern)), key=lambda one: one.place)


def may_handle(actor, concern: Concern) -> bool:
    """Whether the actor deals with concerns here: whoever only advises reads."""
    return may(actor, Can.HANDLE_CONCERN, concern)


def school_whose_terms(actor) -> School:
    """The actor's school, for whoever sets its terms."""
    return school_for(actor, Can.KEEP_ROUTES)


# -- clauses ----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Offered:
    """A clause that a concern may touch: its key on a form (version and ident), its number, its words."""

    key: str
    label: str
    text: str


def offered(actor, concern: Concern, versions: Iterable[Version]) -> list[Offered]:
    """The clauses that are proposed because of its type, as they stood; and those that somebody chose besides."""
    idents = concerns.type_row(concern.kind)["clauses"]
    kept = [(row.version_id, row.ident) for row in touched(actor, concern)]
    alike = Q(pack_id__in=idents) | Q(pack_id="", ident__in=idents) & ~Q(version__pack="")
    for version, ident in kept:
        alike |= Q(version_id=version, ident=ident)
    within = {version.pk for version in versions} | {version for version, _ in kept if version}
    rows = visible_to(actor, Clause.objects.filter(alike, version__in=within)).select_related("version__policy")
    return [_offered(row) for row in rows.defer("version__source").order_by("version__policy__title", "position")]


def find_clause(actor, versions: Iterable[Version], typed: str) -> str:
    """The key on a form of the clause with this number or ident, of the versions in force then; "" for none."""
    rows = visible_to(actor, Clause.objects.filter(version__in=list(versions)))
    found = rows.filter(Q(number__iexact=typed) | Q(ident__iexact=typed)).order_by("position").first()
    return f"{found.version_id}:{found.ident}" if found else ""


def _offered(row: Clause) -> Offered:
    return Offered(f"{row.version_id}:{row.ident}", f"Clause {row}", row.text)
