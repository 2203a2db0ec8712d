"""PDF documents: pages into lines, tables and what stands beside the text, and these into the source and its blocks."""

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

from belisha.policy.reading.pdfflow import Flow, Type, heading_style
from belisha.policy.reading.pdfheads import contents, notes, running
from belisha.policy.reading.pdflines import Line, Word, in_reading_order, lines, with_bullets
from belisha.policy.reading.pdfpages import SAVE_AGAIN, Leaf, Look, leaves, opened
from belisha.policy.reading.pdfrows import Rows
from belisha.policy.reading.pdftables import Table, tables
from belisha.policy.reading.shapes import Block, Unreadable
from belisha.policy.reading.sheet import Sheet

UNKNOWN = 0.25  # share of characters without a meaning from which the words are not worth reading
EMPTY = 12  # letters: a page with fewer, and with a picture, is a scan
PICTURED = 0.35  # share of a page
OVER = 60  # one line in so many may go over the margin
WAY = 90  # hundredths of the way when the pages are read and the words are not yet in order


def pdf_blocks(
    path: Path, progress: Callable[[int], None] = lambda hundredths: None
) -> tuple[str, list[Block], list[int]]:
    """The words of a PDF, its blocks, and where in the words each page begins; raises Unreadable."""
    document = opened(path)
    found, beside, heights, lost = [], [], [], Counter()
    for number, leaf in enumerate(leaves(document)):
        page, asides = _page(leaf, number)
        found.append(page)
        beside.append(asides)
        heights.append(leaf.height)
        lost["unknown"] += leaf.unknown
        lost["letters"] += len(leaf.glyphs)
        scanned = len(leaf.glyphs) < EMPTY and leaf.pictured > PICTURED
        lost["scanned"] += scanned
        lost["blank"] += not leaf.glyphs and not scanned
        if scanned:
            asides.append(f"[Page {number + 1} is a picture. Its words could not be read.]")
        progress((number + 1) * WAY // len(document))
    document.close()
    _refuse_lost(lost, len(found))
    sheet = _written(_without_heads(found, beside, heights), beside)
    return sheet.source, sheet.blocks, sheet.pages


def _refuse_lost(lost: Counter, pages: int) -> None:
    """A scan has no words; a PDF whose letters have no meaning has none either."""
    if lost["scanned"] * 2 > pages - lost["blank"] or not lost["letters"] + lost["unknown"]:
        raise Unreadable(
            "The PDF is a scan: its pages are pictures, and there are no words to read."
            if lost["scanned"] == pages or not lost["letters"]
            else "Most pages of the PDF are scanned pictures without words.",
            "Choose the Word document that it was printed from, or have its text recognised (OCR) and choose that.",
        )
    if lost["unknown"] > UNKNOWN * (lost["letters"] + lost["unknown"]):
        raise Unreadable("The letters of the PDF are stored as shapes that cannot be read as words.", SAVE_AGAIN)


def _page(leaf: Leaf, number: int) -> tuple[list[Line], list[str]]:
    """The lines of a page in reading order, each table as one line, and what stands turned beside them."""
    level = lines([glyph for glyph in leaf.glyphs if glyph.turn == 0], number)
    made = tables(leaf, level, number)
    asides = []
    for turn in (90, 270, 180, 45):
        for line in lines([glyph for glyph in leaf.glyphs if glyph.turn == turn], number):
            if not _put_turned(made, line, turn):
                asides.append(line.text)
    free = [line for each in level if (line := _outside(each, made))]
    kept = sorted([*free, *map(_as_line, made)], key=lambda line: line.base)
    return in_reading_order(with_bullets(kept), leaf.width), asides


def _put_turned(made: list[Table], line: Line, turn: int) -> bool:
    """Words that are printed upwards or downwards go to the cell they stand in."""
    along, across = (line.x0 + line.x1) / 2, line.base - 0.3 * line.size
    x, y = {90: (across, -along), 270: (-across, along)}.get(turn, (-1.0, -1.0))
    for table in made:
        for box in table.boxes:
            if box.holds(x, y):
                box.turned.append(line.text)
                return True
    return False


def _outside(line: Line, made: list[Table]) -> Line | None:
    """The words of a line that are not in a table."""
    words = tuple(
        word
        for word in line.words
        if not any(
            table.left - 1 <= (word.x0 + word.x1) / 2 <= table.right + 1
            and table.top - 1 <= word.base - 0.3 * word.look.size <= table.bottom + 1
            for table in made
        )
    )
    return replace(line, words=words) if words else None


def _as_line(table: Table) -> Line:
    """A table in the order of lines: one word as wide as it, at its top."""
    box = Word("\ufffc", table.left, table.right, table.top + 8, Look(8, False, 0, ""))
    return Line((box,), table.page, table=table)


def _without_heads(found: list[list[Line]], beside: list[list[str]], heights: list[float]) -> list[Line]:
    """All lines of all pages, less what is repeated on them; that goes to what stands beside, each once."""
    known: set[str] = set()
    kept: list[Line] = []
    for number, (page, heads) in enumerate(zip(found, running(found, heights), strict=True)):
        said = [page[index].text if not page[index].table else _all_words(page[index].table) for index in sorted(heads)]
        beside[number][:] = _fresh([*said, *beside[number]], known)
        kept += [line for index, line in enumerate(page) if index not in heads]
    return _with_margins(kept)


def _fresh(said: list[str], known: set[str]) -> list[str]:
    """Those that were not on a page before, but for their numbers."""
    fresh = []
    for words in said:
        key = re.sub(r"\d+", "#", words)
        if key not in known:
            fresh.append(words)
            known.add(key)
    return fresh


def _all_words(table: Table) -> str:
    return " ".join(word.text for box in table.boxes for word in box.words)


def _with_margins(kept: list[Line]) -> list[Line]:
    """Where a page has one column, its margins are those of all such pages; a few lines may hang over."""
    single = [line for line in kept if line.right == 0 and not line.table]
    over = len(single) // OVER
    right = sorted((line.x1 for line in single), reverse=True)[over] if single else 0.0
    left = sorted(line.x0 for line in single)[over] if single else 0.0
    return [replace(line, right=right, left=left) if line.right == 0 else line for line in kept]


def _type(kept: list[Line]) -> Type:
    """How most of the text is set."""
    sizes, colours, bold = Counter(), Counter(), Counter()
    for line in kept:
        length = len(line.text)
        sizes[line.size] += length
        colours[line.look.colour] += length
        bold[line.look.bold] += length
    size = sizes.most_common(1)[0][0] if sizes else 10.0
    gaps = sorted(
        (two.base - one.base) / size
        for one, two in pairwise(kept)
        if one.page == two.page and one.size == two.size == size and 0.9 * size < two.base - one.base < 2.2 * size
    )
    lead = gaps[len(gaps) // 4] if gaps else 1.2
    return Type(size, lead, colours.most_common(1)[0][0] if colours else 0, bold[True] > bold[False], _vocabulary(kept))


def _vocabulary(kept: list[Line]) -> Counter:
    """The words of the document, whole ones and the parts of those with a hyphen, without those torn by a line end."""
    words, torn = Counter(), False
    for line in kept:
        whole = line.text.lower().split()[int(torn) :]
        torn = line.text.endswith(("-", "\u00ad"))
        for word in whole[: len(whole) - int(torn)]:
            bare = word.strip(".,;:()'\"‘’“”")
            words[bare] += 1
            words.update(bare.split("-") if "-" in bare else ())
    return words


def _written(kept: list[Line], beside: list[list[str]]) -> Sheet:
    """The sheet with all blocks."""
    text = [line for line in kept if not line.table]
    type_ = _type(text)
    styles = [heading_style(kept, index, type_) for index in range(len(kept))]
    listed = contents(kept)
    small = _notes(kept, type_.size)
    for style in sorted({style for index, style in enumerate(styles) if style and index not in listed | small}):
        type_.ranks[style] = min(len(type_.ranks) + 1, 9)
    for index in sorted(small):
        beside[kept[index].page].append(kept[index].text)
    flow = Flow(Sheet(), type_, dict(enumerate(beside)))
    rows = Rows(flow)
    for index, line in enumerate(kept):
        if index in small:
            continue
        if line.table:
            rows.take(line.table)
            continue
        rows.close()
        if index in listed:
            flow.furniture(line)
        else:
            flow.take(line, type_.ranks.get(styles[index], 0) if styles[index] else 0)
    rows.close()
    flow.close()
    flow.turn(len(beside) - 1)
    return flow.sheet


def _notes(kept: list[Line], size: float) -> set[int]:
    """The notes at the foot of every page, as places in `kept`."""
    marked, start = set(), 0
    while start < len(kept):
        end = start
        while end < len(kept) and kept[end].page == kept[start].page:
            end += 1
        marked |= {start + index for index in notes(kept[start:end], size)}
        start = end
    return marked
