"""What decides about questions, without a database."""

from belisha.core.workflow import Workflow

OPEN, ANSWERED, WITHDRAWN = "open", "answered", "withdrawn"
STATES = {OPEN: "Waiting for an answer", ANSWERED: "Answered", WITHDRAWN: "Withdrawn"}

LIFECYCLE = Workflow(
    answer=({OPEN}, ANSWERED),
    change=({ANSWERED}, ANSWERED),
    withdraw=({OPEN}, WITHDRAWN),
)
LONGEST = 4000


def descends(before: str, came_from: dict[str, list[str]]) -> list[str]:
    """The clauses of a new version that go back to the clause `before`.

    `came_from` says for each clause of the new version what it goes back to. Where nobody worked that out for any of
    them, a clause goes back to the one that had its id.
    """
    if any(came_from.values()):
        return [ident for ident, origins in came_from.items() if before in origins]
    return [before] if before in came_from else []
