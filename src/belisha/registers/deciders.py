"""To whom a declaration or a request goes: to the Headteacher; what the Headteacher brings themselves, to the chair."""

from collections.abc import Iterable

from django.db.models import Q

from belisha.core.access import ROLES, Can, Role, held, may
from belisha.core.queries import school_for

HEADTEACHER, CHAIR = "headteacher", "chair"
# Never a name: whoever holds the role on the day decides, and a stand-in holds it.
GOES_TO = {HEADTEACHER: "the Headteacher", CHAIR: "the chair of governors"}


def goes_to(roles: Iterable[Role], decides: Can) -> str:
    """Who decides about what an adult with these roles brings: whoever could decide it alone takes it to the chair."""
    return CHAIR if any(decides in ROLES[Role(role)].permissions for role in roles) else HEADTEACHER


def permission(goes: str, decides: Can) -> Can:
    """The permission that decides about what goes there."""
    return Can.DECIDE_FOR_HEADTEACHER if goes == CHAIR else decides


def may_decide(actor, thing, brought_by, decides: Can) -> bool:
    """Whether the actor decides about this. Nobody decides about what they brought themselves."""
    return brought_by != actor.id and may(actor, permission(thing.goes_to, decides), thing)


def decides_at_all(actor, permission: Can) -> bool:
    """Whether anything of this register comes to the actor to be decided."""
    return may(actor, permission) or may(actor, Can.DECIDE_FOR_HEADTEACHER)


def deciding_school(actor, permission: Can):
    """The school of whoever decides in this register there; for everybody else there is no such page."""
    for_headteacher = may(actor, Can.DECIDE_FOR_HEADTEACHER)
    return school_for(actor, Can.DECIDE_FOR_HEADTEACHER if for_headteacher else permission)


def came_to(actor, permission: Can) -> Q:
    """What went to the actor to be decided, whatever its state, as SQL."""
    here = held(permission).q(actor) & Q(goes_to=HEADTEACHER)
    return here | held(Can.DECIDE_FOR_HEADTEACHER).q(actor) & Q(goes_to=CHAIR)
