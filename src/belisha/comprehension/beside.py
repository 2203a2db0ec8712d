"""What short questions put below a policy."""

from belisha.comprehension import queries
from belisha.policy.asides import Aside
from belisha.policy.rules import PUBLISHED


def below(actor, version) -> Aside | None:
    """For those who keep them or lead: where the questions of this policy are."""
    if version.state != PUBLISHED or not queries.may_look(actor, version.policy):
        return None
    return Aside("comprehension/parts/below.html", version)
