"""What a concern is, in the exact words of the field. No database."""

from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from belisha.core import codes
from belisha.core.workflow import Workflow
from belisha.packs.concerning import concern_table

# Signs of a number: 29 of them in 8 places are 5 * 10^11 numbers.
LENGTH = 8

NEW, TAKEN, CLOSED = "new", "taken", "closed"
STATES = {NEW: "Nobody has taken it", TAKEN: "Taken", CLOSED: "Closed"}
LIFECYCLE = Workflow(
    take=({NEW}, TAKEN),
    give_back=({TAKEN}, NEW),
    close=({TAKEN}, CLOSED),
    reopen=({CLOSED}, TAKEN),
)

# The three baskets, in the exact vocabulary. Empty until somebody has decided.
NO_CONCERN, LOW_LEVEL, THRESHOLD = "none", "low_level", "may_meet_threshold"
BASKETS = {NO_CONCERN: "No concern", LOW_LEVEL: "Low-level concern", THRESHOLD: "May meet the harm threshold"}

NAMED, CONFIDENTIAL, ANONYMOUS = "named", "confidential", "anonymous"
OPENNESS = {
    NAMED: "With their name",
    CONFIDENTIAL: "In confidence: their name is for whoever takes the concern",
    ANONYMOUS: "Without a name",
}
SIGNED_IN, PUBLIC, ON_BEHALF, SELF = "signed_in", "public", "on_behalf", "self"
SOURCES = {
    SIGNED_IN: "By an adult working in school",
    PUBLIC: "By somebody without an account",
    ON_BEHALF: "Written down for somebody who told the school",
    SELF: "By an adult about themselves",
}
# Concerns to which no file can ever be attached: the database refuses the row.
INDECENT, TERRORIST = "indecent", "terrorist"
LANES = {INDECENT: "An indecent image of a child", TERRORIST: "A terrorist publication"}

ADULT, ELSEWHERE, PUPIL, FAMILY, UNKNOWN = "adult", "elsewhere", "pupil", "family", "unknown"
# How the words begin of somebody who works here and is told of by words.
WORKS_HERE = "Works in school: "
SUBJECTS = {
    ADULT: "An adult working in school",
    ELSEWHERE: "An adult who does not work in school",
    PUPIL: "A pupil",
    FAMILY: "A parent or another member of a family",
    UNKNOWN: "Not known",
}


def _types() -> dict[str, dict]:
    return {row["key"]: row for row in concern_table("types")["types"]}


TYPES = {key: row["label"] for key, row in _types().items()}


def type_row(kind: str) -> dict:
    """What ships about a type: label, hint, words, clauses, posts, lane."""
    return _types()[kind]


def fresh_number() -> str:
    """A number that tells nothing: neither how many there are nor which came first."""
    return codes.shown(codes.fresh(LENGTH))


@dataclass(frozen=True)
class About:
    """Whom a concern is about: an adult of the school by key, or anybody in words."""

    kind: str
    adult: UUID | None = None
    words: str = ""


@dataclass(frozen=True)
class Young:
    """A child it concerns: a pupil of the school's list by key, or in words; where their own file is kept."""

    pupil: UUID | None = None
    words: str = ""
    reference: str = ""


@dataclass(frozen=True)
class Report:
    """What somebody reports. `account` holds what they wrote, by the key of the question.

    `learned_on`: the day on which the reporter learned of it; `known_at`: when the school first knew, which starts
    every clock; None means now.
    """

    kind: str
    account: dict = field(default_factory=dict)
    about: tuple[About, ...] = ()
    children: tuple[Young, ...] = ()
    learned_on: date | None = None
    known_at: datetime | None = None
    danger: bool | None = None
    openness: str = NAMED
    source: str = SIGNED_IN
    reporter: UUID | None = None
    entered_by: UUID | None = None
    lane: str = ""
