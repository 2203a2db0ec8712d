"""Holds every concern against the posts of today: stand-ins begin and end by the calendar, ties are declared."""

from itertools import batched

from django.db.models import Prefetch
from django.tasks import task

from belisha.concerns.models import Child, Concern
from belisha.concerns.routing import ground, working_out
from belisha.core.access import WORKER
from belisha.people.models import School

CHUNK = 500


@task()
def work_out_school(school_id: str) -> int:
    """Work out anew whatever no longer stands as it ought to at a school; how many that was. Runs twice safely."""
    from belisha.concerns.routing import actions  # they nudge this

    school = School.objects.filter(pk=school_id).first()
    keys = list(Concern.objects.filter(school_id=school_id).order_by("pk").values_list("pk", flat=True))
    if school is None or not keys:
        return 0
    here, changed = ground.of(school), 0
    for some in batched(keys, CHUNK):
        for key in _fallen(some, here):
            actions.work_out(Concern.objects.select_related("school").get(pk=key), by=WORKER)
            changed += 1
    return changed


def _fallen(keys, here: ground.Ground) -> list:
    fetched = ("subjects", "barred", "routes", Prefetch("children", Child.objects.order_by("pk")))
    concerns = list(Concern.objects.filter(pk__in=keys).prefetch_related(*fetched))
    children = ground.children_of(concerns) if here.families else None
    return [each.pk for each in concerns if not _stands(each, here, children)]


def _stands(concern: Concern, here: ground.Ground, opened: dict | None) -> bool:
    rows = working_out.Rows.of(concern)
    return working_out.stands(concern, working_out.plan(concern, here, rows, _children(concern, opened)), rows)


def _children(concern: Concern, opened: dict | None) -> list:
    """What is known of its children; where no family is declared, only that there are any."""
    return opened.get(concern.pk, []) if opened is not None else [(None, "")] * len(concern.children.all())


def work_out_due() -> None:
    """The same for every school that has a concern. Run every hour: a nudge may be lost, and days begin."""
    for school_id in School.objects.order_by("pk").values_list("pk", flat=True):
        work_out_school.call(str(school_id))
