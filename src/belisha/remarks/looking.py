"""Look for the points of a school in a document: phrases with simple wildcards, what is missing, what is cited.

What to look for is data (packs/shelf/checks.yaml says what each word of it means). A school never types a pattern that
is run: its phrases are words, and only the four signs `*`, `|`, `#` and the space mean something.
"""

import datetime
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from belisha.references.rules import Book, Citation, Shelf, citations

# How many words a `*` that stands alone may pass over.
GAP = 12
ANYTHING = f"(?: [a-z0-9]+){{0,{GAP}}}?"


@dataclass(frozen=True)
class Line:
    """One clause or heading of a document."""

    ident: str
    kind: str
    text: str
    number: str = ""
    pack_id: str = ""
    cited: tuple[Mapping, ...] = field(default=(), hash=False)
    defines: str = ""

    @cached_property
    def folded(self) -> str:
        return fold(self.text)


@dataclass(frozen=True)
class Paper:
    """A document as it is looked through, and what the school knows on that day."""

    lines: tuple[Line, ...]
    today: datetime.date
    books: tuple[Book, ...] = ()
    review_due: datetime.date | None = None
    review_months: int = 12

    @cached_property
    def clauses(self) -> tuple[Line, ...]:
        return tuple(line for line in self.lines if line.kind != "heading")

    @cached_property
    def folded(self) -> str:
        return " ; ".join(line.folded for line in self.lines)

    @cached_property
    def cited(self) -> dict[str, list[Citation]]:
        """What each clause cites."""
        shelf = Shelf(self.books)
        return {line.ident: citations(line.text, line.cited, shelf) for line in self.clauses}

    def book(self, key: str) -> Book | None:
        return next((book for book in self.books if book.key == key), None)


@dataclass(frozen=True, slots=True)
class Found:
    """Where something was found (no clause: it is about the whole document), and the words that show it.

    `absent`: something is missing, so that a decision about it holds whatever the clauses beside it say.
    """

    ident: str
    words: str = ""
    reference: str = ""
    absent: bool = False


SIGNS: dict[str, Callable[[Paper, Mapping], Iterable[Found]]] = {}


def look(asked: Mapping, paper: Paper) -> list[Found]:
    """What one look finds in a document."""
    if sign := asked.get("sign"):
        return list(SIGNS[sign](paper, asked)) if sign in SIGNS else []
    if missing_from(asked, paper):
        return _missing(asked, paper) if asked.get("in") == "document" else _touched(asked, paper)
    return []


def missing_from(asked: Mapping, paper: Paper) -> bool:
    """Whether the document as a whole is one to look at: it speaks of it, and lacks what it should have."""
    if "mentions" in asked and not has(paper.folded, asked["mentions"]):
        return False
    return "lacks" not in asked or any(not has(paper.folded, group) for group in asked["lacks"])


def _missing(asked: Mapping, paper: Paper) -> list[Found]:
    lacking = [group[0].rstrip("*") for group in asked["lacks"] if not has(paper.folded, group)]
    words = f"Not found: {', '.join(lacking)}"
    beside = [line for line in paper.clauses if has(line.folded, asked.get("beside", ()))]
    return [Found(line.ident, words, absent=True) for line in beside] or [Found("", words, absent=True)]


def _touched(asked: Mapping, paper: Paper) -> list[Found]:
    lines = paper.lines if asked.get("in") == "anywhere" else paper.clauses
    found = [one for line in lines if (one := _in_clause(asked, line, paper))]
    packs = {line.pack_id for line in lines if line.ident in {one.ident for one in found}}
    return found if len(packs & set(asked.get("pack", ()))) >= asked.get("least", 0) else []


def _in_clause(asked: Mapping, line: Line, paper: Paper) -> Found | None:
    """The clause, if everything that is asked of it holds."""
    if "pack" in asked and line.pack_id not in asked["pack"]:
        return None
    if has(line.folded, asked.get("none", ())):
        return None
    words = ""
    for phrases in ([asked["any"]] if "any" in asked else []) + [[phrase] for phrase in asked.get("all", ())]:
        hit = first(line.folded, phrases)
        if not hit:
            return None
        words = words or hit
    if "literal" in asked:
        said = line.text.casefold()
        hit = next((each for each in asked["literal"] if each.casefold() in said), "")
        if not hit:
            return None
        words = words or hit
    if "cites" not in asked:
        return Found(line.ident, words)
    for each in paper.cited[line.ident]:
        if each.key == asked["cites"] and each.stale:
            return Found(line.ident, each.edition, each.key)
    return None


# -- phrases -----------------------------------------------------------------------------------------------------


def has(folded: str, phrases: Iterable[str]) -> bool:
    """Whether some folded text has one of the phrases."""
    return bool(first(folded, phrases))


def first(folded: str, phrases: Iterable[str]) -> str:
    """The words of the first of the phrases that a folded text has."""
    for phrase in phrases:
        if hit := _compiled(phrase).search(folded):
            return hit[0].strip()
    return ""


@lru_cache(maxsize=8192)
def fold(text: str) -> str:
    """Words and numbers in small letters, one space before each and one at the end; nothing else."""
    plain = re.sub(r"['’‘`]", "", text.casefold())
    return f" {' '.join(re.sub(r'[^a-z0-9]+', ' ', plain).split())} "


@lru_cache(maxsize=4096)
def _compiled(phrase: str) -> re.Pattern:
    parts = [ANYTHING if word == "*" else f" {_word(word)}" for word in phrase.split()]
    return re.compile("".join(parts) + "(?= )")


def _word(word: str) -> str:
    """One word of a phrase; whatever is no letter, digit or one of the signs is not looked for."""
    either = [re.sub(r"[^a-z0-9#*]", "", each.lower()) for each in word.split("|")]
    written = [
        each.replace("*", "").replace("#", "[0-9]") + ("[a-z0-9]*" if each[-1:] == "*" else "") for each in either
    ]
    return f"(?:{'|'.join(written)})"
