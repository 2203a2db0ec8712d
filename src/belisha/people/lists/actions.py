"""Everything that changes a staff list before it is brought in (see `bringing` for that)."""

from django.utils import timezone

from belisha.core import jobs
from belisha.core.access import Can
from belisha.core.action import action
from belisha.core.errors import Conflict, NotAllowed
from belisha.people.lists import queries, rosters, rules
from belisha.people.lists.bringing.rules import begun
from belisha.people.lists.models import Columns, StaffList
from belisha.people.lists.plan import digest
from belisha.people.lists.rosters import Roster
from belisha.people.lists.rows import Row, understood
from belisha.people.lists.tables import Table, hash_of
from belisha.people.models import School

TAKEN = ("rows", "number")
CONFIRMED = ("complete", "second_factor", "result", "given_by_id")


@action("staff_list.give", needs=Can.CHANGE_PEOPLE, sentence="{by} gave a {about}")
def give(school: School, *, by, form: str, read: Table | Roster) -> StaffList:
    """Keep what was read of a list. Nothing is changed yet; a set of files about one school needs no more matching."""
    staff_list = StaffList(school=school, given_by_id=by.id, given_at=timezone.now(), form=form, table=read.plain())
    if isinstance(read, Roster):
        staff_list.only_changes = read.only_changes
        if len(read.schools) < 2:
            _take(staff_list, rosters.staff_rows(read, ""))
            staff_list.state = "checked"
    staff_list.save(force_insert=True)
    return staff_list


@action("staff_list.match", needs=Can.CHANGE_PEOPLE, sentence="{by} matched the columns of a {about}")
def match(staff_list: StaffList, *, by, fields: list[str]) -> None:
    """Say what each column of a table holds ("": it is left out), and remember it for lists with the same headings."""
    table = Table.of(staff_list.table)
    Columns.objects.update_or_create(
        school_id=staff_list.school_id, headings_hash=hash_of(table.headings),
        defaults={"headings": "\n".join(table.headings), "fields": dict(zip(table.headings, fields, strict=True))},
    )  # fmt: skip
    _take(staff_list, understood(table, fields))
    rules.LIFECYCLE.move(staff_list, "check", with_fields=TAKEN)


@action("staff_list.choose", needs=Can.CHANGE_PEOPLE, sentence="{by} said which school a {about} is for")
def choose_school(staff_list: StaffList, *, by, school_key: str) -> None:
    """Of a set of files about several schools, take the people of one."""
    roster = Roster.of(staff_list.form, staff_list.table)
    if school_key not in roster.schools:
        raise NotAllowed("This school is not in the files.", "Choose one that is.")
    _take(staff_list, rosters.staff_rows(roster, school_key))
    rules.LIFECYCLE.move(staff_list, "check", with_fields=TAKEN)


def _take(staff_list: StaffList, rows: list[Row]) -> None:
    staff_list.rows, staff_list.number = [row.plain() for row in rows], len(rows)


@action("staff_list.confirm", needs=Can.CHANGE_PEOPLE, sentence="{by} confirmed a {about}")
def confirm(staff_list: StaffList, *, by, shown: str, complete: bool) -> None:
    """Have the worker bring the list in as it was shown. `shown` is the digest of the steps on the page."""
    steps = queries.steps(by, [Row(**row) for row in staff_list.rows])
    if digest(steps) != shown:
        raise Conflict("The people of the school changed while you looked at the list.", "Look at it again.")
    staff_list.complete = complete and not staff_list.only_changes
    staff_list.given_by_id, staff_list.second_factor = by.id, bool(by.second_factor)
    staff_list.result = begun(steps)
    rules.LIFECYCLE.move(staff_list, "confirm", with_fields=CONFIRMED)
    from belisha.people.lists.jobs import bring_in_list

    jobs.nudge(bring_in_list, staff_list.pk)


@action("staff_list.drop", needs=Can.CHANGE_PEOPLE, sentence="{by} did not use a {about}")
def drop(staff_list: StaffList, *, by) -> None:
    """Forget what a list held that nobody confirmed."""
    _drop(staff_list)


@action("staff_list.forget", needs=Can.LET_LAPSE, sentence="{by} forgot a {about} that nobody confirmed within a day")
def forget(staff_list: StaffList, *, by) -> None:
    """The same for a list that was left lying."""
    _drop(staff_list)


def _drop(staff_list: StaffList) -> None:
    staff_list.table, staff_list.rows = {}, []
    rules.LIFECYCLE.move(staff_list, "drop", with_fields=("table", "rows"))
