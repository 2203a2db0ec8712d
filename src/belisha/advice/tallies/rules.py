"""What decides about counts, without a database: where an answer is counted, for which days, and what is shown of it.

Nothing that is shown is a sum of other numbers, and each number depends on its own count alone. So no hidden one can be
worked out from those beside it, whatever they are: any number of adults below the bound looks the same on every page.
"""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from belisha.core.workflow import Workflow
from belisha.packs.advising import advice_table
from belisha.reasoning.explanation import DECIDES
from belisha.reasoning.rules import ACT

RUNNING, SHOWN = "running", "shown"
STATES = {RUNNING: "Being counted", SHOWN: "Finished"}
LIFECYCLE = Workflow(close=({RUNNING}, SHOWN))
# Beside the keys of gaps, what an answer can be marked with; "" is the answer itself.
SILENT, UNSETTLED, UNREAD = "silent", "unsettled", "unread"
ITSELF = NO_ACT = ""


class Cell(NamedTuple):
    """One place of the table: an act, a verdict and, beside the answers themselves, a mark that some of them have."""

    act: str
    verdict: str
    mark: str


class Band(NamedTuple):
    """What is shown in place of a number: at least so many adults and at most so many, where there is an end."""

    low: int
    high: int | None

    def __str__(self):
        return f"{self.low} or more" if self.high is None else f"{self.low} to {self.high}"


@dataclass(frozen=True)
class Shipped:
    """How counting ships: the bound, the period, how long counts are kept, and the gaps that are never counted."""

    hide_below: int
    period: str
    keep_months: int
    periods: Mapping[str, str]
    starts: Mapping[str, frozenset[int]]
    not_counted: frozenset[str]
    source: str
    last_checked: datetime.date


@cache
def shipped() -> Shipped:
    """The table of packs/advice/tallies.yaml."""
    data = advice_table("tallies")
    return Shipped(
        data["hide_below"], data["period"], data["keep_months"],
        {row["key"]: row["label"] for row in data["periods"]},
        {row["key"]: frozenset(row["starts"]) for row in data["periods"]},
        frozenset(row["gap"] for row in data["not_counted"]), data["source"],
        datetime.date.fromisoformat(data["last_checked"]),
    )  # fmt: skip


# -- counting ------------------------------------------------------------------------------------------------------


def cells(explanation: Mapping) -> frozenset[Cell]:
    """Where an answer is counted, from the explanation as it is kept. What no act could be found for has none."""
    act = next((fact["value"] for fact in explanation["facts"] if fact["name"] == ACT), None) or NO_ACT
    marks = {ITSELF, *explanation["gaps"]} - shipped().not_counted
    marks |= {SILENT} if _is_silent(explanation["clauses"]) else set()
    marks |= {UNSETTLED} if explanation["asked_because"] else set()
    # Answers of before this was kept do not say.
    marks |= {UNREAD} if explanation.get("unread") else set()
    return frozenset(Cell(act, explanation["verdict"], mark) for mark in marks)


def _is_silent(clauses: Iterable[Mapping]) -> bool:
    """No clause decided, or only the one that says the policy looked at it at all."""
    says = {row["says"] for row in advice_table("rules")["silent"]}
    return all(clause["because"] in says for clause in clauses if clause["role"] == DECIDES)


def new_cells(explanation: Mapping, earlier: Iterable[Mapping]) -> frozenset[Cell]:
    """Where an answer adds one: an adult who got the same answer before in the period is not counted again."""
    return cells(explanation).difference(*map(cells, earlier))


# -- the days ------------------------------------------------------------------------------------------------------


def days(day: datetime.date, starts: frozenset[int], after: datetime.date | None = None):
    """The first and the last day of the period that a day lies in. It begins after `after`, the last day counted."""
    first = day.replace(day=1)
    while first.month not in starts:
        first = _month_before(first)
    following = _month_after(day.replace(day=1))
    while following.month not in starts:
        following = _month_after(following)
    if after is not None and after >= first:
        first = after + datetime.timedelta(days=1)
    return first, following - datetime.timedelta(days=1)


def _month_before(first: datetime.date) -> datetime.date:
    return (first - datetime.timedelta(days=1)).replace(day=1)


def _month_after(first: datetime.date) -> datetime.date:
    return first.replace(year=first.year + first.month // 12, month=first.month % 12 + 1)


# -- what is shown -------------------------------------------------------------------------------------------------


def too_few(adults: int, bound: int) -> bool:
    """Whether so few adults work in a school that any number would tell of them."""
    return adults < 2 * bound


def band(number: int, bound: int, adults: int) -> Band | None:
    """What is shown of a number of adults among those who work here; None where it is hidden.

    The steps are as wide as the bound. The last has no end and begins where at least `bound` adults may not have asked:
    "all but one" would tell as much of one adult as "one" does.
    """
    if number < bound or too_few(adults, bound):
        return None
    low, last = number // bound * bound, (adults - bound) // bound * bound
    return Band(last, None) if low >= last else Band(low, low + bound - 1)


def published(numbers: Mapping[Cell, int], bound: int, adults: int) -> dict[Cell, Band]:
    """What is shown of a period. Of a mark it is only shown that the bound was reached."""
    bands = {cell: band(number, bound, adults) for cell, number in numbers.items()}
    return {
        cell: found if cell.mark == ITSELF else Band(bound, None) for cell, found in bands.items() if found is not None
    }
