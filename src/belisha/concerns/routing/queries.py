"""Routes as the school sees them, and what a concern's own page says of whom it is about and who may not know."""

import datetime
from dataclasses import dataclass

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from belisha.concerns import rules as concerns
from belisha.concerns.models import Barred, Concern, Route, Subject
from belisha.concerns.queries import concern_for
from belisha.concerns.routing import ground, rules, working_out
from belisha.concerns.routing.models import AddedPost, Tie
from belisha.concerns.sealing import opened_many
from belisha.core.access import ROLES, Can, Role, may, visible_to
from belisha.core.action import ACTIONS
from belisha.core.audit import confidential_log
from belisha.core.models import AuditEntry
from belisha.core.queries import Line, lines
from belisha.packs.concerning import concern_table
from belisha.people.models import Adult
from belisha.pupils.rules import folded

__all__ = ["concern_for"]


# -- the table ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class TypeRow:
    """A type of concern, the posts that it reaches (the first leads), and those that this school added."""

    key: str
    label: str
    posts: tuple[str, ...]
    added: tuple[str, ...]


def label(post: str) -> str:
    return ROLES[Role(post)].label


def table(actor, school) -> list[TypeRow]:
    """Which type reaches which posts in this school. It says nothing of any concern."""
    added = visible_to(actor, AddedPost.objects.filter(school=school)).order_by("added_at")
    more = [(row.kind, label(row.post)) for row in added]
    return [
        TypeRow(
            key, words, tuple(map(label, concerns.type_row(key)["reaches"])),
            tuple(post for kind, post in more if kind == key),
        )
        for key, words in concerns.TYPES.items()
    ]  # fmt: skip


def shipped() -> dict:
    """What ships: who comes instead of whom, with its source and when that was last looked at."""
    found = concern_table("routes")
    return {
        "types_checked": datetime.date.fromisoformat(concern_table("types")["last_checked"]),
        "checked": datetime.date.fromisoformat(found["last_checked"]),
        "instead": [{**row, "post": label(row["post"]), "next": label(row["next"])} for row in found["instead"]],
        "about": [
            {**row, "post": label(row["post"]), "leads": [label(each) for each in row["leads"]]}
            for row in found["about"]
        ],
        "child": {**found["for_a_child"], "posts": [label(each) for each in found["for_a_child"]["posts"]]},
        "alone": {**found["alone"], "about": [label(each) for each in found["alone"]["about"]]},
    }


def posts() -> list[tuple[str, str]]:
    """The posts that a concern can reach, as choices."""
    return [(post, label(post)) for post in ground.POSTS]


# -- people ---------------------------------------------------------------------------------------------------------


def colleagues(actor, school, name: str) -> list[Adult]:
    """Others who work in a school of the actor's and are called exactly so; a part of a name finds nobody."""
    if not folded(name) or not any(may(actor, can, school) for can in (Can.DECLARE, Can.HANDLE_CONCERN)):
        return []
    here = Adult.objects.filter(school_id=school.pk).exclude(pk=actor.id).order_by("name", "pk")
    return [adult for adult in here if adult.is_active and folded(adult.name) == folded(name)]


def ties(actor) -> list[Tie]:
    """Those whom the actor named as close to them."""
    return list(
        visible_to(actor, Tie.objects.filter(ended_at=None)).select_related("other").order_by("other__name", "id")
    )


def tie_for(actor, tie_id) -> Tie:
    """One of them."""
    found = visible_to(actor, Tie.objects.filter(ended_at=None)).select_related("other", "school")
    return get_object_or_404(found, pk=tie_id)


# -- one concern ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class SubjectLine:
    """Whom a concern is about, as its page says it."""

    id: object
    kind: str
    name: str
    employer: str


def subjects_of(actor, concern: Concern) -> list[SubjectLine]:
    """Whom it is about, as far as is known today."""
    found = visible_to(actor, Subject.objects.filter(concern=concern, ended_at=None))
    rows = list(found.select_related("adult__employer").order_by("added_at", "id"))
    words = opened_many(concern.school_id, [(row.concern_id, row.words) for row in rows])
    return [
        SubjectLine(row.pk, row.get_kind_display(), _called(row, said), _employer(row))
        for row, said in zip(rows, words, strict=True)
    ]


def _called(row: Subject, said: dict) -> str:
    return row.adult.name if row.adult else said.get("words", "")


def _employer(row: Subject) -> str:
    return row.adult.employer.name if row.adult and row.adult.employer else ""


def subject_for(actor, concern: Concern, subject_id) -> Subject:
    found = visible_to(actor, Subject.objects.filter(concern=concern, ended_at=None)).select_related("adult")
    return get_object_or_404(found, pk=subject_id)


def routes_of(actor, concern: Concern) -> QuerySet[Route]:
    """The posts that it reaches today, the one that leads first."""
    return visible_to(actor, Route.objects.filter(concern=concern, ended_at=None)).order_by(
        "-leads", "began_at", "post"
    )


@dataclass(frozen=True)
class Withdrawn:
    """Somebody from whom a concern was withdrawn: why, since when, and what they had seen until then."""

    name: str
    why: str
    since: datetime.datetime
    seen: list[Line]


def withdrawn(actor, concern: Concern) -> list[Withdrawn]:
    """Those who may not know of it and could have, or did, before that was known."""
    bars = visible_to(actor, Barred.objects.filter(concern=concern, ended_at=None)).select_related("adult")
    rows, found = sorted(bars, key=lambda bar: bar.since), {}
    for bar in rows:
        found.setdefault(bar.adult_id, bar)
    seen = _seen_by(concern, list(found))
    return [
        Withdrawn(bar.adult.name, rules.WHY_BARRED[bar.why], bar.since, seen.get(key, []))
        for key, bar in found.items()
        if key in seen or bar.why == rules.DECLARED or bar.since > concern.reported_at
    ]


def _seen_by(concern: Concern, adults: list) -> dict:
    """Adult → what the concern's own log says that they did with it as somebody who deals with concerns."""
    told = AuditEntry.objects.filter(
        school_id=confidential_log(concern.school_id), kept_under=concern.kept_under, actor__in=adults,
        kind__in=[key for key, one in ACTIONS.items() if one.needs == Can.HANDLE_CONCERN],
    )  # fmt: skip
    rows = list(told.order_by("seq"))
    found: dict = {}
    for row, line in zip(rows, lines(rows), strict=True):
        found.setdefault(row.actor, []).append(line)
    return found


def after_conflict(actor, concern: Concern) -> list[str]:
    """The posts that it would reach if the actor stepped away; empty if nobody in the school were left."""
    rows = working_out.Rows.of(concern)
    found = working_out.plan(concern, ground.of(concern.school), rows, without=actor.id)
    return [label(each.post) for each in found.reached]


def reaches_nobody(actor, concern: Concern) -> bool:
    """Whether no post is left in the school: then its page, and its receipt, name the ways outside."""
    return not routes_of(actor, concern).exists()


def still_sees(actor, concern: Concern) -> bool:
    """Whether the actor may know of it now."""
    return visible_to(actor, Concern.objects.filter(pk=concern.pk)).exists()
