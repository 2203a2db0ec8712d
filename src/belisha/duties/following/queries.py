"""How leaders see that everything is done: lines, columns, and the adults behind each number."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import FETCH_RAISE, Count, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.http import Http404
from django.utils import timezone

from belisha.core import keyset
from belisha.core.access import Can, may, visible_to
from belisha.duties.following import rules, sheets
from belisha.duties.following.excused import excused, excused_until
from belisha.duties.following.models import Chasing
from belisha.duties.following.rules import Tally
from belisha.duties.following.sheets import Cells
from belisha.duties.following.standing import (
    KIND,
    LABELS,
    ROLE,
    Group,
    Line,
    asked_now,
    held_today,
    of_group,
    open_rows,
    with_status,
)
from belisha.duties.models import Acknowledgement
from belisha.duties.owed.models import Duty, Owed
from belisha.duties.owed.rules import LIVE
from belisha.people.models import Adult, Grant
from belisha.policy.models import Version
from belisha.policy.rules import PUBLISHED

# What lists of other rooms need, at the place where they look for it.
__all__ = ["excused", "excused_until"]

PAGE = 50
EVERYBODY = Group()


def lines(actor) -> list[Line]:
    """Every policy in force and every duty that is asked for, by name. Two queries."""
    versions = visible_to(actor, Version.objects.filter(state=PUBLISHED)).select_related("policy", "school")
    versions = versions.defer("source", "pages").order_by("policy__title", "pk")
    duties = visible_to(actor, Duty.objects.filter(state=LIVE)).select_related("school").order_by("title", "pk")
    return [Line(each.policy_id, each.policy.title, each) for each in versions] + [
        Line(each.pk, each.title, each) for each in duties
    ]


def line_for(actor, line_id) -> Line:
    """One of them; what the actor may not follow up does not exist."""
    found = next((line for line in lines(actor) if line.id == line_id), None)
    if found is None or not may(actor, Can.SEE_ACKNOWLEDGEMENTS, found.school):
        raise Http404
    return found


# -- the figures ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Row:
    """One line of a leader's table."""

    key: str
    title: str
    tally: Tally
    # Adults of whom there is no row although everybody is bound: nobody asked them yet (clause 2-01-b).
    missed: int = 0


def by_line(actor, group: Group = EVERYBODY) -> list[Row]:
    """Each policy and duty, and how many adults of the group stand where. Five queries, whatever the numbers."""
    counted = defaultdict(Tally)
    for rows, thing in _standings(actor):
        for found in rows.filter(group.q()).values(thing, "status").annotate(number=Count("pk")).order_by():
            counted[found[thing]].count(found["status"], found["number"])
    adults = _adults_by(actor, of_group(group), "school_id")
    found = []
    for line in lines(actor):
        tally = counted[line.thing.pk]
        tally.all = adults.get((line.school.pk,), 0)
        found.append(Row(str(line.id), line.title, tally, tally.unasked if line.is_policy else 0))
    return found


def by_group(actor, by: str) -> list[Row]:
    """Each kind of adult, or each role, and how many tasks stand where. Five queries, whatever the numbers."""
    field, counted = {ROLE: "adult__grants__role", KIND: "adult__kind"}[by], defaultdict(Tally)
    for rows, _ in _standings(actor):
        held = rows.filter(held_today("adult__grants__")) if by == ROLE else rows
        for found in held.values(field, "status").annotate(number=Count("pk", distinct=True)).order_by():
            counted[found[field]].count(found["status"], found["number"])
    of_school = defaultdict(int)
    for line in lines(actor):
        of_school[line.school.pk] += 1
    for (value, school_id), number in _adults_in(actor, by).items():
        counted[value].all += number * of_school[school_id]
    labels = {value: label for value, label in LABELS[by].items() if value in counted}
    return [Row(Group(by, value).key, label, counted[value]) for value, label in labels.items()]


def _standings(actor) -> list[tuple[QuerySet, str]]:
    """What is asked now, each row with its status, and the field that says of what."""
    models = ((Acknowledgement, "version_id"), (Owed, "duty_id"))
    return [(with_status(asked_now(visible_to(actor, model.objects.all()))), thing) for model, thing in models]


def _adults_in(actor, by: str) -> dict[tuple, int]:
    """How many adults work here, by (kind or role, school)."""
    if by == KIND:
        return _adults_by(actor, of_group(EVERYBODY), "kind", "school_id")
    grants = visible_to(actor, Grant.objects.filter(held_today(), adult__in=of_group(EVERYBODY).order_by()))
    found = grants.values_list("role", "adult__school_id").annotate(number=Count("adult", distinct=True)).order_by()
    return {(role, school_id): number for role, school_id, number in found}


