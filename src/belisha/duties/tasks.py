"""What the duties put on the home page."""

from collections.abc import Iterable

from django.urls import reverse

from belisha.duties import queries
from belisha.duties.dated import Dated


def own(actor) -> Iterable[Dated]:
    """What this adult is asked to read (clause 4-11-a)."""
    for duty in queries.mine(actor):
        title, policy = duty.version.policy.title, duty.version.policy.get_absolute_url()
        if duty.follows_id:
            address = reverse("duties:acknowledge", args=[duty.pk])
            yield Dated(duty.due_on, f"Read what changed in {title}", address, duty.until)
        else:
            yield Dated(duty.due_on, f"Read and acknowledge {title}", policy, duty.until)
