"""What stands above a policy for those who see what is asked: the way to it, and to the list for the next edition."""

from belisha.core.access import Can, may
from belisha.policy.asides import Aside
from belisha.policy.models import Version
from belisha.policy.rules import PUBLISHED


def asked(actor, version: Version) -> Aside | None:
    """The link, beside what is in force."""
    if version.state == PUBLISHED and may(actor, Can.SEE_ASKED, version):
        return Aside("tallies/parts/beside.html", version)
    return None
