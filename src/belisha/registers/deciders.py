"""To whom a declaration or a request goes: to the Headteacher; what the Headteacher brings themselves, to the chair."""

from collections.abc import Iterable

from belisha.core.access import ROLES, Can, Role, may

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
