"""What decides in triage: clocks, the third low-level concern, what must be said before a concern is closed.

No database. Numbers come from the school's terms (`packs/concerns/terms.yaml`); times are aware, days are local days.
"""

import calendar
import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field

from belisha.concerns.rules import ADULT, ELSEWHERE, LOW_LEVEL, NEW, NO_CONCERN, THRESHOLD, UNKNOWN
from belisha.concerns.rules import CLOSED as ENDED
from belisha.core.clocks import ENGLAND, within_working_days
from belisha.packs.concerning import concern_table

BASKET, CLOSED, REOPENED, GIVEN_BACK = "basket", "closed", "reopened", "given_back"
WHAT = {BASKET: "Decided", CLOSED: "Closed", REOPENED: "Opened again", GIVEN_BACK: "Given back"}
LADO, HR, LEGAL, POLICE, SOCIAL_CARE = "lado", "hr", "legal", "police", "social_care"
BODIES = {
    LADO: "The LADO (local authority designated officer)",
    POLICE: "The police",
    SOCIAL_CARE: "Children’s social care",
    HR: "HR",
    LEGAL: "A lawyer",
}
LONGEST = 4000
TERMS = (
    "untouched_days", "lado_days", "lado_hours", "review_weeks", "platform_hours", "pattern_count", "pattern_months",
    "draft_days", "number_months",
)  # fmt: skip
RUNS, LATE, MET = "runs", "late", "met"
STANDINGS = {RUNS: "open", LATE: "overdue", MET: "done"}


def shipped_terms() -> dict[str, int]:
    """The terms of a school that has said nothing."""
    return {row["key"]: row["default"] for row in concern_table("terms")["terms"]}


def out_of_bounds(given: dict[str, int]) -> dict[str, str]:
    """Term → what is wrong with it: where a law or guidance sets a limit, no school can go beyond it."""
    rows = {row["key"]: row for row in concern_table("terms")["terms"]}
    return {
        key: f"Enter a number from {rows[key]['least']} to {rows[key]['most']}."
        for key, value in given.items()
        if not rows[key]["least"] <= value <= rows[key]["most"]
    }


@dataclass(frozen=True)
class Standing:
    """What the clocks of a concern go by."""

    kind: str
    state: str
    basket: str
    known_at: datetime.datetime
    # Kinds of the subjects that stand: see `concerns.rules.SUBJECTS`.
    about: frozenset[str] = frozenset()
    # When the LADO was first asked.
    lado_at: datetime.datetime | None = None
    taken_at: datetime.datetime | None = None
    # Since when it has been without an owner, where it was given back.
    free_since: datetime.datetime | None = None
    # When it was first reviewed: see `first_review`.
    reviewed_at: datetime.datetime | None = None
    # Of an anonymous report only the day is known.
    only_the_day: bool = False


@dataclass(frozen=True)
class Clock:
    """One deadline: what, until when, and how it stands. `until` where it is counted in hours; `due` is the day."""

    key: str
    label: str
    due: datetime.date
    stands: str
    source: str
    until: datetime.datetime | None = None
    # In the case of one that was met: when.
    met: datetime.datetime | None = None

    @property
    def colour(self) -> str:
        return STANDINGS[self.stands]


@dataclass(frozen=True)
class Now:
    """The moment, the school's zone and nation, and its terms."""

    at: datetime.datetime
    zone: datetime.tzinfo
    nation: str = ENGLAND
    terms: dict[str, int] = field(default_factory=shipped_terms)

    def day(self, moment: datetime.datetime) -> datetime.date:
        return moment.astimezone(self.zone).date()


def clocks(found: Standing, now: Now) -> list[Clock]:
    """Every deadline of a concern, the soonest first. They run from when the school first knew, through holidays."""
    if found.state == ENDED:
        return []
    every = [_to_take(found, now), *_lado(found, now), *_review(found, now), *_by_law(found, now)]
    return sorted(every, key=lambda clock: (clock.stands == MET, clock.due))


def soonest(every: Iterable[Clock]) -> Clock | None:
    """The one that a list shows: of those that run or are late."""
    return next((clock for clock in every if clock.stands != MET), None)


def lado_is_asked(kind: str, about: Iterable[str], basket: str) -> bool:
    """Whether the LADO's clock runs: about an adult, as long as nobody decided that the threshold is not met."""
    about = set(about)
    if basket in (NO_CONCERN, LOW_LEVEL):
        return False
    if about & {ADULT, ELSEWHERE} or basket == THRESHOLD:
        return True
    unknown = not about or UNKNOWN in about
    return unknown and kind not in concern_table("terms")["lado_not_for_unknown"]


