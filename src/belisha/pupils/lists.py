"""A list of pupils that was given, as rows of a name, a year group and an identifier. Nothing else of it is taken."""

import unicodedata
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field

from belisha.people.lists import reading, rosters
from belisha.people.lists.headings import PUPIL_PLACES, proposed
from belisha.people.lists.reading import Given
from belisha.people.lists.rosters import Roster
from belisha.people.lists.rows import named, said
from belisha.people.lists.rules import Unreadable
from belisha.people.lists.tables import Table
from belisha.pupils.rules import LONGEST_IDENTIFIER, LONGEST_NAME, LONGEST_YEAR, folded

# For the pages, which ask this folder alone.
__all__ = ["Given", "Row", "Unreadable", "proposal", "read", "rows"]


@dataclass
class Row:
    """One pupil of a list. `left`: the list says that they are no longer at the school."""

    line: int
    name: str
    year: str = ""
    identifier: str = ""
    left: bool = False
    wrong: list[str] = field(default_factory=list)

    def plain(self) -> dict:
        return asdict(self)


def read(files: list[Given]) -> tuple[Table | None, list[Row]]:
    """The table whose columns are to be matched, or the pupils of a set of files. Raises `Unreadable`."""
    _, found = reading.read(files, wanted=rosters.is_pupil, places=PUPIL_PLACES)
    if isinstance(found, Roster):
        people = found.people
        return None, checked([Row(each.line, each.name, each.grade, each.key, each.gone) for each in people])
    return found, []


def proposal(table: Table) -> list[str]:
    """What each column seems to hold."""
    return proposed(table.headings, places=PUPIL_PLACES)


def rows(table: Table, fields: Sequence[str]) -> list[Row]:
    """The pupils of a table whose columns hold these fields."""
    lines = said(table, fields)
    return checked(
        [Row(line, named(cells), cells.get("year", ""), cells.get("identifier", "")) for line, cells in lines]
    )


def checked(found: list[Row]) -> list[Row]:
    """The same rows, each with what is wrong with it."""
    seen: dict[str, int] = {}
    for row in found:
        row.wrong = [*_lengths(row), *_name(row)]
        sign = f"number {row.identifier}" if row.identifier else f"name {folded(row.name)} {row.year}"
        if not row.wrong and sign in seen:
            row.wrong.append(f"The same pupil is in line {seen[sign]}. Take one out.")
        seen.setdefault(sign, row.line)
    return found


def _lengths(row: Row) -> list[str]:
    bounds = (("name", row.name, LONGEST_NAME), ("year group", row.year, LONGEST_YEAR))
    bounds += (("number", row.identifier, LONGEST_IDENTIFIER),)
    return [f"The {what} is longer than {most} letters." for what, value, most in bounds if len(value) > most]


def _name(row: Row) -> list[str]:
    if not any(letter.isalpha() for letter in row.name):
        return ["There is no name. Every row needs one."]
    odd = any(
        unicodedata.category(letter) in ("Cc", "Cf", "Co", "Cs") for letter in row.name + row.year + row.identifier
    )
    return ["The row holds characters that cannot be shown. Type it again."] if odd or not folded(row.name) else []
