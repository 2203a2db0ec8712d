"""Opening what adults owe, and letting it lapse: everything that Belisha itself does about duties.

`open_for(adult, by=…)` asks one adult for all that is due of them, at once; `ask_everyone(duty, by=WORKER)` asks all
adults for one duty, a chunk at a time. Both may run twice, and two at once never double.
"""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Exists, Max, OuterRef, Q, QuerySet
from django.utils import timezone

from belisha.core import audit, jobs
from belisha.core.access import WORKER, Can, Role, System
from belisha.core.action import action, answer
from belisha.duties.owed import rules
from belisha.duties.owed.models import Duty, Owed
from belisha.people.days import closed_from
from belisha.people.models import Adult, Grant, School

# How many adults are asked in one transaction: others write in between, and a killed worker loses one chunk at most.
CHUNK = 200


@dataclass(frozen=True)
class Asking:
    """A round that is to be opened: for whom, of which duty, its number."""

    adult: Adult
    duty: Duty
    number: int


@action("owed.open", needs=Can.OPEN_DUTIES, sentence="{by} asked {who}: {about}")
def _open(duty: Duty, *, by: System, asked: list[Asking], who: str) -> None:
    """Open a round of one duty for each of some adults."""
    _make(asked)


@action("owed.ask", needs=Can.OPEN_DUTIES, sentence="{by} asked {about}: {what}")
def _ask(adult: Adult, *, by: System, asked: list[Asking], what: str) -> None:
    """Open a round of each of some duties for one adult."""
    _make(asked)


@action("owed.lapse", needs=Can.OPEN_DUTIES, sentence="{by} stopped asking {about} for {what}")
def _lapse_of(adult: Adult, *, by: System, rows: list, what: str) -> None:
    """Some tasks of one adult are no longer asked."""
    Owed.objects.filter(pk__in=rows, state=rules.DUE).update(state=rules.LAPSED)


@action("owed.lapse_all", needs=Can.OPEN_DUTIES, sentence="{by} stopped asking {who}: {about}")
def _lapse(duty: Duty, *, by: System, rows: list, who: str) -> None:
    """One duty is no longer asked of some adults."""
    Owed.objects.filter(pk__in=rows, state=rules.DUE).update(state=rules.LAPSED)


def _make(asked: list[Asking]) -> None:
    """The rows, with two statements however many there are."""
    now, today = timezone.now(), timezone.localdate()
    closed = closed_from(asked[0].adult.school_id, min(today, *(each.adult.starts for each in asked)))
    Owed.objects.bulk_create(
        Owed(
            school_id=each.adult.school_id, adult=each.adult, duty=each.duty, round=each.number, opened_at=now,
            due_on=rules.due_on(each.duty.terms, each.adult.starts, today, closed),
        )
        for each in asked
    )  # fmt: skip


# -- one duty, many adults ------------------------------------------------------------------------------------------


def ask_everyone(duty: Duty, *, by: System) -> int:
    """Ask every adult of the school whom a live duty speaks to and who has to be asked today. Returns how many."""
    asked = 0
    while number := _ask_some(duty, by=by):
        asked += number
    return asked


@transaction.atomic
def _ask_some(duty: Duty, *, by: System) -> int:
    audit.hold(duty.school_id)  # of two workers, the second looks when the first has asked
    duty.refresh_from_db(fields=["state", "starts_on", "kinds", "roles", "days"])
    if duty.state != rules.LIVE or duty.starts_on > timezone.localdate():
        return 0
    adults = list(not_asked(duty)[:CHUNK])
    if adults:
        asked = [Asking(adult, duty, (adult.newest or 0) + 1) for adult in adults]
        _open(duty, by=by, asked=asked, who=_adults(len(adults)))
    return len(adults)


def not_asked(duty: Duty) -> QuerySet[Adult]:
    """Adults who are to be asked today: `rules.next_round` and `rules.speaks_to` as SQL, with their newest round."""
    today, here = timezone.localdate(), spoken_to(duty)
    mine = Owed.objects.filter(adult=OuterRef("pk"), duty=duty)
    holds = Q(state=rules.DUE) | Q(state=rules.DONE) & (Q(again_on=None) | Q(again_on__gt=today))
    newest = mine.order_by().values("adult").annotate(newest=Max("round")).values("newest")
    # `rules.is_worth_asking`, by the soonest day on which it can be due for anybody.
    soonest = rules.due_on(duty.terms, today, today, closed_from(duty.school_id, today))
    here = here.filter(Q(ends=None) | Q(ends__gt=soonest))
    return here.exclude(Exists(mine.filter(holds))).annotate(newest=newest).order_by("pk")


def spoken_to(duty: Duty) -> QuerySet[Adult]:
    """Adults who work in the school today and whom a duty speaks to."""
    today = timezone.localdate()
    return Adult.objects.filter(_here(today), school_id=duty.school_id).filter(_spoken_to(duty, today))


def _here(today: datetime.date) -> Q:
    return Q(ends=None) | Q(ends__gt=today)


def _spoken_to(duty: Duty, today: datetime.date) -> Q:
    everybody = (not duty.kinds and not duty.roles) or Role.ADULT.value in duty.roles
    if everybody:
        return Q()
    held = Grant.objects.filter(
        adult=OuterRef("pk"), role__in=duty.roles, school_id=duty.school_id, starts__lte=today
    ).filter(_here(today))
    return Q(kind__in=duty.kinds) | Exists(held)


def let_lapse(duty: Duty, *, by: System) -> int:
    """Stop asking whom a duty no longer speaks to, or everybody once it has ended. What was done stays.

    Safe to run twice. Returns how many were no longer asked.
    """
    ended = 0
    while number := _let_some_lapse(duty, by=by):
        ended += number
    return ended


