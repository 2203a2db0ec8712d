"""Everything that changes which pupils are known, and whether any are."""

from django.utils import timezone

from belisha.core import prepared
from belisha.core.access import Can
from belisha.core.action import action
from belisha.core.errors import NotAllowed
from belisha.people.lists.tables import Table
from belisha.people.models import School
from belisha.pupils import lists, queries, rules
from belisha.pupils.lists import Row
from belisha.pupils.models import Pupil, PupilList


@action("pupil.switch_on", needs=Can.KEEP_PUPILS, sentence="{by} switched the list of pupils on")
def switch_on(school: School, *, by) -> None:
    """Keep pupils as a bare lookup from now on. Nobody is in it yet."""
    if school.looks_up_pupils:
        raise NotAllowed("The list of pupils is switched on already.")
    school.looks_up_pupils = True
    school.save(update_fields=["looks_up_pupils"])


@action("pupil.switch_off", needs=Can.KEEP_PUPILS, sentence="{by} switched the list of pupils off and destroyed it")
def switch_off(school: School, *, by) -> None:
    """Destroy every pupil's row and every list of pupils. What adults declared stays, without a pupil behind it."""
    if not school.looks_up_pupils:
        raise NotAllowed("The list of pupils is switched off already.")
    school.looks_up_pupils = False
    school.save(update_fields=["looks_up_pupils"])
    Pupil.objects.filter(school=school).delete()
    PupilList.objects.filter(school=school).delete()


@action("pupil.give", needs=Can.KEEP_PUPILS, sentence="{by} gave a list of pupils")
def give(school: School, *, by, table: Table | None = None, rows: list[Row] | None = None) -> PupilList:
    """Keep what was read of a list until somebody confirms it: a table to be matched, or pupils of a set of files."""
    if not school.looks_up_pupils:
        raise NotAllowed("The list of pupils is switched off.", "Switch it on first.")
    given = PupilList(school=school, given_by_id=by.id, given_at=timezone.now())
    if table is not None:
        given.table = table.plain()
    else:
        given.rows, given.state = [row.plain() for row in rows or []], "checked"
    given.save(force_insert=True)
    return given


@action("pupil.match", needs=Can.KEEP_PUPILS, sentence="{by} matched the columns of a {about}")
def match(given: PupilList, *, by, fields: list[str]) -> None:
    """Say what each column holds. Of the others nothing is kept from here on."""
    given.rows = [row.plain() for row in lists.rows(Table.of(given.table), fields)]
    given.table = {}
    rules.LIFECYCLE.move(given, "check", with_fields=("rows", "table"))


@action("pupil.bring_in", needs=Can.KEEP_PUPILS, sentence="{by} brought in a {about}")
def bring_in(given: PupilList, *, by, complete: bool) -> None:
    """Add and change pupils as the list says; whoever is missing from a complete one is marked as left, and no more."""
    made = queries.plan_of(by, given, complete=complete)
    school_id = given.school_id
    Pupil.objects.bulk_create(
        [
            Pupil(
                school_id=school_id,
                name=row.name,
                folded=rules.folded(row.name),
                year=row.year,
                identifier=row.identifier,
            )
            for row in made.add
        ],
        batch_size=500,
    )
    for pupil in Pupil.objects.filter(school_id=school_id, pk__in=made.change):
        row = made.change[str(pupil.pk)]
        pupil.name, pupil.folded, pupil.ends = row.name, rules.folded(row.name), None
        pupil.year, pupil.identifier = row.year or pupil.year, row.identifier or pupil.identifier
        prepared.update(pupil, "name", "folded", "year", "identifier", "ends")
    for pupil in Pupil.objects.select_related("school").filter(school_id=school_id, pk__in=made.leave):
        leave(pupil, by=by)
    given.rows, given.complete, given.done_at = [], complete, timezone.now()
    rules.LIFECYCLE.move(given, "bring_in", with_fields=("rows", "complete", "done_at"))


@action("pupil.leave", needs=Can.KEEP_PUPILS, sentence="{by} noted that {about} has left")
def leave(pupil: Pupil, *, by) -> None:
    """A pupil is no longer at the school: nobody finds them any more. Who answers ends what was declared about them."""
    if pupil.ends is not None:
        raise NotAllowed("This pupil has left already.")
    pupil.ends = timezone.localdate()
    pupil.save(update_fields=["ends"])


@action("pupil.drop", needs=Can.KEEP_PUPILS, sentence="{by} did not use a {about}")
def drop(given: PupilList, *, by) -> None:
    """Forget what a list held that nobody confirmed."""
    _drop(given)


@action("pupil.forget", needs=Can.LET_LAPSE, sentence="{by} forgot a {about} that nobody confirmed within a day")
def forget(given: PupilList, *, by) -> None:
    """The same for a list that was left lying."""
    _drop(given)


def _drop(given: PupilList) -> None:
    given.table, given.rows = {}, []
    rules.LIFECYCLE.move(given, "drop", with_fields=("table", "rows"))
