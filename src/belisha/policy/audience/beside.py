"""What the reading of whom a policy binds puts on its page."""

from belisha.core.access import Can, may
from belisha.policy.asides import Aside
from belisha.policy.audience import queries
from belisha.policy.models import Version
from belisha.policy.rules import PUBLISHED


def unnamed(actor, version: Version) -> Aside | None:
    """For those who lead: whom no clause names (clauses 2-01-a to 2-01-c)."""
    if version.state != PUBLISHED or not may(actor, Can.SEE_ACKNOWLEDGEMENTS, version):
        return None
    silent = [line for line in queries.lines(version) if line.bound.silent]
    return Aside("policy/audience/parts/unnamed.html", {"lines": silent, "version": version}) if silent else None


def bound(actor, version: Version) -> Aside | None:
    """For everybody: where it says whom it binds."""
    return Aside("policy/audience/parts/bound.html", version) if version.state == PUBLISHED else None
