"""Working out, from the rows, whom a concern reaches and who may never know of it; called inside actions alone."""

import datetime
from dataclasses import dataclass, replace
from uuid import UUID

from django.utils import timezone

from belisha.concerns import rules as concerns
from belisha.concerns.models import Barred, Concern, Route
from belisha.concerns.routing import ground, rules
from belisha.concerns.routing.ground import Ground
from belisha.concerns.routing.rules import Reached, Situation
from belisha.core import notices, prepared
from belisha.people.models import Adult


@dataclass(frozen=True)
class Rows:
    """What stands of a concern: the subjects, bars and routes that have not ended."""

    subjects: list
    bars: list
    routes: list

    @classmethod
    def of(cls, concern: Concern) -> "Rows":
        every = (concern.subjects.all(), concern.barred.all(), concern.routes.all())
        return cls(*[[row for row in rows if row.ended_at is None] for rows in every])


@dataclass(frozen=True)
class Plan:
    """How a concern ought to stand: why → adults who are barred for it, and the posts that it reaches."""

    bars: dict[str, frozenset[UUID]]
    reached: tuple[Reached, ...]
    situation: Situation

    @property
    def barred(self) -> frozenset[UUID]:
        return frozenset().union(*self.bars.values())

    def readers(self, posts) -> set[UUID]:
        """The adults who hold one of these posts and may know."""
        return {adult for post in posts for adult in self.situation.holders.get(post, ())} - self.barred


def anew(concern: Concern, *, at: datetime.datetime | None = None) -> list[Adult]:
    """Bar whoever must not know, end the routes that no longer stand, begin those that are new, and write to them.

    In the transaction of the action that calls it. Whoever had taken it and may not know of it has it no longer.
    Returns the adults who are newly reached.
    """
    at, rows = at or timezone.now(), Rows.of(concern)
    found = plan(concern, ground.of(concern.school), rows)
    _bar(concern, found, rows.bars, at)
    told = _move(concern, found, rows.routes, at)
    _let_go(concern, found)
    return told


def first(concern: Concern, subjects: list, children: list) -> list[Adult]:
    """The same for a concern that is being made, of which nothing stands yet but these rows.

    `children`: (pupil's key or None, what was written of them).
    """
    rows, at = Rows(subjects, [], []), concern.reported_at
    found = plan(concern, ground.of(concern.school), rows, children)
    _bar(concern, found, rows.bars, at)
    return _move(concern, found, rows.routes, at)


def hand_on(concern: Concern, *, at: datetime.datetime | None = None) -> list[Adult]:
    """Let the next post have it too, since nobody took it in time; write to its holders. Empty where none is left."""
    rows = Rows.of(concern)
    found = plan(concern, ground.of(concern.school), rows)
    post = rules.next_in_turn(found.situation, [each.post for each in found.reached])
    if post is None:
        return []
    handed = (*found.situation.handed, post)
    reached = rules.route(replace(found.situation, handed=handed))
    return _move(concern, replace(found, reached=reached), rows.routes, at or timezone.now())


def plan(concern: Concern, here: Ground, rows: Rows, children: list | None = None, without: UUID | None = None) -> Plan:
    """How the concern ought to stand on this ground. `without`: as if this adult declared a conflict too."""
    if children is None:
        children = ground.children_of([concern])[concern.pk]
    # Whoever is named in words alone is kept from it as if they had been chosen from a list.
    meant = here.meant_by(ground.words_of(concern, rows.subjects))
    subjects = meant | {each.adult_id for each in rows.subjects if each.adult_id}
    standing = {why: set() for why in rules.WHY_BARRED}
    for bar in rows.bars:
        standing[bar.why].add(bar.adult_id)
    own, named = rules.tied(here.bonds, subjects, frozenset(standing[rules.TIE]), concern.reported_at)
    bars = {
        rules.SUBJECT: subjects,
        rules.CHILD: frozenset(standing[rules.CHILD] | _close_to(children, here)),
        # What somebody said of themselves stays, whatever comes later.
        rules.DECLARED: frozenset(standing[rules.DECLARED] | ({without} if without else set())),
        rules.TIE: frozenset(own | named & standing[rules.TIE]),
    }
    situation = Situation(
        kind=concern.kind, holders=here.holders, subjects=subjects, barred=frozenset().union(*bars.values()),
        for_a_child=bool(concern.danger) or bool(children),
        added=tuple(post for kind, post, at in here.added if kind == concern.kind and at <= concern.reported_at),
        handed=tuple(row.post for row in rows.routes if row.why == rules.HANDED_ON),
        of_subjects=here.posts_of(subjects, timezone.localdate(concern.known_at)),
    )  # fmt: skip
    barred, reached = rules.with_soft(situation, frozenset(named) - bars[rules.TIE])
    bars[rules.TIE] |= (barred & named) - subjects
    return Plan(bars, reached, replace(situation, barred=barred))


def stands(concern: Concern, found: Plan, rows: Rows) -> bool:
    """Whether the rows say so already."""
    bars = {(bar.why, bar.adult_id) for bar in rows.bars}
    routes = {(row.post, row.leads) for row in rows.routes}
    wanted = {(why, adult) for why, adults in found.bars.items() for adult in adults}
    return (
        bars == wanted and routes == {(each.post, each.leads) for each in found.reached} and not _lost(concern, found)
    )


def _close_to(children: list, here: Ground) -> set[UUID]:
    return {
        adult
        for adult, pupil, name in here.families
        for key, words in children
        if (pupil is not None and pupil == key)
        or rules.names_child(words, name)
        or (pupil is not None and rules.names_child(words, here.names.get(pupil, "")))
    }


def _bar(concern: Concern, found: Plan, bars: list, at: datetime.datetime) -> None:
    known = {(bar.why, bar.adult_id) for bar in bars}
    wanted = {(why, adult) for why, adults in found.bars.items() for adult in adults}
    prepared.insert(
        [
            Barred(school_id=concern.school_id, concern=concern, adult_id=adult, why=why, since=at)
            for why, adult in wanted - known
        ]
    )
    if gone := [bar.pk for bar in bars if (bar.why, bar.adult_id) not in wanted]:
        Barred.objects.filter(pk__in=gone).update(ended_at=at)


def _move(concern: Concern, found: Plan, routes: list, at: datetime.datetime) -> list[Adult]:
    standing = {(row.post, row.leads) for row in routes}
    wanted = {(each.post, each.leads) for each in found.reached}
    if gone := [row.pk for row in routes if (row.post, row.leads) not in wanted]:
        Route.objects.filter(pk__in=gone).update(ended_at=at)
    fresh = [each for each in found.reached if (each.post, each.leads) not in standing]
    place = {"school_id": concern.school_id, "concern": concern, "began_at": at}
    prepared.insert([Route(post=each.post, leads=each.leads, why=each.why, **place) for each in fresh])
    told = prepared.rows(Adult, id=tuple(found.readers(each.post for each in fresh)))
    for adult in told:
        notices.post("signal", adult, "/", confidential=True, only_the_day=concern.only_the_day)
    return told


def _lost(concern: Concern, found: Plan) -> bool:
    """Whether somebody has taken it who may not know of it, or holds no post that it reaches."""
    taken = concern.state == concerns.TAKEN
    return taken and concern.owner_id not in found.readers(each.post for each in found.reached)


def _let_go(concern: Concern, found: Plan) -> None:
    if _lost(concern, found):
        concern.owner = concern.taken_at = None
        concerns.LIFECYCLE.move(concern, "give_back", with_fields=("owner_id", "taken_at"))
