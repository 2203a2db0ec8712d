"""Whom to call, and what was done about a concern, each for somebody."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone

from belisha.concerns import terms
from belisha.concerns.handling import rules
from belisha.concerns.handling.calling import rules as directory
from belisha.concerns.handling.models import FilterCheck, Number, Paper, PostReport, StepEntry
from belisha.concerns.models import Child, Concern, Subject
from belisha.concerns.sealing import opened, opened_many
from belisha.core.access import Role, visible_to
from belisha.people import rules as people
from belisha.people.models import Adult

# The newest so many checks of the filter; older ones are in the log.
MOST = 100

# -- whom to call ----------------------------------------------------------------------------------------------------


def numbers(school, purpose: str = "") -> list[Number]:
    """Whom to call, for everybody who stands before the school's own pages, strangers too: it names nobody.

    `purpose`: one of `calling.rules.PURPOSES`; "" for all. Where the school has no row yet, what ships stands in, so
    that somebody in need is never shown an empty page. A row that nobody filled in says so itself (`empty`).
    """
    rows = list(Number.objects.filter(school=school, state=directory.KEPT).order_by("place", "label", "pk"))
    if not rows and not Number.objects.filter(school=school).exists():
        rows = _as_shipped(school)
    return [row for row in rows if not purpose or purpose in row.purposes]


def directory_of(actor) -> QuerySet[Number]:
    """The rows of the actor's own school, of whatever state."""
    found = visible_to(actor, Number.objects.filter(school_id=actor.school_id))
    return found.select_related("school", "looked_by").order_by("place", "label", "pk")


def number_for(actor, number_id) -> Number:
    return get_object_or_404(directory_of(actor), pk=number_id)


def to_check(actor) -> int:
    """How many rows the school should fill in or hold against their source."""
    rows = directory_of(actor).filter(state=directory.KEPT)
    return sum(row.empty or row.overdue for row in rows)


def _as_shipped(school) -> list[Number]:
    day = timezone.localdate()
    rows = [{name: row[name] for name in directory.SHIPPED} for row in directory.shipped()]
    return [Number(school=school, place=at, looked_on=day, next_look=day, **row) for at, row in enumerate(rows)]


# -- steps -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Standing:
    """A step of a concern as it stands: its newest entry, if there is one, and what was answered in it."""

    step: rules.Step
    entry: StepEntry | None
    answers: Mapping[str, str]
    reason: str = ""

    @property
    def state(self) -> str:
        return self.entry.state if self.entry else rules.NOT_STARTED

    @property
    def in_words(self) -> str:
        return rules.IN_WORDS[self.state]

    @property
    def turn(self) -> int:
        return self.entry.turn if self.entry else 0


def entries_of(actor, concern: Concern) -> list[tuple[StepEntry, dict]]:
    """What was written down about a concern, oldest first, with its words."""
    found = visible_to(actor, StepEntry.objects.filter(concern=concern))
    rows = list(found.select_related("by").order_by("at", "turn", "pk"))
    words = opened_many(concern.school_id, [(concern.pk, row.words) for row in rows])
    return list(zip(rows, words, strict=True))


def steps_of(actor, concern: Concern) -> list[Standing]:
    """The steps of a concern in the order of their groups, each as it stands."""
    newest = {entry.step: (entry, words) for entry, words in entries_of(actor, concern)}
    said = {step: words.get("answers", {}) for step, (_, words) in newest.items()}
    found = rules.standing(concern.kind, said, facts_of(actor, concern))
    return [_standing(step, newest.get(step.key)) for step in found]


def step_for(actor, concern: Concern, number: int) -> Standing:
    """One of them; what does not stand for this concern is not found."""
    found = next((each for each in steps_of(actor, concern) if each.step.number == number), None)
    if found is None:
        raise Http404
    return found


def facts_of(actor, concern: Concern) -> frozenset[str]:
    """What is so about a concern and opens further steps."""
    now, posts, adults = timezone.now(), list(_posts(actor, concern)), subjects_of(actor, concern)
    hours = platform_hours(concern)
    late = any(rules.platform_is_late(_due(row, hours), row.outcome, row.unsafe, now) for row in posts)
    found = {
        rules.ABOUT_ADULT: bool(adults),
        rules.EMPLOYER: any(sent_by_others(adult) for adult in adults),
        rules.PLATFORM_LATE: late,
        rules.INTIMATE: any(row.intimate for row in posts),
    }
    return frozenset(fact for fact, so in found.items() if so)


