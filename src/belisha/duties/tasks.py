"""What the duties put on the home page."""

from collections.abc import Iterable

from django.urls import reverse

from belisha.core.access import Can, may
from belisha.duties import queries
from belisha.duties.dated import Dated
from belisha.people.tasks import Task


def own(actor) -> Iterable[Dated]:
    """What this adult is asked to read (clause 4-11-a)."""
    for duty in queries.mine(actor):
        title, policy = duty.version.policy.title, duty.version.policy.get_absolute_url()
        if duty.follows_id:
            yield Dated(duty.due_on, f"Read what changed in {title}", reverse("duties:acknowledge", args=[duty.pk]))
        else:
            yield Dated(duty.due_on, f"Read and acknowledge {title}", policy)


def to_follow_up(actor) -> Iterable[Task]:
    """Who has not read it yet, for those who lead (clause 4-01-a)."""
    if not may(actor, Can.SEE_ACKNOWLEDGEMENTS):
        return
    for version, tally in queries.tallies(actor):
        if tally["due"]:
            title = f"{tally['done']} of {tally['all']} have acknowledged {version.policy.title}"
            address = f"{reverse('duties:acknowledgements')}?version={version.pk}"
            yield Task(title, address, status="in progress", leads=True)
