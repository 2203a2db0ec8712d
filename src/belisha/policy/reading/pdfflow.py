"""Lines of a PDF into headings, paragraphs and list items, over the ends of lines and of pages."""

import re
from collections import Counter
from dataclasses import dataclass, field

from belisha.policy.reading.headings import ENDED as CLOSED
from belisha.policy.reading.headings import is_bare
from belisha.policy.reading.lines import DANGLING, ENDED
from belisha.policy.reading.marks import Mark, depth_in, read_mark
from belisha.policy.reading.pdflines import Line
from belisha.policy.reading.sheet import Sheet

LARGER = 1.12  # times the size of the text: a heading
APART = 1.28  # times the distance of lines: a new paragraph
FARTHEST = 1.9  # times the distance of lines: not even a torn sentence goes on
INDENT = 6  # points
LONGEST_HEADING = 24  # words
HYPHENED = re.compile(r"(?:^|\s)(\w+)-$")
# Words that keep the hyphen after them when a line ends there.
KEPT = {"self", "non", "co", "low", "high", "on", "off", "well", "anti", "cross", "multi", "follow", "pre", "post", "e",
        "face", "part", "full", "long", "short", "day", "term", "up", "in", "out", "one", "two", "sub", "ex", "all",
        "school", "staff", "third", "re", "child", "peer", "risk", "decision", "age", "under", "over",
        "web", "user", "time", "work", "home", "parent", "teacher", "real", "hand", "data", "video", "year",
        "password"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Type:
    """How the text of a document is set: its size, the distance of its lines, its colour, and the words in it."""

    size: float = 10.0
    lead: float = 1.2  # times the size
    colour: int = 0
    bold: bool = False
    words: Counter = field(default_factory=Counter)
    ranks: dict = field(default_factory=dict)  # of the styles of headings, the first being the highest


@dataclass(slots=True)
class Open:
    """The block that is being gathered: its shape, its lines' words with their pages, and where it stands."""

    shape: str
    level: int
    mark: Mark
    first: Line
    last: Line
    pieces: list[tuple[str, int]]

    @property
    def bare(self) -> bool:
        """Whether it has only a bullet or number so far."""
        text = self.pieces[0][0]
        return len(self.pieces) == 1 and self.mark.listed and not text[self.mark.length :].strip()


@dataclass(slots=True)
class Flow:
    """Writes lines to a sheet as blocks; `asides` are what each page has beside its text, written when it begins."""

    sheet: Sheet
    type: Type
    asides: dict[int, list[str]] = field(default_factory=dict)
    open: Open | None = None
    bullets: list[float] = field(default_factory=list)
    item: tuple[float, int] | None = None  # where the words of the last list item begin, and its depth

    def take(self, line: Line, level: int = 0) -> None:
        """Adds a line, as part of the block before it or as a new one; `level` is that of a heading, else 0."""
        mark = _mark(line.text)
        if self.open and self._goes_on(line, level, mark):
            self.open.pieces.append((line.text, line.page))
            self.open.last = line
            return
        self.close()
        shape, depth = "paragraph", 0
        if level:
            shape, depth = "heading", level
        elif mark.listed:
            shape, depth = "item", 0
        elif self.item and abs(line.x0 - self.item[0]) <= INDENT / 2 and line.x0 > line.left + INDENT:
            shape, depth = "item", self.item[1]  # another paragraph of the same list item
        self.open = Open(shape, depth, mark, line, line, [(line.text, line.page)])

    def furniture(self, line: Line) -> None:
        """Writes a line that is not text."""
        self.close()
        self.turn(line.page)
        self.sheet.add(line.text, "furniture")

    def turn(self, page: int) -> None:
        """Begins every page up to this one that has not begun, with what stands beside its text."""
        while len(self.sheet.pages) <= page:
            self.sheet.pages.append(self.sheet.length)
            self._aside(len(self.sheet.pages) - 1)

    def _aside(self, page: int) -> None:
        for words in self.asides.pop(page, []):
            self.sheet.add(words, "furniture")

    def close(self) -> None:
        """Writes the block gathered so far."""
        block, self.open = self.open, None
        if block is None:
            return
        self.turn(block.pieces[0][1])
        text, pages = self._joined(block.pieces)
        turned = [(page, self.sheet.length + at) for page, at in pages]
        mark = _mark(text)
        if block.bare and block.shape == "item":
            self.sheet.add(text, "furniture")
        elif block.shape == "heading":
            self.sheet.heading(text, block.level, mark.number)
            self.item = None
        elif mark.listed:
            depth = depth_in(self.sheet.stack, mark._replace(kind=self._kind(mark, block.first)))
            self.item = (block.first.words_at, depth)
            self.sheet.add(text, "item", depth, mark.number)
        elif block.shape == "item":
            self.sheet.add(text, "item", block.level)
        else:
            self.item = None
            self.sheet.stack.clear()
            self.sheet.add(text, "paragraph")
        for page, at in turned:
            self.sheet.pages.extend([at] * (page + 1 - len(self.sheet.pages)))
            self._aside(page)

    def _kind(self, mark: Mark, line: Line) -> str:
        """Bullets at one place are of one kind, wherever their column stands on the page."""
        if not mark.bullet or mark.number:
            return mark.kind
        at = line.x0 - line.left
        near = next((other for other in self.bullets if abs(other - at) < INDENT / 2), None)
        if near is None:
            self.bullets.append(near := at)
        return f"bullet{mark.bullet}@{near:.0f}"

    def _joined(self, pieces: list[tuple[str, int]]) -> tuple[str, list[tuple[int, int]]]:
        """The words of the lines in one, and for each page that begins inside, where."""
        text, pages, page = pieces[0][0], [], pieces[0][1]
        for words, at in pieces[1:]:
            text = self._without_hyphen(text, words) if text.endswith(("-", "\u00ad")) else f"{text} "
            if at > page:
                pages.append((at, len(text)))
                page = at
            text += words
        return text.replace("\u00ad", ""), pages

    def _without_hyphen(self, text: str, following: str) -> str:
        """The words before a line end without their hyphen, unless it belongs to the word."""
        if text.endswith("\u00ad"):
            return text[:-1]
        torn, rest = HYPHENED.search(text), re.match(r"\w+", following)
        if not torn:
            return text if text[-2:-1].isalnum() else f"{text} "
        if not rest or not rest[0][0].islower():
            return text
        known, parts = self.type.words, (torn[1].lower(), rest[0].lower())
        whole, hyphened = known["".join(parts)], known["-".join(parts)]
        if whole or hyphened:
            return text[:-1] if whole >= hyphened else text
        return text if parts[0] in KEPT or all(known[part] for part in parts) else text[:-1]

    def _goes_on(self, line: Line, level: int, mark: Mark) -> bool:
        """Whether the line is part of the open block."""
        block, last = self.open, self.open.last
        if block.bare:
            return not mark.listed
        follows = line.page == last.page and line.base > last.base
        gap = (line.base - last.base) / (self.type.lead * max(last.size, 1)) if follows else 0
        if block.shape == "heading":
            alike = level and line.look == last.look and gap and gap < 1.35
            return bool(alike and not mark.listed and (_fills(last, line) or line.text[0].islower()))
        if level or (mark.listed and not self._false_mark(mark, last, line)):
            return False
        if abs(line.size - last.size) > 0.13 * last.size or _tabbed(last) or "\t" in line.text:
            return False
        ended, lower = bool(ENDED.search(last.text)), line.text[0].islower()
        if not follows:
            return self._torn(line, ended, lower)
        if gap > APART:
            return gap < FARTHEST and not ended and lower and _full(last, line)
        if ended and self._elsewhere(line):
            return False
        return _full(last, line) or (not ended and lower)

    def _false_mark(self, mark: Mark, last: Line, line: Line) -> bool:
        """Whether what looks like a number is only the first word of a line: the sentence before it is not over."""
        if mark.bullet or ENDED.search(last.text) or not _full(last, line):
            return False
        return abs(line.x0 - last.words_at) < INDENT / 2 and line.x0 > self.open.first.x0 - INDENT / 2

    def _elsewhere(self, line: Line) -> bool:
        """Whether the line begins where no line of this block would begin."""
        first, last = self.open.first, self.open.last
        if last is not first:
            return abs(line.x0 - last.x0) > INDENT
        return min(abs(line.x0 - first.x0), abs(line.x0 - first.words_at)) > 3 * INDENT

    def _torn(self, line: Line, ended: bool, lower: bool) -> bool:
        """Whether a block goes on over the end of a page or column."""
        block = self.open
        hanging = block.first.words_at - block.first.x0
        if ended:
            inside = line.x0 - line.left
            return (
                block.shape == "item"
                and hanging > INDENT
                and abs(inside - (block.first.words_at - block.first.left)) < 3
            )
        if DANGLING.search(block.last.text) or lower:
            return True
        return _full(block.last, line) and not CLOSED.search(block.last.text)


def _mark(text: str) -> Mark:
    """The bullet or number of a line; one that stands alone counts too."""
    return read_mark(f"{text} ")._replace(length=min(read_mark(f"{text} ").length, len(text)))


def _tabbed(line: Line) -> bool:
    """Whether the words of the line are a name and a value, or entries beside each other."""
    return "\t" in line.text[_mark(line.text).length :].strip()


def _full(last: Line, line: Line) -> bool:
    """Whether the next word had no place on the line before it, so that the line had to end there."""
    word = line.words[0]
    return last.x1 + 0.25 * last.size + (word.x1 - word.x0) > last.right - 1.5


def _fills(last: Line, line: Line) -> bool:
    """The same for a line that may stand in the middle of the page."""
    word = line.words[0]
    return last.x1 - last.x0 + 0.25 * last.size + (word.x1 - word.x0) > last.right - last.left - 1.5


def heading_style(found: list[Line], index: int, type: Type) -> tuple | None:
    """What the heading at `index` looks like, in an order from the highest; None for a line that is no heading."""
    line = found[index]
    mark = _mark(line.text)
    bare = line.text[mark.length :].strip()
    if mark.bullet or not re.search(r"[^\W\d_]", bare) or line.table:
        return None
    style = (-line.size, not line.look.bold, not bare.isupper(), mark.number.strip(".").count("."))
    if line.size >= LARGER * type.size:
        return style if len(bare.split()) <= LONGEST_HEADING and not bare.endswith((".", ";", ",")) else None
    if line.size < 0.9 * type.size:
        return None
    marked = (line.look.bold and not type.bold) or (bare.isupper() and len(bare) > 3)
    coloured = line.look.colour != type.colour and _stands_alone(found, index, type)
    numbered = mark.kind.startswith("decimal") and _stands_alone(found, index, type)
    return style if (marked or coloured or numbered) and is_bare(_whole(found, index, mark)) else None


def _whole(found: list[Line], index: int, mark: Mark) -> str:
    """The words of this line with those of the lines below that go on in the same look."""
    words = [found[index].text[mark.length :].strip()]
    for one, two in zip(found[index : index + 4], found[index + 1 : index + 4], strict=False):
        if two.look != one.look or two.table or _mark(two.text).listed or not _full(one, two):
            break
        words.append(two.text)
    return " ".join(words)


def _stands_alone(found: list[Line], index: int, type: Type) -> bool:
    """Whether there is more room above and below the line than between lines, and it does not fill its line."""
    line, far = found[index], APART * type.lead * type.size
    before = found[index - 1] if index else None
    after = found[index + 1] if index + 1 < len(found) else None
    above = before is None or before.page != line.page or not 0 < line.base - before.base < far
    below = after is None or after.page != line.page or not 0 < after.base - line.base < far
    return above and below and line.x1 < 0.9 * line.right
