"""What decides while a list is brought in, without a database."""

import dataclasses
import datetime

from belisha.people.lists.plan import LEFT, SAME, WRONG, Known, Step
from belisha.people.lists.rows import Row
from belisha.people.rules import SENT, has_ended, is_ordinary

CHANGED = "The school changed after you looked, and this row no longer does what you saw. Bring the list in again."
# Columns of an adult that decide nothing: changed, they bind nobody otherwise and open no door.
QUIET = frozenset({"name", "listed_as", "employer_id"})


def still(step: Step, agreed: str) -> Step:
    """The step, unless it would do something else than was shown: what changed in between is reported, not forced."""
    if step.said == agreed or step.outcome in (SAME, WRONG):
        return step
    return dataclasses.replace(step, outcome=WRONG, words=(CHANGED,))


def is_plain(row: Row) -> bool:
    """Whether somebody new has no role but such as see no more than any adult does: nothing more is to be asked."""
    return all(is_ordinary(role) for role in row.roles)


@dataclasses.dataclass
class Outcome:
    """What became of a list so far, part by part: how many of each, whom it spoke of, what was left out and why."""

    said: list[str]
    seen: dict[str, int]
    named: set[str]
    left: set[str]
    number: dict[str, int]
    wrong: list[list]

    @classmethod
    def of(cls, kept: dict) -> "Outcome":
        return cls(**{**kept, "named": set(kept["named"]), "left": set(kept["left"])})

    def plain(self) -> dict:
        return {**vars(self), "named": sorted(self.named), "left": sorted(self.left)}

    def note(self, step: Step, adult_id: str, why: str) -> None:
        """Write down what became of a row."""
        outcome, row = WRONG if why else step.outcome, step.row
        self.number[outcome] = self.number.get(outcome, 0) + 1
        ids = {*step.named, adult_id} - {""}
        if outcome == LEFT:
            self.left |= ids
            return
        self.named |= ids
        if why:
            self.wrong.append([row.line, row.name, why])
            return
        signs = [adult_id, f"key {row.key}" if row.key else "", f"email {row.email}" if row.email else ""]
        self.seen |= dict.fromkeys(filter(None, signs), row.line)


def begun(steps: list[Step]) -> dict:
    """The outcome before the first row."""
    return Outcome([step.said for step in steps], {}, set(), set(), {}, []).plain()


def is_quiet(before: dict, after: dict) -> bool:
    """Whether nothing follows from a change: not what binds somebody, not who may reach or be them."""
    return all(before[name] == value for name, value in after.items() if name not in QUIET)


def possible_leavers(known: list[Known], outcome: Outcome, complete: bool, today: datetime.date) -> list[str]:
    """Who works here and is not in a list of everybody, and whom the list says to have left: their keys."""
    here = {adult.id for adult in known if not has_ended(day(adult.ends), today)}
    absent = here - outcome.named if complete else set()
    return sorted(absent | (here & outcome.left))


def first_day(row: Row, today: datetime.date) -> datetime.date:
    """The day in the list; without one today, or the last day if that was before."""
    return day(row.starts) or min(filter(None, (today, day(row.ends))))


def sender(row: Row, kind: str) -> str:
    """The name under which whoever sends them is known, "" for those who are sent by nobody."""
    return row.employer.casefold() if kind in SENT else ""


def day(text: str) -> datetime.date | None:
    return datetime.date.fromisoformat(text) if text else None
