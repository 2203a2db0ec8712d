"""Reviews that were held, and those that are due."""

from django.db.models import QuerySet

from belisha.core.access import visible_to
from belisha.policy import rules
from belisha.policy.models import Policy, Review, Version


def reviews(actor, policy: Policy) -> QuerySet[Review]:
    """The reviews of a policy, the newest first."""
    held = visible_to(actor, Review.objects.filter(policy=policy)).select_related("version")
    return held.order_by("-held_on", "-id")


def due(actor) -> list[Version]:
    """The versions in force whose review is due soon or overdue, the most urgent first."""
    in_force = visible_to(actor, Version.objects.filter(state=rules.PUBLISHED).exclude(review_due=None))
    rows = in_force.select_related("policy__school", "school").defer("source").order_by("review_due", "id")
    return [version for version in rows if version.review_standing]
