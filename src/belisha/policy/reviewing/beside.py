"""What reviews put on the home page, above a policy and below it."""

from collections.abc import Iterable
from dataclasses import dataclass

from belisha.core.access import Can, may
from belisha.look.templatetags.look import day
from belisha.people.tasks import Task
from belisha.policy import rules
from belisha.policy.asides import Aside
from belisha.policy.models import Review, Version
from belisha.policy.reviewing import queries


@dataclass(frozen=True)
class Held:
    """The reviews of a policy as they are shown below it."""

    version: Version
    reviews: list[Review]
    may_record: bool


def to_review(actor) -> Iterable[Task]:
    """A review that is due, for those who publish the policy."""
    if not may(actor, Can.PUBLISH_POLICY):
        return
    for version in queries.due(actor):
        if may(actor, Can.PUBLISH_POLICY, version):
            yield Task(
                f"Review {version.policy.title}", version.policy.get_absolute_url(),
                status=version.review_standing, hint=f"By {day(version.review_due)}", leads=True,
            )  # fmt: skip


def banner(actor, version: Version) -> Aside | None:
    """Above the policy, for those who lead: its review is due soon, or overdue."""
    leads = may(actor, Can.SEE_ACKNOWLEDGEMENTS, version) or may(actor, Can.APPROVE_POLICY, version)
    if not leads or not version.review_standing:
        return None
    return Aside("policy/reviewing/parts/due.html", Held(version, [], may(actor, Can.APPROVE_POLICY, version)))


def held(actor, version: Version) -> Aside | None:
    """Below the policy, for everybody: when it is reviewed next, and the reviews that were held."""
    if version.state != rules.PUBLISHED:
        return None
    found = list(queries.reviews(actor, version.policy))
    return Aside("policy/reviewing/parts/held.html", Held(version, found, may(actor, Can.APPROVE_POLICY, version)))
