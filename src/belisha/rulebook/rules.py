"""What decides about a school's own rules and written cases, without a database."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from belisha.core.workflow import Workflow

# A rule that is being written answers nothing yet; one that somebody read back and kept does.
WRITING, KEPT = "writing", "kept"
STATES = {WRITING: "Not finished", KEPT: "Answers questions"}
LIFECYCLE = Workflow(keep=({WRITING}, KEPT), change=({WRITING, KEPT}, WRITING))

# How much a finding matters: what stops publication, what somebody should look at, and what is only said.
STOPS, LOOK, SAID = "stops", "look", "said"
LEVELS = {
    STOPS: "Before it can be published",
    LOOK: "Worth a look",
    SAID: "Good to know",
}


@dataclass(frozen=True, slots=True)
class Found:
    """Something to say to whoever publishes: how much it matters, the clauses it is about, and a sentence."""

    level: str
    clauses: tuple[str, ...]
    says: str
    # The id of a school's own rule or case that it is about, for a link; empty for others.
    about: str = ""


def descends(ident: str, came_from: Mapping[str, Iterable[str]]) -> str:
    """The clause of a new version that goes back to a clause of the one before; empty where none does.

    `came_from` says for each clause, in order, what it goes back to. Where nobody worked that out for any of them, a
    clause goes back to that of its own id.
    """
    if any(came_from.values()):
        return next((new for new, old in came_from.items() if ident in old), "")
    return ident if ident in came_from else ""


def stops(found: Iterable[Found]) -> list[Found]:
    """What stands in the way of publishing."""
    return [each for each in found if each.level == STOPS]
