"""Everything that changes about reviews."""

import datetime
from uuid import UUID

from django.urls import reverse
from django.utils import timezone

from belisha.core import notices
from belisha.core.access import Can
from belisha.core.action import action
from belisha.core.errors import Conflict, NotAllowed
from belisha.people.queries import who_can
from belisha.policy import rules
from belisha.policy.models import Policy, Review, Version


@action("policy.review", needs=Can.APPROVE_POLICY, sentence="{by} recorded a {about}, approved by {approved_by}")
def record_review(
    policy: Policy, *, by, key: UUID, outcome: str, approved_by: str, held_on: datetime.date, minute: str = "",
    note: str = "",
) -> Review:  # fmt: skip
    """Record who reviewed the policy, when, and what came of it. The next review is counted from that day."""
    if Review.objects.filter(pk=key).exists():
        raise NotAllowed("This was done already.", "You find the review on the page of the policy.")
    version = Version.objects.select_for_update().filter(policy=policy, state=rules.PUBLISHED).first()
    if version is None:
        raise NotAllowed("No version of this policy is in force, so there is nothing to review.")
    _hold_day(policy, version, held_on)
    was_due, version.review_due = version.review_due, rules.add_months(held_on, policy.review_months)
    version.save(update_fields=["review_due"])
    return Review.objects.create(
        id=key, school_id=policy.school_id, policy=policy, version=version, outcome=outcome, held_on=held_on,
        approved_by=approved_by.strip(), minute=minute.strip(), note=note.strip(), was_due=was_due,
        next_due=version.review_due,
    )  # fmt: skip


def _hold_day(policy: Policy, version: Version, held_on: datetime.date) -> None:
    """A review moves the next one on and never back."""
    if held_on > timezone.localdate():
        raise NotAllowed("The day of the review is in the future.")
    if held_on < version.approved_on:
        raise NotAllowed("On that day this version was not approved yet.", "Enter the day on which it was reviewed.")
    latest = policy.reviews.filter(version=version).order_by("-held_on").first()
    if latest and held_on < latest.held_on:
        raise NotAllowed("A later review was recorded already.")


@action("policy.remind_review", needs=Can.REMIND, sentence="{by} reminded {who} that a review of {about} is due")
def remind_of_review(policy: Policy, *, by, due: datetime.date, who: str) -> None:
    """Write once to those who publish the policy that its review is due."""
    if policy.review_reminded == due:
        raise Conflict("This review was reminded of already.")
    policy.review_reminded = due
    policy.save(update_fields=["review_reminded"])
    notices.post_many("task", who_can(policy.school, Can.PUBLISH_POLICY), reverse("policy:detail", args=[policy.pk]))