def subjects_of(actor, concern: Concern) -> list[Adult]:
    """The adults of the school whom it is about, for whoever may know of it."""
    rows = visible_to(actor, Subject.objects.filter(concern=concern, ended_at=None)).exclude(adult=None)
    return [row.adult for row in rows.select_related("adult__employer").order_by("added_at", "pk")]


def sent_by_others(adult: Adult) -> bool:
    """Whether somebody else employs them (clause 2-04-b), and has to decide too."""
    return adult.employer_id is not None or adult.kind in people.SENT


def _standing(step: rules.Step, newest: tuple[StepEntry, dict] | None) -> Standing:
    entry, words = newest or (None, {})
    return Standing(step, entry, words.get("answers", {}), words.get("reason", ""))


# -- reports to platforms --------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Post:
    """A report to a platform with its words."""

    row: PostReport
    words: dict
    reply: str
    late: bool
    # When the platform has had its time.
    due: datetime


def _posts(actor, concern: Concern) -> QuerySet[PostReport]:
    found = visible_to(actor, PostReport.objects.filter(concern=concern))
    return found.select_related("noted_by").order_by("reported_at", "pk")


def posts_of(actor, concern: Concern) -> list[Post]:
    """The reports to platforms, oldest first."""
    rows, now, hours = list(_posts(actor, concern)), timezone.now(), platform_hours(concern)
    words = opened_many(concern.school_id, [(concern.pk, row.words) for row in rows])
    replies = opened_many(concern.school_id, [(concern.pk, row.reply) for row in rows])
    found = []
    for row, said, reply in zip(rows, words, replies, strict=True):
        due = _due(row, hours)
        late = rules.platform_is_late(due, row.outcome, row.unsafe, now)
        found.append(Post(row, said, reply.get("reply", ""), late, due))
    return found


def platform_hours(concern: Concern) -> int:
    """Hours in which a platform answers, before one goes on: the school's own."""
    return terms.of(concern.school_id)["platform_hours"]


def _due(row: PostReport, hours: int) -> datetime:
    return rules.platform_due(row.reported_at, hours)


def post_for(actor, concern: Concern, post_id) -> PostReport:
    return get_object_or_404(_posts(actor, concern).select_related("concern__school", "school"), pk=post_id)


# -- letters and forms -----------------------------------------------------------------------------------------------


def papers_of(actor, concern: Concern) -> list[Paper]:
    """The letters and forms, oldest first."""
    found = visible_to(actor, Paper.objects.filter(concern=concern))
    return list(found.select_related("begun_by").order_by("begun_at", "pk"))


def paper_for(actor, concern: Concern, written_id) -> Paper:
    found = visible_to(actor, Paper.objects.filter(concern=concern))
    return get_object_or_404(found.select_related("concern__school", "school", "begun_by"), pk=written_id)


def words_of(paper: Paper) -> dict:
    """What was filled in, of a paper that was fetched for its reader."""
    return opened(paper.school_id, paper.concern_id, paper.words)


def names_child(actor, paper: Paper, said: Mapping[str, str]) -> bool:
    """Whether a letter that names no child has the name of one of the concern's children in it."""
    if not paper.template.names_no_child:
        return False
    rows = visible_to(actor, Child.objects.filter(concern_id=paper.concern_id)).exclude(pupil=None)
    return rules.names_a_child(said.values(), rows.values_list("pupil__name", flat=True))


def after_of(paper: Paper) -> dict:
    """To whom it went and what came back, and on which day, likewise."""
    after = opened(paper.school_id, paper.concern_id, paper.after)
    return {**after, "answered": date.fromisoformat(after["answered"])} if after.get("answered") else after


# -- checks of the filter --------------------------------------------------------------------------------------------


def checks(actor) -> QuerySet[FilterCheck]:
    """What the actor was asked to check, or asked for, newest first."""
    found = visible_to(actor, FilterCheck.objects.filter(school_id=actor.school_id))
    return found.select_related("school", "asked_by", "done_by").order_by("-asked_at", "-pk")


def check_for(actor, gap_id) -> FilterCheck:
    return get_object_or_404(checks(actor), pk=gap_id)


def checks_waiting(actor) -> int:
    """How many checks wait for the actor, who looks after the filter."""
    leads = any(held.role == Role.IT_LEAD for held in actor.held)
    return checks(actor).filter(done_at=None).count() if leads else 0
