"""The reminder of the yearly review. Run every day; may run twice."""

from belisha.core.access import WORKER, Can
from belisha.core.errors import Conflict
from belisha.people.queries import who_can
from belisha.policy import rules
from belisha.policy.models import Version
from belisha.policy.reviewing import actions


def remind_due() -> None:
    """Find policies whose review is near, and remind those who publish them once for each due day (clause 0-01-a)."""
    in_force = Version.objects.filter(state=rules.PUBLISHED).exclude(review_due=None)
    for version in in_force.select_related("policy__school").defer("source").iterator():
        if version.review_standing and version.policy.review_reminded != version.review_due:
            _remind(version)


def _remind(version: Version) -> None:
    number = who_can(version.policy.school, Can.PUBLISH_POLICY).count()
    who = "one adult" if number == 1 else f"{number} adults"
    try:
        actions.remind_of_review(version.policy, by=WORKER, due=version.review_due, who=who)
    except Conflict:
        return  # another worker was faster
