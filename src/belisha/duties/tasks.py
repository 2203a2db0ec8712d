"""What the duties put on the home page."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils import timezone

from belisha.core.access import Can, may
from belisha.duties import queries
from belisha.look.templatetags.look import day
from belisha.people.tasks import Task


def own(actor) -> Iterable[Task]:
    """What this adult is asked to read (clause 4-11-a)."""
    for duty in queries.mine(actor):
        late = duty.due_on < timezone.localdate()
        yield Task(
            f"Read and acknowledge {duty.version.policy.title}", duty.version.policy.get_absolute_url(),
            status="overdue" if late else "to do", hint=f"By {day(duty.due_on)}",
        )  # fmt: skip


def to_follow_up(actor) -> Iterable[Task]:
    """Who has not read it yet, for those who lead (clause 4-01-a)."""
    if not may(actor, Can.SEE_ACKNOWLEDGEMENTS):
        return
    for version, tally in queries.tallies(actor):
        if tally["due"]:
            title = f"{tally['done']} of {tally['all']} have acknowledged {version.policy.title}"
            address = f"{reverse('duties:acknowledgements')}?version={version.pk}"
            yield Task(title, address, status="in progress", leads=True)
