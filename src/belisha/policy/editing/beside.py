"""What the editing room puts beside a policy in force and beside a clause of a draft."""

from dataclasses import dataclass

from belisha.core.access import Can, may
from belisha.policy import rules
from belisha.policy.asides import Aside
from belisha.policy.editing.queries import heading_over, open_version
from belisha.policy.models import Clause, Version


@dataclass(frozen=True)
class Editable:
    """A clause of a draft, and the heading it stands under."""

    clause: Clause
    heading: Clause | None


def above(actor, version: Version) -> Aside | None:
    """Where a new edition begins, or goes on, for those who draft."""
    if version.state != rules.PUBLISHED or not may(actor, Can.DRAFT_POLICY, version):
        return None
    return Aside("policy/editing/parts/begin.html", open_version(actor, version.policy) or version)


def beside_clause(actor, clause: Clause) -> Aside | None:
    """What can be done to the words of a clause, for those who draft."""
    if clause.version.state != rules.DRAFT or not may(actor, Can.DRAFT_POLICY, clause):
        return None
    return Aside("policy/editing/parts/edit.html", Editable(clause, heading_over(actor, clause)))
