"""What stands beside a policy and beside a draft about what changed."""

from collections import Counter

from belisha.changes import editions, queries
from belisha.core.access import Can, may
from belisha.policy.asides import Aside
from belisha.policy.rules import OPEN


def beside_policy(actor, version) -> Aside | None:
    """A way to what changed, where something came before."""
    found = queries.comparison_of(actor, version)
    return Aside("changes/parts/beside_policy.html", found) if found else None


def beside_draft(actor, version) -> Aside | None:
    """How many changes there are, and how many of them the publisher has still to mark."""
    if version.before_id is None:
        return None
    changed = [entry for entry in editions.entries(version) if entry.difference.changed]
    marked = Counter(entry.material for entry in changed)
    thing = {
        "version": version, "changes": len(changed), "unmarked": marked[None], "material": marked[True],
        "can_mark": version.state in OPEN and may(actor, Can.PUBLISH_POLICY, version),
    }  # fmt: skip
    return Aside("changes/parts/beside_draft.html", thing)
