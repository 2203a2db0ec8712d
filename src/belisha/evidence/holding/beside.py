"""What stands about keeping on the page of a concern."""

from belisha.concerns.asides import Panel
from belisha.evidence.holding import queries


def panel(actor, concern):
    """How long it is kept and why, whether a hold stands on it, and what is proposed."""
    stands = queries.stands(actor, concern)
    folded = stands.held is None and stands.disposal is None
    yield Panel("How long this is kept", "holding/parts/panel.html", {"stands": stands}, place=90, folded=folded)
