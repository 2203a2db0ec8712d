"""What is asked about a piece of evidence, and what is missing. No database."""

import datetime
import re
import unicodedata
from dataclasses import dataclass, field
from uuid import UUID
from zoneinfo import ZoneInfo

from belisha.evidence import kinds

LONGEST, LINE = 4000, 300
HOME = "Europe/London"
# What a capture record can hold, by key: what it is called on a page. The order is the page's.
ASKED = {
    "what": "What it is",
    "shows": "What it shows",
    "address": "Address of the site or page",
    "platform": "Platform or app",
    "account": "Account it was posted or sent from",
    "group": "Group, channel or chat",
    "captured_by": "Who captured it",
    "method": "How it was captured",
    "device": "Device and app it was captured with",
    "whole_thread": "Whether it is all of it",
    "who_else": "Who else appears in it",
    "who_has_it": "Who still has the original",
    "seen_at": "When it was first seen, as told",
}
# What the server itself found in the file; nobody types it.
FILE_TIME = "file_time"

METHODS = {
    "screenshot": "Screenshot",
    "photo": "Photo of a screen or of paper",
    "saved": "Page or e-mail saved as a file",
    "exported": "Chat or data exported by the app",
    "recording": "Sound or video recorded",
    "received": "Received from somebody else as it is",
    "other": "In another way",
}
WHOLE = {
    "whole": "All of it, with what stands before and after",
    "part": "A part; there is more",
    "unknown": "I do not know",
}
ZONES = {HOME: "United Kingdom", "UTC": "UTC", "Europe/Paris": "Central Europe", "America/New_York": "US East Coast"}


@dataclass(frozen=True)
class Record:
    """The capture record: words by the key of the question, and when it was captured as exactly as somebody says."""

    words: dict = field(default_factory=dict)
    at: datetime.datetime | None = None
    precision: str = kinds.UNKNOWN
    zone: str = ""


@dataclass(frozen=True)
class Piece:
    """Something that is brought: its key, what its content is, the file if there is one, and what is said about it."""

    key: UUID
    kind: str
    record: Record
    stored: object = None


def captured(day: datetime.date | None, time: datetime.time | None, zone: str) -> tuple:
    """When something was captured, from what was typed: the moment, how exact it is, and its time zone."""
    if day is None:
        return None, kinds.UNKNOWN, ""
    zone = zone if zone in ZONES else HOME
    at = datetime.datetime.combine(day, time or datetime.time(), tzinfo=ZoneInfo(zone))
    return at, kinds.MINUTE if time is not None else kinds.DAY, zone


def missing(record: Record) -> list[str]:
    """What the policy asks to be recorded and is not: the time, the date, the location of the site (clause 8-01-e).

    A site without an address, as in an app, is named by the platform and the account or the group.
    """
    words = record.words
    where = words.get("address") or (words.get("platform") and (words.get("account") or words.get("group")))
    lacks = {
        "the time": record.precision != kinds.MINUTE,
        "the date": record.at is None,
        "the location of the site": not where,
    }
    return [name for name, lacking in lacks.items() if lacking]


# Signs that turn or hide what follows them: a name that holds them reads as another (“photo‮gpj.exe”).
NEVER = re.compile(r"[\x00-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]")
LONGEST_NAME = 120


def clean_name(name: str) -> str:
    """A file's name as it may be shown and given back: no folder, no sign that deceives, at most 120 letters."""
    name = unicodedata.normalize("NFC", name).replace("\\", "/").rsplit("/", 1)[-1]
    name = NEVER.sub("", name).strip(" .") or "file"
    stem, dot, ending = name.rpartition(".")
    if len(name) > LONGEST_NAME and dot and len(ending) <= 10:
        return f"{stem[: LONGEST_NAME - len(ending) - 1]}.{ending}"
    return name[:LONGEST_NAME]


def size_in_words(size: int) -> str:
    """A number of bytes as people say it."""
    for unit, worth in (("GB", 1024**3), ("MB", 1024**2), ("KB", 1024)):
        if size >= worth:
            return f"{size / worth:.1f}".removesuffix(".0") + f" {unit}"
    return f"{size} bytes"
