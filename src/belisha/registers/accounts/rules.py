"""What decides about the school's own accounts, without a database: when to check, what is wrong, who may post."""

import datetime

from belisha.core.workflow import Workflow

USED, CLOSED = "used", "closed"
STATES = {USED: "In use", CLOSED: "Closed"}
LIFECYCLE = Workflow(close=({USED}, CLOSED), reopen=({CLOSED}, USED))
# Everything that can stand in the timeline of an account, in the words in which it stands there.
STEPS = {
    "added": "Put into the register",
    "changed": "Changed",
    "checked": "Checked",
    "closed": "Closed",
    "reopened": "In use again",
    "left": "An adult named here left the school",
}
# What can be wrong with an account in use, and what to do about it. The first is the most pressing.
FINDINGS = {
    "owner_left": "An owner has left. Change its password, and name another owner.",
    "no_owner": "Nobody owns it. Name an owner.",
    "one_owner": "It has one owner only. Name a second, for when the first is away.",
    "not_checked": "It was not checked in time.",
    "no_consent": "It does not say which consent an image needs.",
}


def official(state: str, since, closed_on, on: datetime.date) -> bool:
    """Whether an account was the school's own on a day. The day on which it was closed is no more."""
    return since <= on and (state == USED or closed_on is None or on < closed_on)


def findings(*, owners_here: int, owners_gone: int, next_check, images: str, today: datetime.date) -> list[str]:
    """The keys of `FINDINGS` that are so, for an account in use."""
    so = {
        "owner_left": owners_gone > 0,
        "no_owner": owners_here == 0,
        "one_owner": owners_here == 1,
        "not_checked": next_check <= today,
        "no_consent": not images.strip(),
    }
    return [key for key in FINDINGS if so[key]]


def name_key(name: str) -> str:
    """The name of an account as one is told from another: @Alder_Lane and alder_lane are the same."""
    return " ".join(name.split()).lstrip("@").casefold()
