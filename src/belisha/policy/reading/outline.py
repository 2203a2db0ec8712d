"""Sections, numbers and ids: where every piece stands, by the document's own numbering where it has one."""

import re
from collections import Counter
from dataclasses import dataclass, field

from belisha.policy.reading.clauses import Piece
from belisha.policy.reading.leadins import PREAMBLE
from belisha.policy.reading.shapes import Block

FIRST_SECTION = re.compile(rf"{PREAMBLE.pattern}|\b(?:scope|policy statement|principles|definitions|contents)\b", re.I)
DECIMAL = re.compile(r"(\d+)\.(\d+)((?:\.\d+)*)((?:\([a-z]+\))*)$")
SMALL = re.compile(r"\(?([A-Za-z]{1,4})[.)]$")
COVER = "0"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a piece stands: the heading above it, its own number, and its id."""

    section: str
    number: str
    ident: str


@dataclass(slots=True)
class Counting:
    """The numbering as it stands while the document goes by."""

    section: str = COVER
    sections: int = 0
    paragraph: int = 0
    letters: Counter = field(default_factory=Counter)
    used: set = field(default_factory=set)
    again: Counter = field(default_factory=Counter)  # how often each id has been asked for again
    parents: dict[int, str] = field(default_factory=dict)
    definitions: bool = False  # the last lead-in opened a list of definitions, which is one paragraph
    in_definitions: bool = False


def places(pieces: list[Piece]) -> list[Place]:
    """One place per piece, in the same order; ids are unique in the document."""
    first = _first_section(pieces)
    base = _base_level(pieces, first)
    now, made, section = Counting(), [], ""
    above: list[tuple[int, str]] = []
    block: Block | None = None
    for index, piece in enumerate(pieces):
        new = piece.block is not block
        block = piece.block
        if piece.role == "heading" and block.shape == "heading":
            above = _over(above, block.level)
            over, section = (above[-1][1] if above else ""), piece.text
            above = [*above, (block.level, piece.text)]
            _enter(now, block, index >= first and block.level <= base)
            number, base_id = block.number, f"{now.section}-{now.paragraph:02}-0"
        else:
            number = _number(now, block) if new else made[-1].number
            after_heading = index > 0 and pieces[index - 1].role == "heading"
            base_id = _identify(now, piece, new, number, after_heading)
        stands_under = over if piece.role == "heading" and block.shape == "heading" else section
        made.append(Place(stands_under, number, _unique(now, base_id)))
    return made


def _over(above: list[tuple[int, str]], level: int) -> list[tuple[int, str]]:
    """The headings that a heading of this level stands under."""
    return [(other, text) for other, text in above if other < level]


def _first_section(pieces: list[Piece]) -> int:
    """Index of the heading that opens section 1; what stands before it is the cover."""
    headings = [i for i, piece in enumerate(pieces) if piece.block.shape == "heading"]
    for i in headings[:8]:
        if pieces[i].block.number[:1].isdigit() or (i and FIRST_SECTION.search(pieces[i].text)):
            return i
    with_body = [i for i in headings if i + 1 < len(pieces) and pieces[i + 1].role != "heading"]
    later = [i for i in with_body if i > headings[0]]
    return later[0] if later else headings[0] if headings else len(pieces)


def _base_level(pieces: list[Piece], first: int) -> int:
    """The heading level that counts as a section: the highest one found after the cover."""
    return min((piece.block.level for piece in pieces[first:] if piece.block.shape == "heading"), default=1)


def _enter(now: Counting, block: Block, counts: bool) -> None:
    now.parents.clear()
    now.definitions = now.in_definitions = False
    if not counts:
        return
    own = re.match(r"\d+", block.number)
    now.sections = int(own.group()) if own else now.sections + 1
    now.section, now.paragraph = str(now.sections), 0
    now.letters.clear()


def _number(now: Counting, block: Block) -> str:
    """The block's number, with the numbers it stands under: "(a)" below 1.1 is "1.1(a)"."""
    for deeper in [level for level in now.parents if block.level == 0 or level >= block.level]:
        del now.parents[deeper]
    number = block.number
    parent = now.parents[max(now.parents)] if now.parents else ""
    if parent and re.fullmatch(r"\([A-Za-z]{1,4}\)", number):
        number = parent + number
    elif parent and SMALL.match(number):
        number = f"{parent}({SMALL.match(number)[1]})"
    if block.level and number:
        now.parents[block.level] = number.rstrip(".")
    return number


def _identify(now: Counting, piece: Piece, new: bool, number: str, after_heading: bool) -> str:
    """The id of a clause, lead-in or piece of furniture, before it is made unique."""
    own = DECIMAL.match(number)
    if own and piece.role == "clause":
        return _own_id(now, own, new)
    if piece.role != "clause":
        now.definitions = piece.role == "lead" and bool(re.search(r"\bdefin|\bterms\b|\bmean", piece.text, re.I))
        return f"{own[1]}-{int(own[2]):02}-0" if own else f"{now.section}-{now.paragraph + 1:02}-0"
    kind = piece.judged.kind
    if new:
        pointer = kind == "reference" and after_heading and piece.block.shape == "paragraph" and now.section != COVER
        unnumbered = now.section == COVER and kind in {"information", "reference"}
        if pointer or unnumbered:
            return f"{now.section}-00-{_letter(now, 0)}"
        in_list = now.definitions and kind == "definition" and piece.block.level > 0
        if not (in_list and now.in_definitions):
            now.paragraph += 1
        now.definitions = now.in_definitions = in_list
    return f"{now.section}-{now.paragraph:02}-{_letter(now, now.paragraph)}"


def _own_id(now: Counting, own: re.Match, new: bool) -> str:
    if own[1] != now.section:
        now.letters.clear()
    now.section, now.paragraph = own[1], int(own[2])
    paragraph = f"{now.paragraph:02}{own[3]}"
    below = re.sub(r"[()]", "", own[4])
    if not below:
        return f"{now.section}-{paragraph}-{_letter(now, paragraph)}"
    return f"{now.section}-{paragraph}-{below}" + ("" if new else f"{_count(now, paragraph + own[4]) + 1}")


def _count(now: Counting, key: object) -> int:
    now.letters[key] += 1
    return now.letters[key]


def _letter(now: Counting, key: object) -> str:
    """a, b, … z, aa, ab, … for the pieces of one paragraph."""
    count, letters = _count(now, key), ""
    while count:
        count, rest = divmod(count - 1, 26)
        letters = chr(97 + rest) + letters
    return letters


def _unique(now: Counting, ident: str) -> str:
    candidate = ident
    while candidate in now.used:
        now.again[ident] += 1
        again = now.again[ident] + 1
        candidate = f"{ident}{again}" if ident.endswith("-0") else f"{ident}-{again}"
    now.used.add(candidate)
    return candidate
