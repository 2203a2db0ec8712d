"""Pupils, each for somebody who needs to know; and the one exact look-up for everybody else."""

from django.db.models import FETCH_RAISE, QuerySet
from django.shortcuts import get_object_or_404

from belisha.core import keyset
from belisha.core.access import visible_to
from belisha.people.lists.tables import Table
from belisha.pupils import lists, rules
from belisha.pupils.models import Pupil, PupilList
from belisha.pupils.plan import Known, Plan, plan

PAGE = 50


def exactly(school, name: str) -> list[Pupil]:
    """The pupils of a school who are called exactly so, whatever case and accents; nothing while it is switched off.

    For an adult who declares a family tie and types the whole name. A part of a name finds nobody, and what is found is
    shown to nobody: whoever calls this keeps the key and says only whether it was found. `limits.count` goes before it.
    """
    if not school.looks_up_pupils or not rules.is_whole(name):
        return []
    return list(Pupil.objects.filter(school=school, folded=rules.folded(name), ends=None).order_by("name", "id"))


def pupils(actor) -> QuerySet[Pupil]:
    """The pupils whom the actor may know of."""
    return visible_to(actor, Pupil.objects.filter(school__looks_up_pupils=True)).select_related("school")


def page_of_pupils(actor, *, search="", after="") -> tuple[list[Pupil], str]:
    """One page by name, and the key to ask for the next one with."""
    found = pupils(actor).fetch_mode(FETCH_RAISE).filter(ends=None)
    if search:
        found = found.filter(folded__contains=rules.folded(search))
    return keyset.page(found, by="name", key="id", after=after, size=PAGE)


def list_for(actor, list_id) -> PupilList:
    """A list that was given, fetched through the permission."""
    return get_object_or_404(visible_to(actor, PupilList.objects.select_related("school")), pk=list_id)


def columns_of(actor, given: PupilList) -> tuple[Table, list[str]]:
    """The table of a list, and what each of its columns seems to hold."""
    table = Table.of(given.table)
    return table, lists.proposal(table)


def plan_of(actor, given: PupilList, *, complete: bool) -> Plan:
    """What bringing a list in would do now."""
    here = visible_to(actor, Pupil.objects.filter(school=given.school))
    columns = here.order_by("name", "id").values_list("pk", "name", "year", "identifier", "ends")
    known = [Known(str(pk), name, year, identifier, ends is not None) for pk, name, year, identifier, ends in columns]
    return plan([lists.Row(**row) for row in given.rows], known, complete)


def number_known(actor) -> int:
    """How many pupils the actor may know of, those who left not counted."""
    return pupils(actor).filter(ends=None).count()