def _source(key: str) -> str:
    return next(row["source"] for row in concern_table("terms")["terms"] if row["key"] == key)


def _to_take(found: Standing, now: Now) -> Clock:
    since = found.free_since or found.known_at
    due = within_working_days(now.day(since), now.terms["untouched_days"], now.nation)
    met = found.taken_at if found.state != NEW else None
    return Clock("take", "To be taken", due, _stands(met, due, now), _source("untouched_days"), met=met)


def _lado(found: Standing, now: Now) -> list[Clock]:
    if not lado_is_asked(found.kind, found.about, found.basket):
        return []
    due = within_working_days(now.day(found.known_at), now.terms["lado_days"], now.nation)
    stands = _stands(found.lado_at, due, now)
    every = [Clock("lado", "The LADO to be consulted", due, stands, _source("lado_days"), met=found.lado_at)]
    if hours := now.terms["lado_hours"]:
        label = f"The LADO to be consulted within {hours} hours, as your local authority asks"
        every.append(_hours("lado_local", label, hours, _source("lado_hours"), found, now, found.lado_at))
    return every


def _review(found: Standing, now: Now) -> list[Clock]:
    if found.basket != THRESHOLD:
        return []
    due = now.day(found.known_at) + datetime.timedelta(weeks=now.terms["review_weeks"])
    stands = _stands(found.reviewed_at, due, now)
    return [Clock("review", "The first review", due, stands, _source("review_weeks"), met=found.reviewed_at)]


def first_review(decided: Iterable[datetime.datetime], now: Now) -> datetime.datetime | None:
    """The first of these moments, each of a decision that it may meet the threshold, on a later day than the first.

    Whoever decides the same again has looked again, and has said why. The same day puts a decision right, no more.
    """
    decided = sorted(decided)
    return next((at for at in decided if now.day(at) > now.day(decided[0])), None)


def _by_law(found: Standing, now: Now) -> list[Clock]:
    if found.basket == NO_CONCERN:
        return []
    rows = [row for row in concern_table("terms")["by_law"] if found.kind in row["types"]]
    return [_hours(row["key"], row["label"], row["hours"], row["source"], found, now, None) for row in rows]


def _hours(key, label, hours, source, found: Standing, now: Now, met) -> Clock:
    """Counted in hours. Where only the day is known, from its midnight: rather too early than too late."""
    until = found.known_at + datetime.timedelta(hours=hours)
    stands = MET if met else (LATE if now.at > until else RUNS)
    shown = None if found.only_the_day else until
    return Clock(key, label, now.day(until), stands, source, until=shown, met=met)


def _stands(met, due: datetime.date, now: Now) -> str:
    if met:
        return MET
    return LATE if now.day(now.at) > due else RUNS


# -- patterns ---------------------------------------------------------------------------------------


def is_pattern(known: Iterable[datetime.date], last: datetime.date, terms: dict[str, int]) -> bool:
    """Whether so many low-level concerns about one adult lie in the months up to a day, that day's own counted."""
    first = months_before(last, terms["pattern_months"])
    return sum(first < day <= last for day in known) >= terms["pattern_count"]


def months_before(day: datetime.date, months: int) -> datetime.date:
    """The same day so many months earlier, or the last one of a month that is shorter."""
    total = day.year * 12 + day.month - 1 - months
    year, month = divmod(total, 12)
    return datetime.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


# -- deciding ---------------------------------------------------------------------------------------


def wrong_limbs(basket: str, limbs: Iterable[str]) -> str:
    """What is wrong with the limbs that were chosen; empty where they fit the basket."""
    limbs, known = list(limbs), {row["key"] for row in concern_table("terms")["limbs"]}
    if set(limbs) - known:
        return "Choose among the four."
    if basket == THRESHOLD and not limbs:
        return "Choose which of the four may be met."
    if basket != THRESHOLD and limbs:
        return "These belong to what may meet the harm threshold. Untick them, or choose that."
    return ""


def needs_register(kind: str, basket: str) -> bool:
    """Whether somebody must say that they looked into the family register before: nothing closes itself here."""
    return basket == NO_CONCERN and kind in concern_table("terms")["register_first"]


def guidance(kind: str) -> dict:
    """What usually comes of which finding, for a type: rows and their source."""
    return next(each for each in concern_table("terms")["guidance"] if kind in each["types"])


def chase_today(due: datetime.date, today: datetime.date, on: set[datetime.date]) -> bool:
    """Whether to write today about a concern that nobody took: on each working day after the last one it had."""
    return today > due and today not in on


def limbs() -> dict[str, str]:
    """The four limbs of the harm threshold, by key."""
    return {row["key"]: row["label"] for row in concern_table("terms")["limbs"]}
