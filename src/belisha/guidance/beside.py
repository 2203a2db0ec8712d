"""What the pages of guidance put beside the clauses of a policy."""

from belisha.guidance import queries
from belisha.policy.asides import Aside


def helping(actor, clause) -> Aside | None:
    """The pages that help with a clause, to follow it."""
    if getattr(actor, "school_id", None) is None:
        return None
    found = queries.beside(actor, clause)
    return Aside("guidance/parts/helping.html", found) if found else None
