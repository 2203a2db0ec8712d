"""Which lines stand before the tick, without a database: of clauses that the version has, for whom they speak to."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass

from belisha.packs.teaching import ShippedLine
from belisha.people.rules import binds

# What is said over them, in the order in which they stand.
GROUPS = {"do": "What you take on", "follow": "What can follow"}


@dataclass(frozen=True)
class Line:
    """A line, and the clause of the school's policy that says it: its id, and how the school calls it."""

    key: str
    group: str
    line: str
    ident: str
    clause: str

    def plain(self) -> dict:
        """As it is kept with an acknowledgement."""
        return asdict(self)


def lines(rows: Iterable[ShippedLine], said: Mapping[str, tuple[str, str]], kind: str, roles: set) -> list[Line]:
    """The lines for an adult of this kind with these roles.

    `said` gives, by the id of a clause of the shipped policy, the id and the label of the clause that says it in this
    version. Of a clause that the version does not have, nothing is asked.
    """
    return [
        Line(row.key, row.group, row.line, *said[row.clauses[0]])
        for row in rows
        if row.clauses[0] in said and binds((row.for_whom,), kind, roles)
    ]


def grouped(found: Iterable[Line]) -> list[tuple[str, list[Line]]]:
    """By their group, each under its words; no empty group."""
    found = list(found)
    groups = [(title, [line for line in found if line.group == group]) for group, title in GROUPS.items()]
    return [(title, some) for title, some in groups if some]


def from_plain(kept: Iterable[Mapping]) -> list[Line]:
    """The lines as they were kept with an acknowledgement."""
    return [Line(**plain) for plain in kept]
