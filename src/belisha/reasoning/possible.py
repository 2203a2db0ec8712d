"""Whether conditions can hold together, found without trying facts: each is a list of the corners in which it is true.

A corner allows every fact some of its values. Facts that are concluded from others are replaced by what concludes them.
"""

from collections.abc import Iterator, Mapping
from itertools import product
from typing import NamedTuple

from belisha.reasoning.conditions import AllOf, AnyOf, Condition, Is, Not
from belisha.reasoning.facts import SET, FactSchema
from belisha.reasoning.rules import Rulebook


class Room(NamedTuple):
    """What a corner leaves of one fact, as bits of its values: those allowed; of a set, those it must have one of.

    A set may hold nothing, for which bit 0 stands; so that without a need there is always room in it.
    """

    allowed: int
    some: frozenset[int] = frozenset()

    def with_(self, other: "Room") -> "Room | None":
        both = Room(self.allowed & other.allowed, self.some | other.some)
        return both if both.allowed and all(need & both.allowed for need in both.some) else None


Corner = Mapping[str, Room]


class Possible:
    """Asks of one rulebook what can be so. What was worked out once is kept."""

    def __init__(self, book: Rulebook):
        self._facts: FactSchema = book.facts
        self._ways = {name: AnyOf(conditions) for name, conditions in book.meant}
        self._kept: dict[tuple[Condition, bool], tuple[Corner, ...]] = {}

    def corners(self, condition: Condition, wanted: bool = True) -> tuple[Corner, ...]:
        """The corners in which a condition is true, or where it is not `wanted`, false."""
        key = (condition, wanted)
        if key not in self._kept:
            self._kept[key] = tuple(self._found(condition, wanted))
        return self._kept[key]

    def together(self, *conditions: Condition) -> bool:
        """There are facts for which all of these hold."""
        return any(True for _ in self._products([self.corners(each) for each in conditions]))

    def always(self, condition: Condition, then: Condition) -> bool:
        """Wherever the first holds, so does the second."""
        found = (self.corners(condition), self.corners(then, wanted=False))
        return not any(True for _ in self._products(list(found)))

    def _found(self, condition: Condition, wanted: bool) -> Iterator[Corner]:
        if isinstance(condition, Not):
            yield from self.corners(condition.part, not wanted)
        elif isinstance(condition, Is):
            yield from self._fact(condition, wanted)
        elif isinstance(condition, AllOf) is wanted:
            yield from self._products([self.corners(part, wanted) for part in condition.parts])
        else:
            for part in condition.parts:
                yield from self.corners(part, wanted)

    def _fact(self, condition: Is, wanted: bool) -> Iterator[Corner]:
        name, fact = condition.fact, self._facts.facts[condition.fact]
        if fact.derived:
            meant = {"yes": True, "no": False}
            for value in fact.values:
                if (value in condition.values) is wanted and name in self._ways:
                    yield from self.corners(self._ways[name], meant[value])
            return
        bits = sum(2 << place for place, value in enumerate(fact.values) if value in condition.values)
        every = (2 << len(fact.values)) - 2
        if fact.kind == SET:
            yield {name: Room(every | 1, frozenset({bits})) if wanted else Room((every & ~bits) | 1)}
        elif room := bits if wanted else every & ~bits:
            yield {name: Room(room)}

    def _products(self, lists: list[tuple[Corner, ...]]) -> Iterator[Corner]:
        if len(lists) == 2:
            yield from (both for one, other in product(*lists) if (both := merged(one, other)) is not None)
            return
        found: tuple[Corner, ...] = ({},)
        for each in lists:
            found = tuple(both for one, other in product(found, each) if (both := merged(one, other)) is not None)
        yield from found


def merged(one: Corner, other: Corner) -> Corner | None:
    """What two corners have in common; None where they have nothing."""
    if len(other) > len(one):
        one, other = other, one
    both = dict(one)
    for name, room in other.items():
        if name in both:
            kept = both[name].with_(room)
            if kept is None:
                return None
            both[name] = kept
        else:
            both[name] = room
    return both
