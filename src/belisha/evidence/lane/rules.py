"""What may follow from a file that should never have come in. No database."""

from uuid import UUID

from belisha.core.workflow import Workflow

ASKED, SEALED = "asked", "sealed"
STATES = {ASKED: "Sealed off by one person", SEALED: "Sealed off by two people"}
LIFECYCLE = Workflow(confirm=({ASKED}, SEALED))

# Only the police say what becomes of it. Neither shows it to anybody here.
HAND_OVER, DESTROY = "hand_over", "destroy"
RELEASES = {HAND_OVER: "Hand it over to the police", DESTROY: "Destroy it, as the police said"}
WAITS, DONE = "waits", "done"
RELEASE_STATES = {WAITS: "Waits for a second person", DONE: "Done"}
RELEASE_LIFECYCLE = Workflow(agree=({WAITS}, DONE))


def is_second(first: UUID | None, second: UUID) -> bool:
    """Whether this is another person than the first. What the reporter's own words sealed off has no first."""
    return first is None or first != second
