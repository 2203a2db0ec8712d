"""What changed over several editions: whoever did not acknowledge the one between reads both changes at once.

No database. A step is one comparison, as it was put down when its version was published.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from belisha.changes.rules import Difference, Line, compare


@dataclass(frozen=True)
class Step:
    """From one edition to the next: where each clause goes back to, by id, and what adults had to hear of."""

    lineage: Mapping[str, Sequence[str]]
    material: Sequence[Difference]

    def back(self, idents: set[str]) -> set[str]:
        return {old for ident in idents for old in self.lineage.get(ident, ())}

    def on(self, idents: set[str]) -> set[str]:
        return {ident for ident, olds in self.lineage.items() if idents & set(olds)}

    def touches(self, before: set[str], after: set[str]) -> bool:
        """Whether something that adults had to hear of happened to one of these clauses."""
        return any(
            before & {place.ident for place in each.was} or after & {place.ident for place in each.now}
            for each in self.material
        )


def across(before: Sequence[Line], after: Sequence[Line], steps: Sequence[Step]) -> list[Difference]:
    """The differences between two editions, through those that lay between them, the oldest step first."""
    places = {line.ident: at for at, line in enumerate(before)}
    lineage = [sorted(places[ident] for ident in _back({line.ident}, steps)[0]) for line in after]
    return compare(before, after, lineage)


def material(differences: Sequence[Difference], steps: Sequence[Step]) -> list[Difference]:
    """Those that adults have to hear of: something material happened to the clause on the way, and it is another now.

    What was changed and changed back is not told: for whoever knows the first edition, nothing is new.
    """
    return [each for each in differences if each.changed and _mattered(each, steps)]


def _back(idents: set[str], steps: Sequence[Step]) -> list[set[str]]:
    """What some clauses of the last edition were called in each edition, the first edition first."""
    found = [idents]
    for step in reversed(steps):
        found.insert(0, step.back(found[0]))
    return found


def _mattered(difference: Difference, steps: Sequence[Step]) -> bool:
    """Followed from both ends: a clause that is gone leads on from the first edition, a new one back from the last."""
    came = _back({place.ident for place in difference.now}, steps)
    went = [{place.ident for place in difference.was}]
    for step in steps:
        went.append(step.on(went[-1]))
    at = [one | other for one, other in zip(came, went, strict=True)]
    return any(step.touches(at[index], at[index + 1]) for index, step in enumerate(steps))
