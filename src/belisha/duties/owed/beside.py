"""What the duties have to say beside a reference: that it is to be read, or that adults could be asked to."""

from belisha.core.access import Can, may
from belisha.duties.owed.doing.queries import owed_for
from belisha.duties.owed.keeping.queries import asked_to_read
from belisha.policy.asides import Aside
from belisha.references.rules import KEPT


def asked(actor, reference) -> Aside | None:
    """For whoever owes it, a link to do it; for those who keep duties, a way to ask everybody."""
    duty = asked_to_read(actor, reference)
    keeps = reference.state == KEPT and may(actor, Can.KEEP_DUTIES, reference)
    if duty is None and not keeps:
        return None
    said = {"reference": reference, "duty": duty, "owed": duty and owed_for(actor, duty), "keeps": keeps}
    return Aside("owed/parts/asked.html", said)
