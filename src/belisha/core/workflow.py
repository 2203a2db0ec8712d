"""States and moves as a table, moved by a conditional update so that two people cannot both win."""

from belisha.core.errors import Conflict, NotAllowed


class Workflow:
    """A literal table: move → (states it starts from, state it ends in).

    The thing must have a text field `state`. Nothing else about it is changed here.
    """

    def __init__(self, **moves: tuple[set[str], str]):
        self.moves = {name: (frozenset(sources), target) for name, (sources, target) in moves.items()}

    def allows(self, state: str, move: str) -> bool:
        return state in self.moves[move][0]

    def states(self) -> list[str]:
        """Every state named in the table, in the order of first mention."""
        named = [state for sources, target in self.moves.values() for state in (*sorted(sources), target)]
        return list(dict.fromkeys(named))

    def check(self, thing, move: str) -> None:
        """Raise `NotAllowed` if the state of `thing` does not permit the move."""
        if not self.allows(thing.state, move):
            raise NotAllowed(f"This is {thing.get_state_display().lower()}, so it cannot be changed in that way.")

    def move(self, thing, move: str, with_fields: tuple[str, ...] = ()) -> None:
        """Move `thing`, or raise: `NotAllowed` if its state does not permit it, `Conflict` if another was faster.

        `with_fields` are written in the same statement, for rows that may not be in the new state without them.
        """
        self.check(thing, move)
        target = self.moves[move][1]
        also = {name: getattr(thing, name) for name in with_fields}
        moved = type(thing)._base_manager.filter(pk=thing.pk, state=thing.state).update(state=target, **also)
        if not moved:
            raise Conflict("Somebody else changed this a moment ago.")
        thing.state = target

    def diagram(self) -> str:
        """The table as a Mermaid state diagram, for the documentation."""
        lines = ["stateDiagram-v2"]
        for name, (sources, target) in self.moves.items():
            lines += [f"    {source} --> {target}: {name}" for source in sorted(sources)]
        return "\n".join(lines)
