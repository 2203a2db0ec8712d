"""Versions to compare, for somebody."""

from django.http import Http404

from belisha.changes.models import Comparison
from belisha.core.access import Can, require, visible_to
from belisha.policy.models import Version
from belisha.policy.queries import version_for
from belisha.policy.rules import OPEN


def pair(actor, version_id, since: str) -> tuple[Version | None, Version, list[Version]]:
    """The version before, the version after, and what else the later one could be compared with, newest first.

    `since` is the id of the version to compare with; without one it is the version that was in force before.
    """
    version = version_for(actor, version_id)
    seen = visible_to(actor, Version.objects.filter(policy_id=version.policy_id)).exclude(pk=version.pk)
    others = list(seen.defer("source").order_by("-number"))
    other = next((each for each in others if str(each.pk) == (since or str(version.before_id))), None)
    if other is not None and other.number > version.number:
        return version, other, [version, *(each for each in others if each.pk != other.pk)]
    return other, version, others


def to_mark(actor, version_id) -> Version:
    """A version on its way, the changes of which the actor may mark."""
    version = version_for(actor, version_id)
    require(actor, Can.PUBLISH_POLICY, version)
    if version.state not in OPEN:
        raise Http404
    return version


def comparison_of(actor, version: Version) -> Comparison | None:
    """What changed in a published version, without its long text; None for a first version or a draft."""
    found = visible_to(actor, Comparison.objects.filter(version=version))
    return found.select_related("before").defer("told", "before__source").first()
