"""Staff lists that were given, and the school as a list is held against it, each for somebody."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import batched

from django.db.models import FETCH_RAISE, Q, QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone

from belisha.core.access import Can, may, visible_to
from belisha.people.lists.headings import proposed
from belisha.people.lists.models import Columns, StaffList
from belisha.people.lists.plan import Known, Plan, Step
from belisha.people.lists.rows import Row
from belisha.people.lists.rules import OPEN
from belisha.people.lists.tables import Table, hash_of
from belisha.people.models import Adult, Grant

AT_ONCE = 500
# How many earlier lists a page names, how many rows stand on one page of a check.
EARLIER, PAGE = 10, 200
# What a check shows first.
ORDER = ("wrong", "update", "add", "left", "same")


def lists(actor) -> QuerySet[StaffList]:
    """The lists that the actor may know of."""
    return visible_to(actor, StaffList.objects.select_related("school", "given_by"))


def list_for(actor, list_id) -> StaffList:
    return get_object_or_404(lists(actor), pk=list_id)


def earlier(actor) -> list[StaffList]:
    """The lists that were given last, without what they hold."""
    found = lists(actor).exclude(state="dropped").defer("table", "rows", "result").fetch_mode(FETCH_RAISE)
    return list(found.order_by("-given_at")[:EARLIER])


def fields_remembered(actor, table: Table) -> list[str]:
    """What the columns of a table with the same headings held the last time; nothing where there was none."""
    found = visible_to(actor, Columns.objects.filter(school=actor.school, headings_hash=hash_of(table.headings)))
    kept = found.values_list("fields", flat=True).first()
    return [kept.get(heading, "") for heading in table.headings] if kept and not table.bare else []


def table_of(actor, staff_list: StaffList) -> tuple[Table, list[str]]:
    """The table of a list, and a field for each of its columns: as last time, or as the headings propose."""
    table = Table.of(staff_list.table)
    samples = [table.samples(column) for column in range(len(table.headings))]
    return table, fields_remembered(actor, table) or proposed(table.headings, samples)


def rows_of(staff_list: StaffList) -> list[Row]:
    """The rows of a list as they were understood."""
    return [Row(**row) for row in staff_list.rows]


def known(actor) -> list[Known]:
    """The adults of the actor's school as plain values, to hold a staff list against."""
    here = visible_to(actor, Adult.objects.filter(school=actor.school)).order_by("name", "id")
    held, today = defaultdict(set), timezone.localdate()
    current = Grant.objects.filter(Q(ends=None) | Q(ends__gt=today), adult__school=actor.school)
    for adult, role in visible_to(actor, current).values_list("adult", "role"):
        held[adult].add(role)
    columns = ("pk", "name", "email", "kind", "starts", "ends", "listed_as", "employer__name")
    return [
        Known(
            str(pk), name, email, kind, starts.isoformat(), ends.isoformat() if ends else "", frozenset(held[pk]), key,
            employer or "",
        )
        for pk, name, email, kind, starts, ends, key, employer in here.values_list(*columns)
    ]  # fmt: skip


def addresses_elsewhere(actor, addresses: Iterable[str]) -> set[str]:
    """Which of these e-mail addresses adults of other schools have. Nothing else about those adults is told."""
    others = Adult.objects.exclude(school=actor.school)
    found = set()
    for some in batched(filter(None, addresses), AT_ONCE):
        found.update(others.filter(email__in=some).values_list("email", flat=True))
    return found


def steps(actor, rows: list[Row], seen: dict | None = None) -> list[Step]:
    """What each of these rows would do now, if the actor brought them in."""
    elsewhere = addresses_elsewhere(actor, {row.email for row in rows})
    every = may(actor, Can.CHANGE_ROLES, actor.school)
    keeps = may(actor, Can.KEEP_CHAIR, actor.school)
    return Plan(known(actor), elsewhere, gives_all=every, keeps=keeps, seen=seen).steps(rows)


@dataclass(frozen=True)
class Checked:
    """What bringing a list in would do, as the page shows it: how many of each, and one page of one of them."""

    number: Counter
    show: str
    rows: list[Step]
    more: int


def checked(planned: list[Step], show: str, after: int) -> Checked:
    """A page of the steps with one outcome, the first that there is unless one was asked for."""
    number = Counter(step.outcome for step in planned)
    show = show if show in number else next((each for each in ORDER if number[each]), "")
    rows = [step for step in planned if step.outcome == show]
    return Checked(number, show, rows[after : after + PAGE], after + PAGE if len(rows) > after + PAGE else 0)


def missing(actor, staff_list: StaffList) -> list[Adult]:
    """The possible leavers of a list who work here still, by name."""
    ids = staff_list.result.get("missing", [])
    here = visible_to(actor, Adult.objects.filter(Q(ends=None) | Q(ends__gt=timezone.localdate()), pk__in=ids))
    return list(here.fetch_mode(FETCH_RAISE).select_related("school").order_by("name", "id"))


def waiting(actor):
    """The key of the newest list that the actor gave and did not confirm, None without one."""
    mine = lists(actor).filter(state__in=OPEN, given_by=actor.id, school=actor.school)
    return mine.order_by("-given_at").values_list("pk", flat=True).first()