def _adults_by(actor, adults: QuerySet[Adult], *fields: str) -> dict[tuple, int]:
    found = visible_to(actor, adults).values_list(*fields).annotate(number=Count("pk")).order_by()
    return {tuple(row[:-1]): row[-1] for row in found}


def number_open(actor) -> tuple[int, int]:
    """How many tasks that nobody is excused from are to be done, and how many of them are late."""
    found = [_late(open_rows(visible_to(actor, model.objects.all()))) for model in (Acknowledgement, Owed)]
    return sum(each["open"] for each in found), sum(each["late"] for each in found)


def _late(rows: QuerySet) -> dict[str, int]:
    late = Count("pk", filter=Q(due_on__lt=timezone.localdate()))
    return rows.aggregate(open=Count("pk"), late=late)


# -- the adults behind a number -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Standing:
    """Where one adult stands with one line. `row` is what they were asked; None: they were not."""

    adult: Adult
    line: Line
    status: str
    row: Acknowledgement | Owed | None
    until: date | None = None

    @property
    def label(self) -> str:
        return rules.STATUSES[self.status]

    @property
    def open(self) -> bool:
        return self.status in (rules.DUE, rules.OVERDUE, rules.EXCUSED)

    @property
    def how(self) -> str:
        """How it was given, in words; empty where it was in the usual way."""
        if self.status != rules.DONE or self.row.given == "self":
            return ""
        said = self.row.get_given_display()
        return f"{said}, before {self.row.witness}" if self.row.witness else said


SHOWS = ("overdue", "due", "excused", "done", "none", "all")


def page_of_standings(actor, line: Line, group: Group, show: str, *, search="", after="") -> tuple[list[Standing], str]:
    """One page of adults by name, and the key of the next one (empty at the end). Costs the same wherever it lies."""
    rows = line.of(_standing_rows(actor, line)).filter(adult=OuterRef("pk"))
    adults = visible_to(actor, of_group(group).filter(school=line.school))
    adults = adults.annotate(
        status=Coalesce(Subquery(rows.values("status")[:1]), Value(rules.NONE)),
        row_id=Subquery(rows.values("pk")[:1]),
    )
    if show in rules.COLUMNS:
        adults = adults.filter(status__in=rules.COLUMNS[show])
    if search:
        adults = adults.filter(name__icontains=search)
    found, further = keyset.page(adults.fetch_mode(FETCH_RAISE), by="name", key="id", after=after, size=PAGE)
    return _standing_of(actor, line, found), further


def _standing_rows(actor, line: Line) -> QuerySet:
    return with_status(asked_now(visible_to(actor, line.model.objects.all())))


def _standing_of(actor, line: Line, adults: Iterable[Adult]) -> list[Standing]:
    """These adults with what they were asked. One query."""
    wanted = [adult.row_id for adult in adults if adult.row_id]
    rows = {row.pk: row for row in whole(visible_to(actor, line.model.objects.filter(pk__in=wanted)))}
    return [
        Standing(adult, line, adult.status, row := rows.get(adult.row_id), row.until if row else None)
        for adult in adults
    ]


def whole(rows: QuerySet) -> QuerySet:
    """With the witness, how long somebody is excused, and nothing long."""
    rows = rows.annotate(until=excused_until(rows.model)).select_related("witness")
    return rows.defer("wording", "shown").fetch_mode(FETCH_RAISE)


def chasing(actor) -> Chasing:
    """How the actor's school reminds; as it begins, where nobody chose anything yet."""
    found = visible_to(actor, Chasing.objects.filter(school_id=actor.school_id).select_related("school")).first()
    return found or Chasing(school=actor.school)


# -- everything, to take away -------------------------------------------------------------------------------------


def cells(actor) -> Iterator[Cells]:
    """Every adult who works here and everything that they are asked, by name of the thing and of the adult.

    Two queries and one more for each line; no reason of an excuse is among it.
    """
    for line in lines(actor):
        rows = line.of(_standing_rows(actor, line)).annotate(until=excused_until(line.model), name=F("adult__name"))
        fields = ("name", "adult__kind", "status", "due_on", "done_at", "given", "reminded_at", "until")
        found = rows.annotate(before=F("witness__name")).order_by("adult__name", "adult_id").values(*fields, "before")
        given = dict(line.model._meta.get_field("given").flatchoices)
        for row in found.iterator(chunk_size=2000):
            done = row["status"] == rules.DONE
            yield sheets.cells(line, row, rules.STATUSES[row["status"]], given[row["given"]] if done else "")
