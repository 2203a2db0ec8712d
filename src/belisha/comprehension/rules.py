"""What decides about short questions, without a database."""

from collections.abc import Collection, Iterable, Mapping, Sequence

from belisha.changes.rules import Difference
from belisha.core.workflow import Workflow
from belisha.people.rules import binds

OFF, ON = "off", "on"
STATES = {OFF: "Not asked", ON: "Asked"}
LIFECYCLE = Workflow(start=({OFF}, ON), stop=({ON}, OFF))
# A question has so many answers, one of them right.
FEWEST, MOST = 2, 4


def is_right(right: int, choice: int) -> bool:
    """Whether an answer is the right one. Both count from 1."""
    return right == choice


def descends(clauses: Sequence[str], came_from: Mapping[str, Sequence[str]]) -> list[str]:
    """The clauses of a new version that go back to these.

    `came_from` says for each clause of the new version what it goes back to. Where nobody worked that out for any of
    them, a clause goes back to the one that had its id.
    """
    if any(came_from.values()):
        return [ident for ident, origins in came_from.items() if set(origins) & set(clauses)]
    return [ident for ident in came_from if ident in clauses]


def still_holds(changes: Iterable[Difference] | None, then: Collection[str], now: Collection[str]) -> bool:
    """Whether what was understood then is understood now: nothing material changed in these clauses.

    `changes` is None where it cannot be told what changed; then they are asked again.
    """
    if changes is None:
        return False
    return not any(
        {place.ident for place in each.was} & set(then) or {place.ident for place in each.now} & set(now)
        for each in changes
    )


def concerns(bound: Iterable[Collection[str]], kind: str, roles: set) -> bool:
    """Whether a question about clauses that bind these is for somebody. What names nobody is for everybody."""
    return any(not words or binds(words, kind, roles) for words in bound)
