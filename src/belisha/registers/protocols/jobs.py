"""Work behind the register: each job loads by id and calls an action, and may run twice."""

from django.tasks import task

from belisha.people.models import School
from belisha.registers.protocols.platforms import actions


@task()
def stock_school(school_id: str) -> int:
    """Put the platforms that the policy names into a school's register, where it has none of that name yet."""
    return actions.stock(School.objects.get(pk=school_id))


def stock_all() -> None:
    """Every school: those founded before there was a register, and what ships anew."""
    for school_id in list(School.objects.values_list("pk", flat=True)):
        stock_school.call(str(school_id))
