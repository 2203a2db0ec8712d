"""What a list of pupils would do to those who are known: plain values, no database."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from belisha.pupils.lists import Row
from belisha.pupils.rules import folded


@dataclass(frozen=True)
class Known:
    """A pupil whom the school has, as far as a list can tell."""

    id: str
    name: str
    year: str
    identifier: str
    left: bool


@dataclass
class Plan:
    """Who is added, who is changed (key → row), who is as before, who has left, and which rows are left out."""

    add: list[Row] = field(default_factory=list)
    change: dict[str, Row] = field(default_factory=dict)
    same: int = 0
    leave: list[str] = field(default_factory=list)
    wrong: list[Row] = field(default_factory=list)


def plan(rows: Iterable[Row], known: Iterable[Known], complete: bool) -> Plan:
    """By identifier, then by name. With a complete list, whoever is not in it has left; otherwise nobody has."""
    known, made, named = list(known), Plan(), set()
    by_identifier = {each.identifier: each for each in known if each.identifier}
    by_name = defaultdict(list)
    for each in known:
        by_name[folded(each.name)].append(each)
    for row in rows:
        found = _who(row, by_identifier, by_name)
        named |= {each.id for each in found}
        if row.wrong or len(found) > 1:
            row.wrong = row.wrong or ["There is more than one pupil of this name. Give the number that each has."]
            made.wrong.append(row)
        elif row.left:
            made.leave += [each.id for each in found if not each.left]
        elif not found:
            made.add.append(row)
        elif _differs(row, found[0]):
            made.change[found[0].id] = row
        else:
            made.same += 1
    if complete:
        made.leave += [each.id for each in known if each.id not in named and not each.left]
    return made


def _who(row: Row, by_identifier: dict[str, Known], by_name: dict[str, list[Known]]) -> list[Known]:
    if row.identifier and row.identifier in by_identifier:
        return [by_identifier[row.identifier]]
    return [each for each in by_name[folded(row.name)] if not (row.identifier and each.identifier)]


def _differs(row: Row, known: Known) -> bool:
    pairs = ((row.name, known.name), (row.year, known.year), (row.identifier, known.identifier))
    return known.left or any(new and new != was for new, was in pairs)
