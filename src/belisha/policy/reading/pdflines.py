"""Characters into words and words into lines, by where they stand; text in two columns is taken apart."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from belisha.policy.reading.marks import BULLET, read_mark
from belisha.policy.reading.pdfglyphs import SOLID
from belisha.policy.reading.pdfpages import Glyph, Look

SPACE = 0.17  # of the size: a gap between letters this wide is a space
TAB = 2.2  # of the size: a gap between words this wide was made with a tab
RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
COLUMN_LINES = 5  # so many lines on both sides make a column


class Word(NamedTuple):
    """One word: where it begins and ends, how far down it stands, and how it is drawn."""

    text: str
    x0: float
    x1: float
    base: float
    look: Look

    @property
    def top(self) -> float:
        """The top of its tallest letters."""
        return self.base - 0.8 * self.look.size

    @property
    def bottom(self) -> float:
        """The bottom of its longest letters."""
        return self.base + 0.25 * self.look.size


@dataclass(frozen=True)
class Line:
    """Words that stand beside each other, from left to right."""

    words: tuple[Word, ...]
    page: int = 0
    right: float = 0.0  # how far the lines of this column reach; 0 until it is known
    left: float = 0.0
    table: object = None  # the table that stands here instead of words

    @cached_property
    def x0(self) -> float:
        """Where it begins."""
        return self.words[0].x0

    @cached_property
    def x1(self) -> float:
        """Where it ends."""
        return max(word.x1 for word in self.words)

    @cached_property
    def base(self) -> float:
        """How far down it stands."""
        return max(self.words, key=lambda word: (word.look.size, len(word.text))).base

    @cached_property
    def size(self) -> float:
        """The size of most of its letters."""
        return self.look.size

    @cached_property
    def look(self) -> Look:
        """How most of its letters are drawn; bold only where all of them are."""
        words = [word for word in self.words if word.text not in SOLID] or list(self.words)
        if all(word.look is words[0].look for word in words):
            return words[0].look
        counts: Counter[Look] = Counter()
        for word in words:
            counts[word.look] += len(word.text)
        return replace(counts.most_common(1)[0][0], bold=all(word.look.bold for word in words))

    @cached_property
    def text(self) -> str:
        """Its words, with a tab where there is a wide gap."""
        pieces = [self.words[0].text]
        for one, two in pairwise(self.words):
            wide = two.x0 - one.x1 > TAB * max(one.look.size, two.look.size)
            pieces.append(("\t" if wide else " ") + two.text)
        return "".join(pieces)

    @cached_property
    def words_at(self) -> float:
        """Where its words begin behind the bullet or number."""
        marked = len(self.text[: read_mark(self.text).length].split())
        return self.words[marked if marked < len(self.words) else 0].x0


def lines(glyphs: Iterable[Glyph], page: int = 0) -> list[Line]:
    """The lines of characters that are turned the same way, from the top down."""
    rows: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda each: (each.base, each.x0)):
        if rows and abs(glyph.base - rows[-1][0].base) <= _level(glyph.look.size, rows[-1][0].look.size):
            rows[-1].append(glyph)
        else:
            rows.append([glyph])
    made = [words for row in rows if (words := _words(sorted(row, key=lambda each: each.x0)))]
    return [Line(tuple(words), page) for words in _with_raised(made)]


def _level(one: float, two: float) -> float:
    """How far apart letters of these sizes may stand in one line; small ones that are raised are no part of it."""
    small, large = sorted((one, two))
    return 0.3 * small if small > 0.8 * large else 0.06 * large


def _words(row: list[Glyph]) -> list[Word]:
    """The words of one row; characters printed twice to look bold are taken once, as bold."""
    made: list[Word] = []
    letters: list[Glyph] = []
    for glyph in row:
        size = glyph.look.size
        if letters and glyph.text == letters[-1].text and glyph.x0 - letters[-1].x0 < 0.12 * size:
            letters[-1] = letters[-1]._replace(look=replace(letters[-1].look, bold=True))
            continue
        apart = letters and (
            glyph.text.isspace()
            or glyph.x0 - letters[-1].x1 > SPACE * size
            or (letters[-1].text in SOLID and len(letters) == 1)
        )
        if apart:
            made.append(_word(letters))
            letters = []
        if not glyph.text.isspace():
            letters.append(glyph)
    return [*made, _word(letters)] if letters else made


def _word(letters: list[Glyph]) -> Word:
    look = letters[0].look
    if any(glyph.look is not look for glyph in letters):
        look = Counter(glyph.look for glyph in letters).most_common(1)[0][0]
    text = "".join(glyph.text for glyph in letters)
    return Word(text, letters[0].x0, letters[-1].x1, letters[0].base, look)


def _with_raised(rows: list[list[Word]]) -> list[list[Word]]:
    """Small words that stand a little above or below a line belong to it: the numbers of notes, ordinals."""
    made: list[list[Word]] = []
    for row in rows:
        for other in reversed(made[-3:]):
            small, large = (row, other) if row[0].look.size < other[0].look.size else (other, row)
            if _stands_beside(small, large):
                other[:] = sorted([*large, *map(_raised, small)], key=lambda word: word.x0)
                break
        else:
            made.append(row)
    return made


def _stands_beside(small: list[Word], large: list[Word]) -> bool:
    size = large[0].look.size
    apart = abs(small[0].base - large[0].base)
    if small[0].look.size > 0.9 * size or not 0.15 * size < apart <= 0.6 * size:
        return False
    return all(
        any(-0.3 * size < word.x0 - other.x1 < 0.6 * size or 0 <= other.x0 - word.x1 < 0.6 * size for other in large)
        for word in small
    )


def _raised(word: Word) -> Word:
    """The number of a note is written small, so that it is not read as a number of the sentence."""
    return word._replace(text=word.text.translate(RAISED)) if re.fullmatch(r"[\d,]+", word.text) else word


def with_bullets(found: list[Line]) -> list[Line]:
    """A bullet or number that came out as a line of its own goes back before the words beside it."""
    made: list[Line] = []
    for line in found:
        last = made[-1] if made else None
        for one, two in ((last, line), (line, last)):
            if one and two and _is_mark(one) and one.x1 <= two.x0 and abs(one.base - two.base) < 0.6 * two.size:
                made[-1] = replace(two, words=(*one.words, *two.words))
                break
        else:
            made.append(line)
    return [_spaced(line) for line in made]


def _is_mark(line: Line) -> bool:
    mark = read_mark(line.text + " ")
    return mark.listed and not line.text[mark.length :].strip()


def _spaced(line: Line) -> Line:
    """The letter o, far before the words, is a bullet."""
    first, *rest = line.words
    if first.text == "o" and rest and rest[0].x0 - first.x1 > 0.6 * first.look.size:
        return replace(line, words=(first._replace(text="◦"), *rest))
    return line


def is_bullet(line: Line) -> bool:
    """Whether the line begins with a bullet."""
    return bool(BULLET.match(line.text))


def in_reading_order(found: list[Line], width: float) -> list[Line]:
    """The lines of a page as they are read: where the page has two columns, the left one before the right one."""
    gutter = _gutter(found, width)
    if gutter is None:
        return found
    made: list[Line] = []
    band: list[Line] = []
    for line in [*found, None]:
        if line is not None and not _crosses(line, gutter):
            band.append(line)
            continue
        if len(band) >= COLUMN_LINES:
            sides = [_side(each, gutter, left) for left in (True, False) for each in band]
            cut = len([each for each in sides[: len(band)] if each])
            kept = [each for each in sides if each]
            made += with_edges(kept[:cut]) + with_edges(kept[cut:])
        else:
            made += with_edges(band)
        band = []
        made += with_edges([line]) if line is not None else []
    return made


def with_edges(found: list[Line]) -> list[Line]:
    """The lines with how far the farthest of them reach."""
    right = max((line.x1 for line in found), default=0.0)
    left = min((line.x0 for line in found), default=0.0)
    return [replace(line, right=right, left=left) for line in found]


def _crosses(line: Line, at: float) -> bool:
    """Whether the line goes on over this place without a gap as wide as one between columns."""
    before = [word for word in line.words if word.x0 < at]
    after = [word for word in line.words if word.x0 >= at]
    if not before or not after:
        return bool(before) and max(word.x1 for word in before) > at
    return after[0].x0 - max(word.x1 for word in before) < max(9.0, 0.9 * line.size)


def _side(line: Line, at: float, left: bool) -> Line | None:
    words = tuple(word for word in line.words if (word.x0 < at) == left)
    return replace(line, words=words) if words else None


def _gutter(found: list[Line], width: float) -> float | None:
    """The place between two columns of running text, None where there is one column."""
    if len(found) < 2 * COLUMN_LINES:
        return None
    first, last = min(line.x0 for line in found), max(line.x1 for line in found)
    best: tuple[int, float] | None = None
    at = first + 0.35 * (last - first)
    while at < first + 0.65 * (last - first):
        free = [line for line in found if not _crosses(line, at)]
        sides = [[each for line in free if (each := _side(line, at, left))] for left in (True, False)]
        if min(map(len, sides)) >= COLUMN_LINES and all(
            _fills(side, wide) for side, wide in zip(sides, (at - first, last - at), strict=True)
        ):
            best = max(best or (0, 0.0), (2 * len(free) - len(found), at))
        at += 3
    return best[1] if best and best[0] > 0 and last - first > 0.5 * width else None


def _fills(side: list[Line], wide: float) -> bool:
    """Whether these lines are running text as wide as a column, and not the short entries of a table."""
    long = [line for line in side if line.x1 - line.x0 > 0.6 * wide]
    return len(long) >= max(COLUMN_LINES - 1, 0.4 * len(side)) and median(len(line.words) for line in side) >= 3
