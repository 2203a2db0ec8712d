"""What decides about references, without a database: what a clause cites, whether it is stale, when to look again."""

import calendar
import datetime
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from belisha.core.workflow import Workflow
from belisha.policy.rules import BINDS

KEPT, RETIRED = "kept", "retired"
STATES = {KEPT: "In the library", RETIRED: "Retired"}
LIFECYCLE = Workflow(retire=({KEPT}, RETIRED), restore=({RETIRED}, KEPT))

KINDS = {
    "law": "Law",
    "statutory": "Statutory guidance",
    "guidance": "Other guidance",
    "sister": "Policies of the school",
    "resource": "Resources",
}
CERTAINTIES = {
    "verified": "Read in a published page or document",
    "second-hand": "From people who have read it",
    "general": "General knowledge: check at the source",
    "not-found": "Looked for and not found",
}
# Whom a reference can be meant for: the words of a clause's "binds" that speak to adults.
OUTSIDE = ("school", "local_authority", "police", "parent", "pupil")
FOR_WHOM = {word: label for word, label in BINDS.items() if word not in OUTSIDE}
# The fields that ship with the product: what a school may take over again when they are newer there.
SHIPPED = (
    "title", "kind", "edition", "since", "replaced", "replaced_by", "address", "source", "certainty", "each_year",
    "for_whom", "aged", "cited_as", "notes",
)  # fmt: skip

MONTHS = "|".join(name.lower() for name in calendar.month_name if name)
YEAR = re.compile(r"\b(?:19|20)\d\d\b")
FIRST = re.compile(r" (\S+)")
# What may stand between a title and its edition: "(May 2019)", "of the school", but no comma.
WITHIN = 9


@dataclass(frozen=True, slots=True)
class Book:
    """A reference as far as citing it goes."""

    key: str
    title: str
    kind: str
    edition: str
    cited_as: tuple[str, ...]
    aged: tuple[str, ...] = ()
    next_check: datetime.date | None = None


@dataclass(frozen=True, slots=True)
class Citation:
    """A reference that some words name, and the edition that they give, if any."""

    key: str
    edition: str
    stale: bool


class Shelf:
    """Some books, and the names by which they are cited, by the first word: a long policy is gone through once."""

    def __init__(self, books: Iterable[Book]):
        self.by_key = {book.key: book for book in books}
        self.names: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for book in self.by_key.values():
            for name in book.cited_as:
                if words := fold(name).strip():
                    self.names[words.split()[0]].append((f" {words} ", book.key))


def citations(text: str, cited: Iterable[Mapping], shelf: Shelf) -> list[Citation]:
    """What the words of a clause cite: by the names in the library, helped by what the second reading found."""
    said, by_key = fold(text), shelf.by_key
    spots = _spots(said, shelf)
    found: dict[str, str] = {}
    for start, end, key in spots:
        edition = _edition(_after(said, spots, (start, end, key), by_key)) or _edition(said[start:end])
        found[key] = found.get(key) or edition
    for each in cited:
        # The document's own words go before the title that was made of them.
        spots = _spots(fold(each.get("words", "")), shelf) or _spots(fold(each.get("title", "")), shelf)
        for key in dict.fromkeys(key for _, _, key in spots):
            found[key] = found.get(key) or each.get("edition", "")
    return [Citation(key, edition, is_stale(edition, by_key[key])) for key, edition in found.items()]


def is_stale(cited: str, book: Book) -> bool:
    """Whether the edition that is cited is not the one in force. Where either gives no year, nobody can tell."""
    said, true = set(YEAR.findall(cited)), set(YEAR.findall(book.edition))
    if any(old in cited for old in book.aged):
        return True
    return bool(said and true and not said & true)


@lru_cache(maxsize=4096)
def fold(text: str) -> str:
    """Words in small letters with one space before each; a comma or a full stop stays as a sign that a title ends."""
    plain = re.sub(r"['’‘`]", "", text.casefold())
    stopped = re.sub(r"[,;:.!?]+", " ; ", plain)
    return f" {' '.join(re.sub(r'[^a-z0-9;]+', ' ', stopped).split())} "


def _spots(said: str, shelf: Shelf) -> list[tuple[int, int, str]]:
    """Where each book is named, longest name first where two begin at the same word or lie in each other."""
    every = [
        (hit.start(), hit.start() + len(words) - 1, key)
        for hit in FIRST.finditer(said)
        for words, key in shelf.names.get(hit[1], ())
        if said.startswith(words, hit.start())
    ]
    every.sort(key=lambda spot: spot[0] - spot[1])
    taken: list[tuple[int, int, str]] = []
    for spot in every:
        inside = [other for other in taken if other[0] <= spot[0] and spot[1] <= other[1]]
        if not inside:
            taken.append(spot)
    return sorted(taken)


def _after(said: str, spots: list[tuple[int, int, str]], spot: tuple[int, int, str], books: Mapping[str, Book]) -> str:
    """The words behind a name, up to the next one. The Act that guidance was issued under is passed over."""
    _, end, key = spot
    parts, at = [], end
    for start, stop, other in spots:
        if start <= end:
            continue
        parts.append(said[at:start])
        at = stop
        if books[other].kind != "law" or books[key].kind == "law":
            return " ".join(parts)
        if year := re.match(r" (?:19|20)\d\d\b", said[at:]):
            at += year.end()
    return " ".join([*parts, said[at:]])


def _edition(after: str) -> str:
    """The year, with its month where one stands before it, among the next few words and before a comma."""
    words = after.split(";")[0].split()[:WITHIN]
    for at, word in enumerate(words):
        if YEAR.fullmatch(word):
            month = words[at - 1].capitalize() if at and re.fullmatch(MONTHS, words[at - 1]) else ""
            return f"{month} {word}".strip()
    return ""


def next_check(day: datetime.date, months: int, each_year: str = "") -> datetime.date:
    """When to look again at what was checked on a day: so many months later, or on its own day of the year before."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    later = _day(year, month + 1, day.day)
    if not each_year:
        return later
    own_month, own_day = (int(part) for part in each_year.split("-"))
    own = [_day(each, own_month, own_day) for each in (day.year, day.year + 1)]
    return min(later, next(each for each in own if each > day))


def _day(year: int, month: int, day: int) -> datetime.date:
    return datetime.date(year, month, min(day, calendar.monthrange(year, month)[1]))
