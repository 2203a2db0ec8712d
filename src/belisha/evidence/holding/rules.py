"""How long something is kept, and what may happen when that time is over. No database; days are local days.

What is not known stays unknown: there is no day then, and nothing is ever proposed.
"""

import calendar
import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from belisha.core.workflow import Workflow
from belisha.packs.concerning import concern_table

CLOSING, LEAVING, PENSION = "closing", "leaving", "pension"
FROM = {CLOSING: "its closing", LEAVING: "the person’s last day", PENSION: "normal pension age"}

PROPOSED, APPROVED, KEPT = "proposed", "approved", "kept"
STATES = {PROPOSED: "Proposed", APPROVED: "Approved by one person", KEPT: "Kept on"}
# The last step is no state: the row goes with everything else, and the certificate stays.
LIFECYCLE = Workflow(approve=({PROPOSED}, APPROVED), keep=({PROPOSED, APPROVED}, KEPT))
LONGEST = 2000

OPEN = "It is open. The time is counted from when it is closed."
NO_RULE = "No rule fits it, so nothing is proposed."
NO_PERIOD = "{label}: no period is set, so nothing is proposed."
STAYS = "{label}: at least until the person leaves; reviewed then. When that is, is not known."
NO_AGE = "{label}: until normal pension age, and at least until {day}. When they reach that age is not noted."
UNTIL = "{label}: kept until {day}, counted from {start}."
PUT_OFF = "{label}: kept on until {day}, as somebody decided who looked at it."


@dataclass(frozen=True)
class Period:
    """A rule of keeping: what it fits, from when, and how many months; None where no period is set."""

    key: str
    label: str
    start: str
    months: int | None
    source: str
    certainty: str
    baskets: tuple[str, ...] = ()
    openness: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()

    def fits(self, facts: "Facts") -> bool:
        """Whether it is the rule for such a concern. What it does not name it does not ask."""
        asked = ((self.baskets, facts.basket), (self.openness, facts.openness), (self.kinds, facts.kind))
        return all(not wanted or is_so in wanted for wanted, is_so in asked)


@dataclass(frozen=True)
class Facts:
    """What keeping goes by. `left`: the last day of each adult that it is about, None where they have none."""

    basket: str
    openness: str
    kind: str
    known_on: datetime.date
    closed_on: datetime.date | None = None
    left: tuple[datetime.date | None, ...] = ()
    pension_on: datetime.date | None = None
    put_off: datetime.date | None = None


@dataclass(frozen=True)
class Due:
    """By which rule, until which day, and why, in a sentence. No day: nothing is proposed."""

    rule: str
    day: datetime.date | None
    why: str


def periods(own: Mapping[str, int | None]) -> tuple[Period, ...]:
    """The rules that ship, with a school's own months in place of theirs."""
    return tuple(
        Period(
            key=row["key"], label=row["label"], start=row["from"], months=own.get(row["key"], row["months"]),
            source=row["source"], certainty=row["certainty"], baskets=(row["basket"],) if "basket" in row else (),
            openness=tuple(row.get("openness", ())), kinds=tuple(row.get("kinds", ())),
        )
        for row in concern_table("retention")["rules"]
    )  # fmt: skip


def work_out(facts: Facts, rules: Iterable[Period]) -> Due:
    """Until when something is kept, and why."""
    if facts.closed_on is None:
        return Due("", None, OPEN)
    rule = next((each for each in rules if each.fits(facts)), None)
    if rule is None:
        return Due("", None, NO_RULE)
    day, why = _day(rule, facts)
    if day is None:
        return Due(rule.key, None, why)
    if facts.put_off and facts.put_off > day:
        return Due(rule.key, facts.put_off, PUT_OFF.format(label=rule.label, day=said(facts.put_off)))
    return Due(rule.key, day, UNTIL.format(label=rule.label, day=said(day), start=FROM[rule.start]))


def _day(rule: Period, facts: Facts) -> tuple[datetime.date | None, str]:
    if rule.months is None:
        return None, NO_PERIOD.format(label=rule.label)
    if rule.start == CLOSING:
        return add_months(facts.closed_on, rule.months), ""
    if rule.start == LEAVING:
        if not facts.left or None in facts.left:
            return None, STAYS.format(label=rule.label)
        return max(add_months(max(facts.left), rule.months), facts.closed_on), ""
    least = add_months(facts.known_on, rule.months)
    if facts.pension_on is None:
        return None, NO_AGE.format(label=rule.label, day=said(least))
    return max(facts.pension_on, least, facts.closed_on), ""


def add_months(day: datetime.date, months: int) -> datetime.date:
    """The same day so many months later; the last of the month where there is no such day."""
    year, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + year, month + 1
    return day.replace(year=year, month=month, day=min(day.day, calendar.monthrange(year, month)[1]))


def said(day: datetime.date) -> str:
    """A day in words."""
    return f"{day.day} {day:%B %Y}"
