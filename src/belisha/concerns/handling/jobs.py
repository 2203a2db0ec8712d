"""Work behind the numbers to call: it loads by id and calls an action, and may run twice."""

from django.tasks import task

from belisha.concerns.handling.calling import actions
from belisha.people.models import School


@task()
def stock_school(school_id: str) -> int:
    """Give a school the shipped numbers that it does not have yet."""
    return actions.stock(School.objects.get(pk=school_id))


def stock_all() -> None:
    """Every school: those founded before there was a directory, and what ships anew."""
    for school_id in list(School.objects.values_list("pk", flat=True)):
        stock_school.call(str(school_id))
