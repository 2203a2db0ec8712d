"""Work behind remarks: each job loads by id and calls an action, and may run twice."""

from django.tasks import task

from belisha.core.access import WORKER
from belisha.people.models import School
from belisha.policy.models import Version
from belisha.policy.rules import OPEN, PUBLISHED
from belisha.references import actions as references
from belisha.remarks import actions


@task()
def stock_school(school_id: str) -> int:
    """Give a school the points that ship, where it has none of that name yet, and the references they lean on."""
    school = School.objects.get(pk=school_id)
    references.stock(school)
    return actions.stock(school)


@task()
def look(version_id: str) -> bool:
    """Look a version through."""
    version = Version.objects.select_related("policy", "school").get(pk=version_id)
    stock_school.call(str(version.school_id))
    return version.state in (PUBLISHED, *OPEN) and actions.look_through(version, by=WORKER)


def look_all() -> None:
    """Every version in force or on its way: what a lost nudge left, and what the day made stale."""
    for school_id in list(School.objects.values_list("pk", flat=True)):
        stock_school.call(str(school_id))
    for pk in list(Version.objects.filter(state__in=(PUBLISHED, *OPEN)).values_list("pk", flat=True)):
        look.call(str(pk))
