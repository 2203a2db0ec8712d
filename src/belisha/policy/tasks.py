"""What the policy library puts on the home page."""

from collections.abc import Iterable

from django.urls import reverse

from belisha.core.access import Can, may
from belisha.people.tasks import Task
from belisha.policy import queries, rules
from belisha.policy.models import Document


def bring_policy(actor) -> Iterable[Task]:
    """Somebody who drafts and whose school has no policy yet begins here; a draft that was begun is gone on with."""
    if not may(actor, Can.DRAFT_POLICY):
        return
    found = list(queries.policies(actor))
    waiting = queries.documents(actor, Document.State.WAITING)
    for document in waiting:
        state = f"{document.progress}% read"
        yield Task(f"Reading {document.name}", document.get_absolute_url(), status=state, leads=True)
    if not found and not waiting:
        yield Task("Bring in your school’s policy", reverse("policy:import"), leads=True)
        yield Task("Or begin with the shipped policy", reverse("policy:adopt"), leads=True)
    for version in (version for policy in found for version in policy.seen_versions if version.state in rules.OPEN):
        version.policy = next(policy for policy in found if policy.pk == version.policy_id)
        state = rules.STATES[version.state].lower()
        yield Task(f"Go on with {version}", version.get_absolute_url(), status=state, leads=True)
