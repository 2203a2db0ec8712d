"""What remarks put beside a policy, a draft and a clause: for those who draft or approve, and for nobody else."""

from collections import defaultdict
from dataclasses import dataclass

from django.urls import reverse

from belisha.core.access import Can, may
from belisha.policy.asides import Aside, Mark
from belisha.policy.models import Clause, Version
from belisha.policy.rules import OPEN, PUBLISHED
from belisha.remarks import queries
from belisha.remarks.models import Remark
from belisha.remarks.rules import OPEN as TO_DECIDE


@dataclass(frozen=True)
class Tally:
    """A version and how many points of it are open, in all and of each severity."""

    version: Version
    of: dict[str, int]


def beside_version(actor, version: Version) -> Aside | None:
    """How many points want a decision."""
    if version.state not in (PUBLISHED, *OPEN) or not _works(actor, version):
        return None
    return Aside("remarks/parts/tally.html", Tally(version, queries.tally(actor, version)))


def beside_clause(actor, clause: Clause) -> Aside | None:
    """The points that touch a clause, with what was decided about them."""
    if not _works(actor, clause):
        return None
    found = [remark for remark in queries.remarks(actor, clause.version) if clause.ident in remark.idents]
    return Aside("remarks/parts/clause.html", found) if found else None


def marks(actor, version: Version) -> dict[str, list[Mark]]:
    """A mark beside every clause that an open point touches, unless it is only something to tidy up."""
    found = defaultdict(list)
    if not _works(actor, version):
        return found
    for remark in queries.remarks(actor, version).filter(state=TO_DECIDE).exclude(point__severity="C"):
        for ident in remark.idents:
            found[ident].append(_mark(remark))
    return found


def _mark(remark: Remark) -> Mark:
    return Mark(remark.point.title, reverse("remarks:detail", args=[remark.pk]))


def _works(actor, thing) -> bool:
    return may(actor, Can.DRAFT_POLICY, thing) or may(actor, Can.APPROVE_POLICY, thing)
