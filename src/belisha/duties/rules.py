"""What decides about duties, without a database."""

from collections.abc import Sequence

from belisha.changes.rules import Difference, from_plain
from belisha.core.workflow import Workflow

DUE, DONE, LAPSED, CARRIED = "due", "done", "lapsed", "carried"
STATES = {DUE: "To do", DONE: "Done", LAPSED: "No longer asked", CARRIED: "Not asked again"}
GIVEN = {"self": "By themselves", "code": "With a one-time code", "paper": "On paper"}

LIFECYCLE = Workflow(
    acknowledge=({DUE}, DONE),
    lapse=({DUE}, LAPSED),
    # The school says that the policy is for them after all.
    ask_again=({LAPSED}, DUE),
    # Whoever takes on a role is bound by changes that did not bind them before.
    ask_after_all=({CARRIED, DUE}, DUE),
)

# What an adult puts their name to. It is stored with each acknowledgement as it was shown (clauses 4-11-a, 3-03-a).
WORDING = (
    "I have read {policy}, version {number}, published on {date}. I understand that it applies to me at work and in my "
    "own time, and that I can ask the Headteacher about anything in it."
)
# The same of somebody who acknowledged an earlier version and was shown what changed for them since (clause 3-08-b).
WORDING_OF_CHANGES = (
    "I acknowledged version {since} of {policy} on {day}. I have read what changed for me since then in version "
    "{number}, published on {date}. I understand that all of it applies to me at work and in my own time, and that I "
    "can ask the Headteacher about anything in it."
)


def for_them(changes: Sequence[Difference], kind: str, roles: set) -> list[Difference]:
    """Of what adults must hear of, what binds an adult of this kind with these roles."""
    return [each for each in changes if each.speaks_to(kind, roles)]


def missed(changes: Sequence[Difference] | None, shown: Sequence[dict], kind: str, roles: set) -> bool:
    """Whether some of these changes bind somebody now that were not among those they were shown."""
    read = {from_plain(plain).key for plain in shown}
    return any(each.key not in read for each in for_them(changes or [], kind, roles))


def is_asked(changes: Sequence[Difference] | None, kind: str, roles: set) -> bool:
    """Whether somebody who acknowledged an earlier version is asked again. Where it cannot be told, they are."""
    return changes is None or bool(for_them(changes, kind, roles))
