"""What each state of a declaration does and does not permit, in plain words: data, and nothing else."""

from dataclasses import dataclass

from belisha.registers.family import rules
from belisha.registers.family.rules import FAMILY


@dataclass(frozen=True)
class Meaning:
    """What a state means for the adult: a line on top (a warning or not), what it covers, what it does not."""

    says: str
    covers: tuple[str, ...]
    covers_not: tuple[str, ...]
    warns: bool = False


NOT_YET = "Contact with this pupil online is not covered yet."
# Clauses 6-08-c and 4-09-a.
WHY = (
    "Somebody who does not know that you are related could take messages between you and the pupil for grooming. "
    "That is no judgement of you: from outside, nobody can tell the difference. "
    "A tie that the school knows of, and has talked over with you, protects the pupil, and it protects you."
)
WHY_DUAL = (
    "Two roles are nothing wrong in themselves. What is not told may look hidden later: a dated record protects you."
)

ONLINE = (
    "Any link or message between you and the pupil on social media (clause 6-07-a).",
    "Looking at the pupil’s own pages (clause 6-09-a).",
)
HOME = "Your life together as a family at home: the policy says nothing about that."
OTHERS = "Any other pupil, their friends and their pages: for them nothing changes (clauses 6-07-a and 6-09-a)."
AS_STAFF = "Contact for the school’s purposes: that goes through the school’s own channels, as with every pupil."
APART = "Using what you learn in one role in the other."

FAMILY_STATES = {
    rules.DECLARED: Meaning(
        f"{NOT_YET} Until it is acknowledged, such contact breaks the policy (clause 6-08-a).",
        ("You have told the school, as the policy asks (clause 6-08-d).", HOME), (*ONLINE, AS_STAFF), warns=True,
    ),
    rules.DISCUSSED: Meaning(
        f"{NOT_YET} It was talked over; the decision is still to come (clause 6-08-a).",
        ("You have told the school and talked it over.", HOME), (*ONLINE, AS_STAFF), warns=True,
    ),
    rules.ACKNOWLEDGED: Meaning(
        "Contact with this pupil is covered as far as what was agreed goes, and no further.",
        ("What was agreed, as it stands below, with this one pupil (clauses 6-07-b and 6-09-a).", HOME),
        ("Anything online with this pupil that was not agreed: ask first.", OTHERS, AS_STAFF),
    ),
    rules.NOT_ACKNOWLEDGED: Meaning(
        "Contact with this pupil online is not covered: the relationship was not acknowledged.",
        (HOME,), (*ONLINE, AS_STAFF), warns=True,
    ),
    rules.ENDED: Meaning(
        "This no longer counts. What was agreed is no longer in force.",
        (), ("Anything that rested on what was agreed. If it becomes true again, declare it again.",),
    ),
    rules.WITHDRAWN: Meaning(
        "You took this back before it was discussed. It counts for nothing.",
        (), ("Contact with the pupil online, if the pupil is in your family: declare it again.",),
    ),
}  # fmt: skip

DUAL_STATES = {
    rules.DECLARED: Meaning(
        "The school has not acknowledged this yet. Keep the two apart until you have talked it over (clause 3-06-b).",
        ("You have told the school.",), (APART, "Anything that this policy does not permit others."), warns=True,
    ),
    rules.DISCUSSED: Meaning(
        "It was talked over; the decision is still to come. Keep the two apart until then (clause 3-06-b).",
        ("You have told the school and talked it over.",),
        (APART, "Anything that this policy does not permit others."), warns=True,
    ),
    rules.ACKNOWLEDGED: Meaning(
        "Both can go on side by side, as far as what was agreed goes.",
        ("What was agreed, as it stands below.",),
        (APART, "Contact with a pupil online: declare a family relationship for that."),
    ),
    rules.NOT_ACKNOWLEDGED: Meaning(
        "The school did not acknowledge this. Speak to whoever decided about how to go on.",
        (), (APART,), warns=True,
    ),
    rules.ENDED: Meaning("This no longer counts.", (), ("Anything that rested on what was agreed.",)),
    rules.WITHDRAWN: Meaning("You took this back before it was discussed. It counts for nothing.", (), ()),
}  # fmt: skip


def of(kind: str, state: str) -> Meaning:
    """What a state means for a declaration of this kind."""
    return (FAMILY_STATES if kind == FAMILY else DUAL_STATES)[state]


def why(kind: str) -> str:
    """Why the school asks for it."""
    return WHY if kind == FAMILY else WHY_DUAL
