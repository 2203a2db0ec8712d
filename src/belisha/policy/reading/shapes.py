"""The shapes that pass between the steps of the reader, and the one error it raises."""

from dataclasses import dataclass, field

NORMATIVE = frozenset({"norm", "consequence", "power", "exception"})


class Unreadable(Exception):
    """A document that we decline to read; both parts are sentences for the person who chose the file."""

    def __init__(self, reason: str, remedy: str):
        super().__init__(f"{reason} {remedy}")
        self.reason = reason
        self.remedy = remedy


@dataclass(frozen=True, slots=True)
class Block:
    """One heading, paragraph, list item, table cell or piece of page furniture, as spans of the source.

    `start`/`end` cover the bullet or heading marks as well; `inner` covers only the words.
    `skips` are spans inside it that are not its words, such as a page number in a torn sentence.
    """

    start: int
    end: int
    inner: tuple[int, int]
    shape: str  # heading, paragraph, item, cell, furniture
    level: int = 0  # of a heading 1..9; of a list item its depth 1..
    number: str = ""
    cell: tuple[int, int, int] | None = None  # table, row, column, counted from 0
    skips: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Judgement:
    """How some words are read. `cue` is a span of those words, or of the source when `inherited`."""

    kind: str
    modality: str
    why: str
    confidence: float
    binds: tuple[str, ...] = ()
    cue: tuple[int, int] | None = None
    inherited: bool = False


@dataclass(frozen=True, slots=True)
class Cited:
    """A law, a piece of guidance or a sister policy that a clause names. `edition` is a year or date as written."""

    words: str
    title: str
    kind: str  # law, guidance, sister policy, resource
    edition: str = ""


@dataclass(frozen=True, slots=True)
class Particulars:
    """What else the words of one clause say, in the document's own words or in the keys of `policy.rules`."""

    exceptions: tuple[str, ...] = ()
    tell: tuple[str, ...] = ()
    deadline: str = ""
    consequences: tuple[str, ...] = ()
    cited: tuple[Cited, ...] = ()
    defines: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """One clause, heading or piece of information of the document, with the reason for its reading."""

    start: int
    end: int
    text: str
    kind: str
    modality: str
    section: str
    number: str
    ident: str
    binds: tuple[str, ...]
    why: str
    cue: tuple[int, int] | None
    inherited: bool
    confidence: float
    particulars: Particulars = field(default_factory=Particulars)

    @property
    def normative(self) -> bool:
        """Whether it is a clause that somebody has to act on, rather than something to know."""
        return self.kind in NORMATIVE


@dataclass(frozen=True, slots=True)
class Reading:
    """A whole document as read: its plain text, and items in order that cover every word of it."""

    filename: str
    media_type: str
    title: str
    source: str
    items: tuple[Item, ...]
    pages: tuple[int, ...] = ()  # where each page begins in `source`; empty where the document has no pages
