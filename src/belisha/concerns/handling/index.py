"""The index of what shows something: what the evidence rooms put into `INDEX`, as one table for a page and a file."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from belisha.concerns.models import Concern


@dataclass(frozen=True)
class Piece:
    """One piece of evidence in words (clause 8-01-b): never the file, and never its name."""

    what: str
    where: str = ""
    captured: str = ""
    by: str = ""
    arrived: datetime | None = None
    sha256: str = ""
    cover: str = ""
    url: str = ""


# (actor, concern) → pieces, in the order in which they came. The concern was fetched for the actor.
INDEX: list[Callable[..., Iterable[Piece]]] = []
COLUMNS = ("No.", "What it is", "Where it was", "Captured", "By whom and how", "SHA-256", "To be covered")


def pieces(actor, concern: Concern) -> list[Piece]:
    """Everything that the rooms above have."""
    return [piece for find in INDEX for piece in find(actor, concern)]


def table(found: list[Piece]) -> tuple[tuple[str, ...], ...]:
    """The same as rows of text with their headings."""
    rows = [
        (str(at), one.what, one.where, one.captured, one.by, one.sha256, one.cover) for at, one in enumerate(found, 1)
    ]
    return (COLUMNS, *rows)
