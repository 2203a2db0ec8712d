"""The protocols to begin from that ship with the product: from their file to checked values."""

from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files

from .library import FOLDER, Library, read_library


@dataclass(frozen=True, slots=True)
class ShippedProtocol:
    """A protocol to begin from; the fields are those of protocols.schema.json. What is to be filled in: [brackets]."""

    key: str
    title: str
    kind: str
    says: str
    purpose: str
    agreement: str
    review_months: int
    clauses: tuple[str, ...]
    source: str
    certainty: str
    platform: str = ""
    platform_kind: str = "other"
    # Its platform is in the register from the first day, "not decided yet".
    first_row: bool = False
    everyone: bool = False
    gap: str = ""
    gap_says: str = ""


@cache
def shipped_protocols() -> Library:
    """The protocols that ship, checked."""
    text = files(__package__).joinpath(FOLDER, "protocols.yaml").read_text(encoding="utf-8")
    found = read_library(text, "protocols", ShippedProtocol)
    return replace(found, rows=tuple(replace(row, agreement=_unfolded(row.agreement)) for row in found.rows))


def _unfolded(text: str) -> str:
    """Paragraphs as a school goes on writing them: a line that was broken for the file's sake is none."""
    return "\n\n".join(" ".join(part.split()) for part in text.split("\n\n"))
