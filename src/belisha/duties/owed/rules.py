"""What decides about duties and what adults owe, without a database."""

import calendar
import datetime
from collections.abc import Collection, Container, Iterable
from dataclasses import dataclass, field

from belisha.core.clocks import NOTHING_CLOSED, add_working_days
from belisha.core.workflow import Workflow

# How a duty is done.
WAYS = {
    "tick": "By putting one's name to a statement",
    "reading": "By reading something and putting one's name to that",
    "review": "By looking at one's own accounts and ticking what was looked at",
    "training": "By attending training, with its date and perhaps evidence",
    "question": "By answering a question with yes or no",
}
EVIDENCE = {"none": "None", "may": "May be added", "must": "Must be added"}
# What somebody puts their name to where the school wrote nothing of its own.
STATEMENTS = {
    "tick": "I have done this.",
    "reading": "I have read this and I understand it.",
    "review": "I have looked at my own accounts, and what I ticked is true today.",
    "training": "I attended this training on the day that I gave.",
    "question": "My answer is true today. I know that I have to say so when it changes.",
}

DRAFT, LIVE, ENDED = "draft", "live", "ended"
DUTY_STATES = {DRAFT: "Being prepared", LIVE: "Asked for", ENDED: "No longer asked for"}
DUTY_LIFECYCLE = Workflow(start=({DRAFT}, LIVE), end=({DRAFT, LIVE}, ENDED), start_again=({ENDED}, LIVE))

DUE, DONE, LAPSED = "due", "done", "lapsed"
STATES = {DUE: "To do", DONE: "Done", LAPSED: "No longer asked"}
LIFECYCLE = Workflow(do=({DUE}, DONE), lapse=({DUE}, LAPSED))

# How it came to be recorded.
GIVEN = {"self": "By themselves", "code": "With a one-time code", "paper": "On paper", "recorded": "Recorded for them"}
# The key of the answer to a question.
ANSWER, YES, NO = "answer", "yes", "no"


# -- whom it is asked of, and when --------------------------------------------------------------------------------


def speaks_to(kinds: Container[str], roles: Collection[str], kind: str, held: Iterable[str]) -> bool:
    """Whether a duty asks an adult of this kind who holds these roles. One that names neither asks everybody."""
    if not kinds and not roles:
        return True
    return kind in kinds or bool({*roles} & {str(role) for role in held})


@dataclass(frozen=True)
class Terms:
    """When a duty is asked: from a day, in so many working days, and again after months or each year on a day."""

    starts_on: datetime.date
    days: int
    every_months: int = 0
    each_year: str = ""


def first_day(terms: Terms, starts: datetime.date, opened: datetime.date) -> datetime.date:
    """The day from which working days are counted: nobody's time runs before they are here and are asked."""
    return max(terms.starts_on, starts, opened)


def due_on(
    terms: Terms, starts: datetime.date, opened: datetime.date, closed: Container[datetime.date] = NOTHING_CLOSED
) -> datetime.date:
    """By when, in the school's working days. `starts` is the adult's first day, `opened` the day of asking."""
    return add_working_days(first_day(terms, starts, opened), terms.days, closed)


def is_worth_asking(due: datetime.date, ends: datetime.date | None) -> bool:
    """Nobody is asked for what would be due when they no longer work here: for a day, what is due that day."""
    return ends is None or due < ends


def again_on(terms: Terms, done: datetime.date) -> datetime.date | None:
    """When what was done on a day is asked again: so many months later, or on its day of the year; None: never."""
    if terms.every_months:
        return _months_later(done, terms.every_months)
    if not terms.each_year:
        return None
    month, day = (int(part) for part in terms.each_year.split("-"))
    this_year = _day(done.year, month, day)
    return this_year if this_year > done else _day(done.year + 1, month, day)


@dataclass(frozen=True)
class Round:
    """What there is of a duty for one adult: its newest rows as far as asking again goes."""

    state: str
    number: int
    again: datetime.date | None = None


def next_round(rounds: Iterable[Round], today: datetime.date) -> int | None:
    """The number of the round that is to be opened today; None while one is open, or what was done still holds."""
    rounds = list(rounds)
    if any(each.state == DUE or _holds(each, today) for each in rounds):
        return None
    return max((each.number for each in rounds), default=0) + 1


def _holds(each: Round, today: datetime.date) -> bool:
    return each.state == DONE and (each.again is None or each.again > today)


def _months_later(day: datetime.date, months: int) -> datetime.date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return _day(year, month + 1, day.day)


def _day(year: int, month: int, day: int) -> datetime.date:
    return datetime.date(year, month, min(day, calendar.monthrange(year, month)[1]))


# -- what is ticked -----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Item:
    """A line to tick, or, with options, a question of which one or more are ticked. `help`: ticks that ask for help."""

    key: str
    label: str
    hint: str = ""
    options: tuple[tuple[str, str], ...] = ()
    help: bool = False


def items_of(plain: Iterable[dict]) -> list[Item]:
    """The lines of a duty as they are kept: {"key", "label", "hint", "options": [{"key", "label"}], "help"}."""
    return [
        Item(
            row["key"], row["label"], row.get("hint", ""),
            tuple((option["key"], option["label"]) for option in row.get("options", ())), row.get("help", False),
        )
        for row in plain
    ]  # fmt: skip


@dataclass(frozen=True)
class Given:
    """What somebody did: the answers by the keys of what was ticked; of training, what it was and when."""

    answers: dict[str, list[str]] = field(default_factory=dict)
    course: str = ""
    held_on: datetime.date | None = None

    @property
    def kept(self) -> dict[str, list[str]]:
        """The answers in which something was ticked."""
        return {key: list(ticked) for key, ticked in self.answers.items() if ticked}


def wants_help(items: Iterable[Item], answers: dict[str, list[str]]) -> bool:
    return any(answers.get(item.key) for item in items if item.help)


def fault(way: str, items: Iterable[Item], given: Given, today: datetime.date) -> str:
    """Why what was given cannot be taken, as a sentence; empty where it can."""
    items = list(items)
    if way == "training":
        return _fault_of_training(given, today)
    if way == "question":
        return "" if given.answers.get(ANSWER) in ([YES], [NO]) and len(given.answers) == 1 else "Answer yes or no."
    known = {item.key: {key for key, _ in item.options} or {item.key} for item in items}
    for key, ticked in given.answers.items():
        if key not in known or set(ticked) - known[key]:
            return "Something was sent that is not asked here."
    return missing(items, given.answers)


def missing(items: Iterable[Item], answers: dict[str, list[str]]) -> str:
    """What was left out. Whoever asks for help need not have managed every line by themselves."""
    items = list(items)
    if wants_help(items, answers):
        return ""
    left = [item for item in items if not item.help and not answers.get(item.key)]
    return "" if not left else f"Not ticked yet: {left[0].label}"


def _fault_of_training(given: Given, today: datetime.date) -> str:
    if not given.course.strip() or given.held_on is None:
        return "Say what the training was and when it was held."
    return "Training that has not been held yet cannot be recorded." if given.held_on > today else ""
