"""What ships to help adults understand a policy: pages of guidance, lines to put one's name to, and short questions."""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from .library import FOLDER, Library, read_library
from .loading import load_pack
from .pack import PackError

PACK = "staff-social-media"


@dataclass(frozen=True, slots=True)
class ShippedPage:
    """A page of guidance as it ships; the fields are those of guidance.schema.json. `body` is Markdown."""

    key: str
    title: str
    kind: str
    body: str
    clauses: tuple[str, ...]
    source: str
    certainty: str


@dataclass(frozen=True, slots=True)
class ShippedLine:
    """A line to put one's name to; the fields are those of lines.schema.json. It is about one clause."""

    key: str
    clauses: tuple[str, ...]
    group: str
    for_whom: str
    line: str
    source: str


@dataclass(frozen=True, slots=True)
class ShippedQuestion:
    """A short question as it ships; the fields are those of comprehension.schema.json. `right` counts from 1."""

    key: str
    clauses: tuple[str, ...]
    question: str
    choices: tuple[str, ...]
    right: int
    why: str
    source: str


@cache
def shipped_lines() -> Library:
    """The lines that ship, checked."""
    return _read("lines", ShippedLine)


@cache
def shipped_questions() -> Library:
    """The short questions that ship, checked, the right answer of each among its answers."""
    found = _read("comprehension", ShippedQuestion)
    for row in found.rows:
        if row.right > len(row.choices):
            raise PackError(f"comprehension {row.key} has no answer number {row.right}")
    return found


@cache
def shipped_guidance() -> Library:
    """The pages of guidance that ship, checked."""
    return _read("guidance", ShippedPage)


def _read(name: str, kind: type) -> Library:
    """A library of which each row names clauses of the shipped policy that are there."""
    text = files(__package__).joinpath(FOLDER, f"{name}.yaml").read_text(encoding="utf-8")
    found, known = read_library(text, name, kind), set(load_pack(PACK).by_id)
    for row in found.rows:
        if strange := [ident for ident in row.clauses if ident not in known]:
            raise PackError(f"{name} {row.key} names clauses that are not there: {', '.join(strange)}")
    return found
