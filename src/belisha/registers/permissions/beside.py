"""What permissions put beside the clauses of a policy: where to ask, or that there is nothing to ask for."""

from dataclasses import dataclass

from belisha.core.access import Can, may
from belisha.packs.permissions import vocabulary
from belisha.policy.asides import Aside
from belisha.policy.models import Clause
from belisha.policy.rules import PUBLISHED


@dataclass(frozen=True)
class Asking:
    """The clause, the act of the vocabulary that it is about, and what no permission can allow there."""

    clause: Clause
    act: str
    absolute: tuple


def asking(actor, clause: Clause) -> Aside | None:
    """Beside clauses that a permission can be asked about, and beside those that none can lift."""
    if clause.version.state != PUBLISHED or not may(actor, Can.ASK_PERMISSION, clause):
        return None
    words, said = vocabulary(), clause.pack_id or clause.ident
    act = next((each.key for each in words.acts.values() if said in each.clauses), "")
    absolute = tuple(each for each in words.absolute.values() if said in each.clauses)
    if not act and not absolute:
        return None
    return Aside("permissions/parts/asking.html", Asking(clause, act, absolute))
