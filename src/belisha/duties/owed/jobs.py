"""Work behind what adults owe: each job loads by id and calls an action, and may run twice."""

from django.db.models import Exists, OuterRef, Q
from django.tasks import task

from belisha.core.access import WORKER
from belisha.duties.owed import actions, rules
from belisha.duties.owed.models import Duty, Owed
from belisha.people.models import Adult, School


@task()
def open_duty(duty_id: str) -> int:
    """Ask for a duty whoever has to be asked today, or stop asking where it has ended."""
    duty = Duty.objects.select_related("school").get(pk=duty_id)
    actions.let_lapse(duty, by=WORKER)
    return actions.ask_everyone(duty, by=WORKER)


@task()
def open_for_school(school_id: str) -> int:
    """Ask everybody of a school for whatever is due to be asked: somebody is new, or a round has come again."""
    live = Duty.objects.filter(school_id=school_id, state=rules.LIVE).order_by("pk").values_list("pk", flat=True)
    return sum(open_duty.call(str(pk)) for pk in live)


@task()
def open_for_adult(adult_id: str) -> int:
    """Ask one adult for what binds them now: they are new, came back, work otherwise or hold another role."""
    adult = Adult.objects.select_related("school").get(pk=adult_id)
    return actions.open_for(adult, by=WORKER)


@task()
def stock_school(school_id: str) -> int:
    """Give a school the duties that ship, as drafts, where it has none of that key yet."""
    from belisha.duties.owed.keeping.actions import stock

    return stock(School.objects.get(pk=school_id))


def open_due() -> None:
    """Find what is due to be asked and was not: rounds that came again, a lost nudge, a killed worker. Each hour."""
    left_open = Owed.objects.filter(duty=OuterRef("pk"), state=rules.DUE)
    wanting = Q(state=rules.LIVE) | Q(Exists(left_open), state=rules.ENDED)
    for pk in list(Duty.objects.filter(wanting).order_by("pk").values_list("pk", flat=True)):
        open_duty.call(str(pk))


def stock_all() -> None:
    """Every school: those founded before there were duties, and what ships anew. Each day."""
    for school_id in list(School.objects.values_list("pk", flat=True)):
        stock_school.call(str(school_id))
