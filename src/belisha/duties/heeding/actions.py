"""Who is asked no longer and who is asked again: a policy is for others by now, or somebody left or came back.

Clauses 2-01-a to 2-01-c.
"""

from django.db.models import Q
from django.utils import timezone

from belisha.core import jobs
from belisha.core.access import WORKER, Can, System
from belisha.core.action import action, answer
from belisha.core.clocks import add_working_days
from belisha.duties import rules
from belisha.duties.models import Acknowledgement
from belisha.people.models import Adult
from belisha.policy.audience.queries import asked_kinds
from belisha.policy.models import Policy, Version


@action(
    "acknowledgement.spare",
    needs=Can.OPEN_DUTIES,
    sentence="{by} stopped asking {who} to acknowledge {about}: it is not for them",
)
def _spare(version: Version, *, by: System, rows: list, who: str) -> None:
    """Whoever a version is not for is no longer asked for it. What they acknowledged stays."""
    Acknowledgement.objects.filter(pk__in=rows, state=rules.DUE).update(state=rules.LAPSED)


@action(
    "acknowledgement.ask_again",
    needs=Can.OPEN_DUTIES,
    sentence="{by} asked {who} again to acknowledge {about}: it is for them",
)
def _ask_again(version: Version, *, by: System, rows: list, who: str) -> None:
    """Whoever a version is for after all has as long for it as anybody, from today."""
    due_on = add_working_days(timezone.localdate(), version.policy.acknowledge_days)
    Acknowledgement.objects.filter(pk__in=rows, state=rules.LAPSED).update(state=rules.DUE, due_on=due_on)


def heed(version: Version, *, by: System) -> int:
    """Stop asking those whom a version is not for, and ask again whom it is for after all. Safe to run twice.

    What was acknowledged stays as it is. Returns for how many something changed.
    """
    kinds, here = asked_kinds(version), Q(adult__ends=None) | Q(adult__ends__gt=timezone.localdate())
    rows = Acknowledgement.objects.filter(here, version=version)
    spared = list(rows.filter(state=rules.DUE).exclude(adult__kind__in=kinds).values_list("pk", flat=True))
    again = list(rows.filter(state=rules.LAPSED, adult__kind__in=kinds).values_list("pk", flat=True))
    if spared:
        _spare(version, by=by, rows=spared, who=_adults(len(spared)))
    if again:
        _ask_again(version, by=by, rows=again, who=_adults(len(again)))
    return len(spared) + len(again)


@action("acknowledgement.close", needs=Can.OPEN_DUTIES, sentence="{by} no longer asks {about}, who left, for anything")
def close(adult: Adult, *, by: System) -> None:
    """Nothing is asked of an adult who has left. What they acknowledged stays."""
    Acknowledgement.objects.filter(adult=adult, state=rules.DUE).update(state=rules.LAPSED)


def _adults(number: int) -> str:
    return "one adult" if number == 1 else f"{number} adults"


@answer("policy.audience")
def _is_for_others(policy: Policy, *, by) -> None:
    from belisha.duties.jobs import heed_audience

    jobs.nudge(heed_audience, policy.school_id)


@answer("adult.leave")
def _left(adult: Adult, *, by) -> None:
    if Acknowledgement.objects.filter(adult=adult, state=rules.DUE).exists():
        close(adult, by=WORKER)


@answer("adult.come_back")
@answer("adult.change")
def _works_otherwise(adult: Adult, *, by) -> None:
    from belisha.duties.jobs import heed_audience

    jobs.nudge(heed_audience, adult.school_id)
