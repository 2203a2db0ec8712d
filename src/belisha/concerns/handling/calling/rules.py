"""What decides about the numbers to call, without a database."""

import re

from belisha.core.workflow import Workflow
from belisha.guidance.rules import next_look
from belisha.packs.concerning import concern_table

__all__ = ["next_look"]

KEPT, RETIRED = "kept", "retired"
STATES = {KEPT: "Shown", RETIRED: "No longer shown"}
LIFECYCLE = Workflow(retire=({KEPT}, RETIRED), restore=({RETIRED}, KEPT))

DANGER, LADO, OUTSIDE, PREVENT = "danger", "lado", "outside", "prevent"
PLATFORM, IMAGE, SUPPORT = "platform", "image", "support"
PURPOSES = {
    DANGER: "Somebody may be in danger now",
    LADO: "An adult who works with children",
    OUTSIDE: "When nobody in the school can deal with it",
    PREVENT: "Extremism and terrorism",
    PLATFORM: "Posts that should come down",
    IMAGE: "Indecent or intimate pictures",
    SUPPORT: "Support for whoever is hurt by it",
}
# How sure a row is. What the school itself looked at says so.
BY_SCHOOL = "school"
CERTAINTY = {
    "verified": "Held against its source before it was shipped",
    "second-hand": "Known second-hand: check it at the source",
    "general": "Check it at the source",
    "not-found": "To be filled in by the school",
    BY_SCHOOL: "Checked by the school",
}
TO_CHECK = frozenset({"second-hand", "general"})
# Where another number begins, and the digits of one up to the first word.
NEXT_LINE = re.compile(r"(?:\s*[,;/]\s*|\s+or\s+)(?=[+(]?\d)")
DIGITS = re.compile(r"\+?[(\d][\d\s()-]*")
# What of a shipped row becomes the school's own.
SHIPPED = ("label", "says", "purposes", "telephone", "web", "hours", "source", "certainty")


def shipped() -> list[dict]:
    """The rows that ship."""
    return concern_table("numbers")["numbers"]


def lines(telephone: str) -> list[tuple[str, str]]:
    """What was written as a telephone number, line by line: (what a link dials, how it is written).

    "01632 960411 (day), 01632 960412 (night)" are two lines; "+44 (0)20 7946 0000" is one.
    """
    return [(_dialled(written), written) for written in NEXT_LINE.split(telephone.strip()) if written]


def _dialled(written: str) -> str:
    """The digits of the number itself: no extension, no remark, no trunk nought behind a country's code."""
    found = DIGITS.search(written)
    return "".join(sign for sign in found[0].replace("(0)", "") if sign.isdigit() or sign == "+") if found else ""


def checked_on() -> str:
    """The day on which the shipped rows were last looked at, as 2026-11-22."""
    return concern_table("numbers")["last_checked"]


def place_of(key: str) -> int:
    """Where a row stands: those that ship in their order, the school's own behind them."""
    keys = [row["key"] for row in shipped()]
    return keys.index(key) if key in keys else len(keys)
