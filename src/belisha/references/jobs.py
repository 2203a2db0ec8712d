"""Work behind the reference library: each job loads by id and calls an action, and may run twice."""

from django.db.models import Max, Q
from django.tasks import task
from django.utils import timezone

from belisha.core.access import ROLES, WORKER, Can
from belisha.people.models import Adult, School
from belisha.references import actions
from belisha.references.models import Habit, Reference
from belisha.references.rules import KEPT


@task()
def stock_school(school_id: str) -> int:
    """Give a school the references that ship, where it has none of that name yet."""
    return actions.stock(School.objects.get(pk=school_id))


def stock_all() -> None:
    """Every school: those founded before there was a library, and what ships anew."""
    for school_id in list(School.objects.values_list("pk", flat=True)):
        stock_school.call(str(school_id))


def remind_due() -> None:
    """Write once for each day of checking that came, to those who keep the library of that school."""
    today = timezone.localdate()
    due = Reference.objects.filter(state=KEPT, next_check__lte=today).order_by()
    for school_id, newest in list(due.values_list("school_id").annotate(newest=Max("next_check"))):
        if Habit.objects.filter(school_id=school_id, reminded_on__gte=newest).exists():
            continue
        school = School.objects.get(pk=school_id)
        if keepers := list(_keepers(school, today)):
            who = "one adult" if len(keepers) == 1 else f"{len(keepers)} adults"
            actions.remind(school, by=WORKER, adults=keepers, who=who)


def _keepers(school: School, today):
    """Those who keep the library of a school today and can be written to."""
    roles = [role.value for role, card in ROLES.items() if Can.KEEP_REFERENCES in card.permissions]
    role = Q(grants__role__in=roles, grants__school=school) & (Q(grants__ends=None) | Q(grants__ends__gt=today))
    here = Adult.objects.filter(role, Q(ends=None) | Q(ends__gt=today), school=school)
    return here.exclude(email="").distinct()
