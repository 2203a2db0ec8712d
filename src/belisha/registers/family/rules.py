"""What decides about declarations, without a database."""

from collections.abc import Iterable
from dataclasses import dataclass

from belisha.core.workflow import Workflow

DECLARED, DISCUSSED, ACKNOWLEDGED = "declared", "discussed", "acknowledged"
NOT_ACKNOWLEDGED, ENDED, WITHDRAWN = "not_acknowledged", "ended", "withdrawn"
STATES = {
    DECLARED: "Declared",
    DISCUSSED: "Discussed",
    ACKNOWLEDGED: "Acknowledged",
    NOT_ACKNOWLEDGED: "Not acknowledged",
    ENDED: "Ended",
    WITHDRAWN: "Withdrawn",
}
WAITING = (DECLARED, DISCUSSED)
OPEN = (DECLARED, DISCUSSED, ACKNOWLEDGED, NOT_ACKNOWLEDGED)
# What whoever decides still sees: a declaration that was taken back before anybody discussed it is nobody's business.
SEEN = (*OPEN, ENDED)

LIFECYCLE = Workflow(
    # Talked over before a decision, again, or anew after it was not acknowledged.
    discuss=({DECLARED, DISCUSSED, NOT_ACKNOWLEDGED}, DISCUSSED),
    acknowledge=({DISCUSSED}, ACKNOWLEDGED),
    # An acknowledgement can be taken back.
    refuse=({DISCUSSED, ACKNOWLEDGED}, NOT_ACKNOWLEDGED),
    agree_anew=({ACKNOWLEDGED}, ACKNOWLEDGED),
    look_again=({ACKNOWLEDGED}, ACKNOWLEDGED),
    end=(set(OPEN), ENDED),
    withdraw=({DECLARED}, WITHDRAWN),
)

FAMILY, DUAL_ROLE, INTEREST = "family", "dual_role", "interest"
KINDS = {
    FAMILY: "A pupil is in my family",
    DUAL_ROLE: "I have another role in this school",
    INTEREST: "My work and an interest of my own could get in each other’s way",
}
KIND_HINTS = {
    FAMILY: "Also if you are the pupil’s parent or carer, and whatever you call the tie between you.",
    DUAL_ROLE: "Such as governor and parent, or assistant and leader of a club that pupils go to.",
    INTEREST: "Such as work for somebody else, or a friendship with a family of the school.",
}
SHORT_KINDS = {FAMILY: "Family relationship", DUAL_ROLE: "Dual role", INTEREST: "Conflict of interests"}

PUPIL_LEFT, ADULT_LEFT, NOT_TRUE = "pupil_left", "adult_left", "not_true"
WHY_ENDED = {
    PUPIL_LEFT: "The pupil left the school",
    ADULT_LEFT: "The adult left the school",
    NOT_TRUE: "It is no longer so",
}

# Entries of the timeline.
WHAT = {
    "declared": "Declared",
    "discussed": "Discussed",
    "acknowledged": "Acknowledged, with what was agreed",
    "refused": "Not acknowledged",
    "agreed_anew": "Agreed anew",
    "looked_again": "Looked at again",
    "moved": "Handed to the chair of governors",
    "ended": "Ended",
    "withdrawn": "Withdrawn",
}

LONGEST = 4000
LONGEST_NAME = 150


# -- what is on file for one pupil ----------------------------------------------------------------------------------

UNKNOWN, NONE = "unknown", "none"
# Where several declarations are about the same pupil, the one that covers least counts.
STRICTEST = (NOT_ACKNOWLEDGED, DECLARED, ACKNOWLEDGED)
SAID = {
    DECLARED: DECLARED, DISCUSSED: DECLARED, ACKNOWLEDGED: ACKNOWLEDGED, NOT_ACKNOWLEDGED: NOT_ACKNOWLEDGED,
}  # fmt: skip


@dataclass(frozen=True)
class OnFile:
    """A declaration as it stood on a day, for `standing`: its pupil's name as it is compared, and the pupil's key."""

    state: str
    name: str
    pupil: object = None


def about(rows: Iterable[OnFile], name: str = "", pupil: object = None) -> tuple[str, list[OnFile]]:
    """What is on file about one pupil, and the rows that say so. Whoever cannot be told apart is unknown.

    A name that shares a word with one on file may be the same pupil, spelt otherwise: that is not "none".
    """
    live = [row for row in rows if row.state in SAID]
    if not live:
        return NONE, []
    if not name and pupil is None:
        return UNKNOWN, []
    found = [row for row in live if _same(row, name, pupil)]
    if not found:
        return (UNKNOWN, []) if _perhaps(live, name, pupil) else (NONE, [])
    for state in STRICTEST:
        if those := [row for row in found if SAID[row.state] == state]:
            return state, those
    return UNKNOWN, []


def _same(row: OnFile, name: str, pupil: object) -> bool:
    """Two pupils may have one name: where both are known by their key, the key tells them apart."""
    if pupil is not None and row.pupil is not None:
        return row.pupil == pupil
    return bool(name) and row.name == name


def _perhaps(live: list[OnFile], name: str, pupil: object) -> bool:
    if not name:
        # Asked by key alone: a name that was only typed says nothing either way.
        return any(row.pupil is None for row in live)
    return any(set(name.split()) & set(row.name.split()) for row in live if pupil is None or row.pupil is None)
