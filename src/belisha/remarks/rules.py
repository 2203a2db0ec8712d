"""What decides about remarks, without a database: their states, and which of the school's points a document trips."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from belisha.core.workflow import Workflow
from belisha.remarks.looking import Found, Paper, look

OPEN, TAKEN, LEFT, ANSWERED = "open", "taken", "left", "answered"
STATES = {OPEN: "To decide", TAKEN: "Wording taken", LEFT: "Left as it is", ANSWERED: "Answered"}
DECIDED = (TAKEN, LEFT, ANSWERED)
LIFECYCLE = Workflow(
    take=({OPEN, LEFT, ANSWERED}, TAKEN),
    leave=({OPEN, TAKEN, ANSWERED}, LEFT),
    answer=({OPEN, TAKEN, LEFT}, ANSWERED),
    reopen=({TAKEN, LEFT, ANSWERED}, OPEN),
)

SEVERITIES = {
    "A": "Misleads on law or safety",
    "B": "Out of date or unclear",
    "C": "To tidy up",
}
# The fields of a point that ship with the product: what a school may take over again when they are newer there.
SHIPPED = ("title", "says", "now", "severity", "source", "certainty", "reference", "wording", "looks")


@dataclass(frozen=True, slots=True)
class Point:
    """A point to look for, and what it looks for."""

    key: str
    reference: str
    looks: tuple[Mapping, ...]


@dataclass(frozen=True, slots=True)
class Finding:
    """A point that a document trips: the clauses it touches, the words that were found, and a fingerprint of them."""

    key: str
    idents: tuple[str, ...]
    words: tuple[str, ...]
    fingerprint: str


def findings(points: Iterable[Point], paper: Paper) -> list[Finding]:
    """Everything the document trips. What has a point of its own is not said a second time by the general ones."""
    found, said = [], set()
    for point in sorted(points, key=lambda point: _is_general(point)):
        spots = [spot for each in point.looks for spot in look(each, paper)]
        spots = [spot for spot in spots if (spot.ident, spot.reference) not in said or not spot.reference]
        if spots:
            found.append(_finding(point, spots, paper))
            said |= {(spot.ident, spot.reference or point.reference) for spot in spots}
    return found


def _is_general(point: Point) -> bool:
    return any(each.get("sign") == "stale-citation" for each in point.looks)


def _finding(point: Point, spots: list[Found], paper: Paper) -> Finding:
    touched = {spot.ident for spot in spots if spot.ident}
    lines = [line for line in paper.lines if line.ident in touched]
    said = list(dict.fromkeys(spot.words for spot in spots if spot.words))
    words = tuple(each for each in said if not any(each in other for other in said if other != each))
    about = "" if any(spot.absent for spot in spots) else "\n".join(sorted({line.folded for line in lines}))
    print_ = hashlib.sha256(f"{point.key}\n{about}".encode()).hexdigest()
    return Finding(point.key, tuple(line.ident for line in lines), words, print_)
