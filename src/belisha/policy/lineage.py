"""Which clause of the edition before a clause of a new edition goes back to. No database; nothing is learned.

Numbers move when a clause is put in, so words count before ids: first the same words, then the same id where the words
agree, then words that are alike, and last the pieces of a clause that was split and the clauses that were merged. The
same input gives the same answer, and a person confirms it.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from math import log
from typing import Protocol

from belisha.policy.matching import stems

# Shares of the words, weighted by how rare they are; tried on reworded, split and merged clauses of the shipped policy
# (tests/policy/test_lineage.py). The values around each do about as well.
SAME_ID = 0.35  # a clause that kept its id may be reworded this far
ALIKE = 0.55  # one that did not must agree more
PIECE = 0.75  # so much of a piece must stand in the whole …
OWN = 0.6  # … and so much of what stands there must not stand in the whole's other pieces

Weights = Mapping[str, float]


class Told(Protocol):
    """A clause of an edition. Headings go back to headings only."""

    @property
    def ident(self) -> str: ...
    @property
    def text(self) -> str: ...
    @property
    def kind(self) -> str: ...


def align(before: Sequence[Told], after: Sequence[Told]) -> list[tuple[int, ...]]:
    """For each clause of the new edition the indexes in `before` that it goes back to, in order.

    Empty: it is new. Two: they were merged. An index that stands in two of the answers: that clause was split.
    """
    found: dict[int, int] = {}
    _same_words(before, after, found)
    old, new = _weighed(before, after)
    likeness = _likeness(old, new, found)
    for pairs in (
        [pair for pair in likeness if pair[0] >= SAME_ID and before[pair[2]].ident == after[pair[1]].ident],
        [pair for pair in likeness if pair[0] >= ALIKE],
    ):
        _give(pairs, found)
    lineage = [{found[at]} if at in found else set() for at in range(len(after))]
    _split(lineage, old, new)
    _merged(lineage, old, new)
    return [tuple(sorted(each)) for each in lineage]


def same(text: str) -> str:
    """A text as it is compared: case, spaces and the shapes of quotation marks do not matter."""
    return " ".join(text.replace("’", "'").replace("‘", "'").replace("“", '"').replace("”", '"').casefold().split())


def _heading(clause: Told) -> bool:
    return clause.kind == "heading"


def _same_words(before: Sequence[Told], after: Sequence[Told], found: dict[int, int]) -> None:
    """Pair clauses with the same words: those that kept their id first, then in the order in which they stand."""
    waiting = defaultdict(list)
    for at, clause in enumerate(before):
        waiting[_heading(clause), same(clause.text)].append(at)
    for kept in (True, False):
        for at, clause in enumerate(after):
            places = waiting[_heading(clause), same(clause.text)]
            place = next((p for p in places if not kept or before[p].ident == clause.ident), None)
            if at not in found and place is not None:
                places.remove(place)
                found[at] = place


def _weighed(before: Sequence[Told], after: Sequence[Told]) -> tuple[list[Weights], list[Weights]]:
    """The words of each clause with their weights: what stands in few clauses says more."""
    words = [_words(clause) for clause in (*before, *after)]
    holders = defaultdict(int)
    for each in words:
        for word in each:
            holders[word] += 1
    weights = {word: log(1 + len(words) / number) for word, number in holders.items()}
    weighed = [{word: weights[word] for word in sorted(each)} for each in words]
    return weighed[: len(before)], weighed[len(before) :]


def _words(clause: Told) -> set[str]:
    """What a clause is compared by. A heading shares no word with a clause that is none."""
    words = set(stems(clause.text)) or set(same(clause.text).split())
    return {f"# {word}" for word in words} if _heading(clause) else words


def _likeness(old: list[Weights], new: list[Weights], found: Mapping[int, int]) -> list[tuple[float, int, int]]:
    """(share of the words in common, place after, place before) of what is left, the most alike first."""
    holding = defaultdict(list)
    for place in sorted(set(range(len(old))) - set(found.values())):
        for word in old[place]:
            holding[word].append(place)
    sizes = [sum(each.values()) for each in old]
    pairs = []
    for at in sorted(set(range(len(new))) - set(found)):
        size, common = sum(new[at].values()), defaultdict(float)
        for word, weight in new[at].items():
            for place in holding[word]:
                common[place] += weight
        pairs += [(round(2 * weight / (size + sizes[place]), 6), at, place) for place, weight in common.items()]
    return sorted(pairs, key=lambda pair: (-pair[0], abs(pair[1] - pair[2]), pair[1], pair[2]))


def _give(pairs: Sequence[tuple[float, int, int]], found: dict[int, int]) -> None:
    """Give each clause away once, the best pair first."""
    taken = set(found.values())
    for _, at, place in pairs:
        if at not in found and place not in taken:
            found[at] = place
            taken.add(place)


def _split(lineage: list[set[int]], old: list[Weights], new: list[Weights]) -> None:
    """A clause left over is a piece of an old one if it stands in that, and not in the pieces found already."""
    told = [set() for _ in old]
    for at, each in enumerate(lineage):
        for place in each:
            told[place].update(new[at])
    for at in [at for at, each in enumerate(lineage) if not each]:
        place = _whole(new[at], old, told)
        if place is not None:
            lineage[at].add(place)
            told[place].update(new[at])


def _merged(lineage: list[set[int]], old: list[Weights], new: list[Weights]) -> None:
    """An old clause left over went into a new one if it stands in that, and not in the others that went into it."""
    told = [{word for place in each for word in old[place]} for each in lineage]
    kept = {place for each in lineage for place in each}
    for place in [place for place in range(len(old)) if place not in kept]:
        at = _whole(old[place], new, told)
        if at is not None:
            lineage[at].add(place)
            told[at].update(old[place])


def _whole(piece: Weights, wholes: list[Weights], told: list[set[str]]) -> int | None:
    """The clause that holds nearly all of a piece of at least two words, most of it not told by its other pieces."""
    size, best, found = sum(piece.values()), 0.0, None
    for place, whole in enumerate(wholes):
        inside = piece.keys() & whole.keys()
        share = sum(piece[word] for word in sorted(inside)) if len(inside) > 1 else 0.0
        own = sum(piece[word] for word in sorted(inside - told[place]))
        if share > best and share >= PIECE * size and own >= OWN * share:
            best, found = share, place
    return found
