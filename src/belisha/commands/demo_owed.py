"""What the demonstration asks besides the policy: some of it done, some of it late, a wish for help, a session held."""

import datetime

from django.utils import timezone

from belisha.commands.demo_duties import headteacher
from belisha.core.clocks import add_working_days
from belisha.duties.owed import rules
from belisha.duties.owed.doing import actions as doing
from belisha.duties.owed.doing.shown import mark_of
from belisha.duties.owed.jobs import open_duty
from belisha.duties.owed.keeping import actions as keeping
from belisha.duties.owed.models import Duty, Owed
from belisha.duties.owed.rules import Given
from belisha.duties.owed.training import actions as training
from belisha.people.models import Adult

# What is asked there, and in how many working days; those with none are late today.
ASKED = {
    "own-accounts": 10, "family-question": 5, "online-safety-training": 0, "safeguarding-prevent-training": 20,
    "read-prevent": 20, "read-acceptable-use": 0,
}  # fmt: skip
# Every so many adults have not done it.
NOT_YET = 3
# Who did not manage alone, and with what.
WISHES = {"Winifred Cole": "help-settings", "Agnes Pomeroy": "help-pictures"}
# Who looked around with a visitor's eyes still has everything to do.
FRESH = {"Miriam Castellane", "Clemency Oake", "Wilhelmina Strand"}


def ask_for_duties(school) -> None:
    """The shipped duties, some of them switched on."""
    keeping.stock(school)
    head = headteacher(school)
    for key, days in ASKED.items():
        duty = Duty.objects.select_related("school").get(school=school, pack_key=key)
        keeping.change(duty, by=head, days=days)
        keeping.start(duty, by=head)
        open_duty.call(str(duty.pk))
    _some_days_ago(school)


def _some_days_ago(school) -> None:
    """Nobody can be late on the first day: what had no days to be done in was asked two weeks ago."""
    then = timezone.now() - datetime.timedelta(weeks=2)
    late = Owed.objects.filter(school=school, state=rules.DUE, duty__pack_key__in=_hurried())
    late.update(opened_at=then, due_on=add_working_days(timezone.localdate(then), 0))


def _hurried() -> list[str]:
    return [key for key, days in ASKED.items() if not days]


def do_duties(school) -> None:
    """Most adults did most of it, each for themselves; two would like help."""
    rows = Owed.objects.filter(school=school, state=rules.DUE).exclude(duty__way="training")
    rows = rows.select_related("adult__school", "duty__reference", "duty__school", "school")
    for place, owed in enumerate(rows.order_by("duty__title", "adult__name")):
        wish = WISHES.get(owed.adult.name) if owed.duty.way == "review" else ""
        if wish or (place % NOT_YET and owed.adult.name not in FRESH):
            answers = _answers(owed.duty, wish)
            doing.do(owed, by=owed.adult, given=Given(answers), asked=mark_of(owed.duty))


def _answers(duty: Duty, wish: str) -> dict[str, list[str]]:
    if duty.way == "question":
        return {rules.ANSWER: [rules.NO]}
    ticked = {line.key: [key for key, _ in line.options[:2]] or [line.key] for line in duty.lines if not line.help}
    return ticked | ({"help": [wish]} if wish else {})


def hold_training(school) -> None:
    """A session that the Headteacher recorded: the teachers were there, others have yet to come."""
    head = headteacher(school)
    there = Adult.objects.filter(school=school, grants__role="teacher").exclude(pk=head.pk).exclude(name__in=FRESH)
    there = [adult for adult in there.distinct().select_related("school") if adult.is_active]
    given = Given(course="Online safety: autumn session", held_on=timezone.localdate() - datetime.timedelta(weeks=1))
    duty = Duty.objects.select_related("school", "reference").get(school=school, pack_key="online-safety-training")
    training.record(duty, by=head, adults=there, given=given, who=f"{len(there)} adults")
