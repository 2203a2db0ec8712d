"""What decides while a list is brought in, without a database."""

import dataclasses
import datetime

from belisha.people.lists.plan import LEFT, SAME, WRONG, Known, Step
from belisha.people.lists.rows import Row
from belisha.people.rules import SENT, has_ended, is_ordinary

CHANGED = "The school changed after you looked, and this row no longer does what you saw. Bring the list in again."


def still(step: Step, agreed: str) -> Step:
    """The step, unless it would do something else than was shown: what changed in between is reported, not forced."""
    if step.said == agreed or step.outcome in (SAME, WRONG):
        return step
    return dataclasses.replace(step, outcome=WRONG, words=(CHANGED,))


def is_plain(row: Row) -> bool:
    """Whether somebody new has no role but such as see no more than any adult does: nothing more is to be asked."""
    return all(is_ordinary(role) for role in row.roles)


def note(result: dict, step: Step, adult_id: str, why: str) -> None:
    """Write down what became of a row: how many of each there are, whom it spoke of, and why it was left out."""
    outcome, row = WRONG if why else step.outcome, step.row
    result["number"][outcome] = result["number"].get(outcome, 0) + 1
    ids = {*step.named, adult_id} - {""}
    if outcome == LEFT:
        result["left"] = sorted({*result.get("left", []), *ids})
        return
    result["named"] = sorted({*result["named"], *ids})
    if why:
        result["wrong"].append([row.line, row.name, why])
        return
    signs = [adult_id, f"key {row.key}" if row.key else "", f"email {row.email}" if row.email else ""]
    result["seen"] |= dict.fromkeys(filter(None, signs), row.line)


def possible_leavers(known: list[Known], result: dict, complete: bool, today: datetime.date) -> list[str]:
    """Who works here and is not in a list of everybody, and whom the list says to have left: their keys."""
    here = {adult.id for adult in known if not has_ended(day(adult.ends), today)}
    absent = here - set(result["named"]) if complete else set()
    return sorted(absent | (here & set(result.get("left", []))))


def first_day(row: Row, today: datetime.date) -> datetime.date:
    """The day in the list; without one today, or the last day if that was before."""
    return day(row.starts) or min(filter(None, (today, day(row.ends))))


def sender(row: Row, kind: str) -> str:
    """The name under which whoever sends them is known, "" for those who are sent by nobody."""
    return row.employer.casefold() if kind in SENT else ""


def day(text: str) -> datetime.date | None:
    return datetime.date.fromisoformat(text) if text else None