@transaction.atomic
def _let_some_lapse(duty: Duty, *, by: System) -> int:
    audit.hold(duty.school_id)
    duty.refresh_from_db(fields=["state", "kinds", "roles"])
    rows = list(_no_longer_asked(duty).values_list("pk", flat=True)[:CHUNK])
    if rows:
        _lapse(duty, by=by, rows=rows, who=_adults(len(rows)))
    return len(rows)


def _no_longer_asked(duty: Duty) -> QuerySet[Owed]:
    rows = Owed.objects.filter(duty=duty, state=rules.DUE).order_by("pk")
    return rows.exclude(Exists(spoken_to(duty).filter(pk=OuterRef("adult_id")))) if duty.state == rules.LIVE else rows


# -- one adult, every duty ------------------------------------------------------------------------------------------


@transaction.atomic
def open_for(adult: Adult, *, by: System = WORKER) -> int:
    """Ask one adult for every live duty that speaks to them and is due to be asked, at once. Returns how many.

    What is open and no longer speaks to them lapses. Four queries, and at most two entries in the log.
    """
    audit.hold(adult.school_id)
    today = timezone.localdate()
    if not adult.is_active:
        return close_for(adult, by=by)
    live = Duty.objects.filter(school_id=adult.school_id, state=rules.LIVE).order_by("title", "pk")
    held = _held_by(adult)
    mine = [duty for duty in live if rules.speaks_to(duty.kinds, duty.roles, adult.kind, held)]
    gone = Owed.objects.filter(adult=adult, state=rules.DUE).exclude(duty__in=mine).values_list("pk", flat=True)
    if gone := list(gone):
        _lapse_of(adult, by=by, rows=gone, what=_tasks(len(gone)))
    rounds = _rounds(adult)
    asked = [
        Asking(adult, duty, number)
        for duty in _worth_asking(mine, adult, today)
        if duty.starts_on <= today and (number := rules.next_round(rounds.get(duty.pk, ()), today))
    ]
    if asked:
        _ask(adult, by=by, asked=asked, what="; ".join(each.duty.title for each in asked))
    return len(asked)


def _worth_asking(duties: list[Duty], adult: Adult, today: datetime.date) -> list[Duty]:
    if adult.ends is None:
        return duties
    closed = closed_from(adult.school_id, min(today, adult.starts))
    due = {duty.pk: rules.due_on(duty.terms, adult.starts, today, closed) for duty in duties}
    return [duty for duty in duties if rules.is_worth_asking(due[duty.pk], adult.ends)]


def close_for(adult: Adult, *, by: System = WORKER) -> int:
    """Nothing more is asked of an adult who has left. What they did stays."""
    rows = list(Owed.objects.filter(adult=adult, state=rules.DUE).values_list("pk", flat=True))
    if rows:
        _lapse_of(adult, by=by, rows=rows, what=_tasks(len(rows)))
    return 0


def _held_by(adult: Adult) -> set[str]:
    """The roles that an adult holds at their school today, looked up afresh: one of them may just have been given."""
    today = timezone.localdate()
    held = Grant.objects.filter(_here(today), adult=adult, school_id=adult.school_id, starts__lte=today)
    return {Role.ADULT.value, *held.values_list("role", flat=True)}


def _rounds(adult: Adult) -> dict:
    rows = Owed.objects.filter(adult=adult).values_list("duty_id", "state", "round", "again_on")
    found: dict = {}
    for duty_id, *row in rows:
        found.setdefault(duty_id, []).append(rules.Round(*row))
    return found


def _adults(number: int) -> str:
    return "one adult" if number == 1 else f"{number} adults"


def _tasks(number: int) -> str:
    return "one task" if number == 1 else f"{number} tasks"


# -- what follows from what happens elsewhere ----------------------------------------------------------------------


@answer("adult.add")
@answer("adult.change")
@answer("adult.come_back")
def _joined(adult: Adult, *, by) -> None:
    from belisha.duties.owed.jobs import open_for_adult

    jobs.nudge(open_for_adult, adult.pk)


@answer("role.grant")
@answer("role.end")
@answer("role.chair_given")
@answer("role.chair_ended")
def _works_otherwise(grant: Grant, *, by) -> None:
    from belisha.duties.owed.jobs import open_for_adult

    jobs.nudge(open_for_adult, grant.adult_id)


@answer("sign_in.hand_over")
def _stands_at_the_tablet(adult: Adult, *, by) -> None:
    """Who is given the office's tablet for a minute finds what they owe on it, also where no worker came by yet."""
    open_for(adult)


@answer("adult.leave")
def _left(adult: Adult, *, by) -> None:
    close_for(adult)


@answer("adult.add_many")
def _joined_together(school: School, *, by) -> None:
    from belisha.duties.owed.jobs import open_for_school

    jobs.nudge(open_for_school, school.pk)


def changed(duty: Duty, *, terms_before: rules.Terms) -> Iterable[Owed]:
    """The rows that other terms concern, with their new dates, not yet written: see `keeping.actions.change`."""
    if duty.terms == terms_before:
        return
    closed = closed_from(duty.school_id, min(duty.starts_on, timezone.localdate()))
    rows = Owed.objects.filter(duty=duty).exclude(state=rules.LAPSED).select_related("adult")
    for row in rows.only("pk", "state", "opened_at", "due_on", "done_at", "held_on", "adult__starts").iterator(CHUNK):
        if row.state == rules.DUE:
            row.due_on = rules.due_on(duty.terms, row.adult.starts, timezone.localdate(row.opened_at), closed)
        else:
            row.again_on = rules.again_on(duty.terms, row.held_on or timezone.localdate(row.done_at))
        yield row
