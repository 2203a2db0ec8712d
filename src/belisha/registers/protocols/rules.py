"""What decides about platforms and protocols, without a database: states, dates, what is covered, what is missing."""

import calendar
import datetime
import re
from collections.abc import Iterable

from belisha.core.workflow import Workflow

# -- platforms -----------------------------------------------------------------------------------------------------

PLATFORM_KINDS = {
    "email": "E-mail",
    "telephone": "Telephone",
    "learning": "Learning platform",
    "messaging": "Messaging",
    "social": "Social network",
    "video": "Video or live lessons",
    "website": "Website",
    "other": "Something else",
}
UNDECIDED, USED, UNUSED = "undecided", "used", "unused"
PLATFORM_STATES = {UNDECIDED: "Not decided yet", USED: "In use", UNUSED: "Not used"}
PLATFORM_LIFECYCLE = Workflow(
    begin=({UNDECIDED, UNUSED}, USED), stop=({UNDECIDED, USED}, UNUSED), reconsider=({UNUSED}, UNDECIDED)
)

# -- protocols -----------------------------------------------------------------------------------------------------

CHANNEL, PUPILS, FAMILY, TRIP, OTHER = "channel", "pupils", "family", "trip", "other"
# What a protocol is about. One for contact with parents never covers contact with pupils (clauses 6-02-a, 6-06-a).
KINDS = {
    CHANNEL: "Channel to parents and colleagues",
    PUPILS: "Contact with pupils",
    FAMILY: "Family relationship",
    TRIP: "Trip or visit",
    OTHER: "Something else",
}
# Kinds that everybody working here may read once they were agreed (clause 3-07-a); a family is nobody else's business.
OPEN_KINDS = (CHANNEL, PUPILS, TRIP, OTHER)
CHANNELS = (CHANNEL, PUPILS)

DRAFT, PROPOSED, AGREED, DECLINED = "draft", "proposed", "agreed", "declined"
REPLACED, ENDED = "replaced", "ended"
STATES = {
    DRAFT: "Draft",
    PROPOSED: "Proposed",
    AGREED: "Agreed",
    DECLINED: "Not agreed",
    REPLACED: "Replaced",
    ENDED: "Ended",
}
LIFECYCLE = Workflow(
    propose=({DRAFT}, PROPOSED),
    take_back=({PROPOSED, DECLINED}, DRAFT),
    agree=({DRAFT, PROPOSED}, AGREED),
    decline=({PROPOSED}, DECLINED),
    drop=({DRAFT}, DECLINED),
    replace=({AGREED}, REPLACED),
    end=({AGREED, REPLACED}, ENDED),
)
# States whose words may still be changed, and those that somebody once agreed.
OPEN = (DRAFT, PROPOSED)
ONCE_AGREED = (AGREED, REPLACED, ENDED)

LONGEST = 8000
EVERY_CLASS = {"", "all", "all classes", "every class", "the whole school", "whole school"}
BLANK = re.compile(r"\[[^\[\]\n]{1,120}\]")


def is_live(state: str, first, last, stopped, on: datetime.date) -> bool:
    """Whether a protocol was in force on a day: first and last day are days in force, `stopped` is no more.

    A protocol that was replaced or ended was in force before; one that nobody agreed never was.
    """
    if state not in ONCE_AGREED or first is None:
        return False
    return first <= on and (last is None or on <= last) and (stopped is None or on < stopped)


def standing(state: str, first, last, stopped, on: datetime.date) -> str:
    """How a protocol stands on a day, in the words that a page shows."""
    if state not in ONCE_AGREED or first is None:
        return STATES[state]
    if is_live(state, first, last, stopped, on):
        return "In force"
    if stopped is not None and on >= stopped:
        return STATES[state]
    return "Agreed for later" if on < first else "Past its last day"


def blanks(*texts: str) -> list[str]:
    """What a template left to be filled in: words in square brackets, each once."""
    return list(dict.fromkeys(found for text in texts for found in BLANK.findall(text)))


def fault_in_dates(agreed_on, first, last, review, today: datetime.date, replaces=False) -> str:
    """What is wrong with the dates of a protocol that is to be agreed, as a sentence; empty where nothing is.

    The policy asks for what was agreed beforehand (clause 6-06-a): nothing holds before the day it was agreed.
    """
    faults = (
        (first is None, "Say from which day it holds."),
        (last is None and review is None, "Give its last day, or a day on which it is looked at again."),
        (agreed_on > today, "It cannot have been agreed on a day that has not come."),
        (first is not None and first < agreed_on, "It cannot hold from before the day on which it was agreed."),
        (first and last and last < first, "Its last day lies before its first."),
        (first and review and review < first, "The day on which it is looked at again lies before its first day."),
        (last is not None and last < today, "Its last day has passed."),
        (
            replaces and first is not None and first < today,
            "A new edition holds from today or from a later day: what held before stays as it was.",
        ),
    )
    return next((said for wrong, said in faults if wrong), "")


def needs_look(last, review, on: datetime.date) -> bool:
    """Whether the last day, or the day to look at it again, has passed."""
    return bool(last and on > last) or bool(review and on > review)


def months_later(day: datetime.date, months: int) -> datetime.date:
    """The same day so many months on, or the last one of that month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return datetime.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def name_key(name: str) -> str:
    """The name of a platform, an account or a class, as one name is told from another."""
    return " ".join(name.split()).casefold()


def class_keys(words: str) -> frozenset[str]:
    """The classes that a protocol names, one by one: "5A, 5B and 6" → 5a, 5b, 6. None named means every class."""
    parts = re.split(r"[,;\n]|\band\b|&", words)
    if name_key(words) in EVERY_CLASS:
        return frozenset()
    found = (re.sub(r"^(?:year|class|classes|years)\s+", "", name_key(part)) for part in parts)
    return frozenset(part for part in found if part)


def covers_classes(words: str, asked: Iterable[str] | None) -> bool:
    """Whether a protocol for these classes covers those asked about. Where it is not known which, only one for all."""
    held = class_keys(words)
    if not held:
        return True
    wanted = class_keys(",".join(asked or ()))
    return bool(wanted) and wanted <= held


# -- what happened -------------------------------------------------------------------------------------------------

# Everything that can stand in the timeline of a protocol, in the words in which it stands there.
STEPS = {
    "begun": "Begun",
    "suggested": "Suggested",
    "changed": "Changed",
    "proposed": "Proposed to the Headteacher",
    "taken_back": "Taken back to be changed",
    "agreed": "Agreed",
    "declined": "Not agreed",
    "dropped": "Put away",
    "replaced": "Replaced by a new edition",
    "ended": "Ended",
    "left": "An adult left the school and went off the list",
}
