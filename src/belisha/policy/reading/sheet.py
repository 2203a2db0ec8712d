"""The source as a reader of files writes it down, with a block for each heading, paragraph, list item and cell."""

import re
from dataclasses import dataclass, field, replace

from belisha.policy.reading.headings import is_bare
from belisha.policy.reading.lines import text_blocks
from belisha.policy.reading.marks import depth_in, read_mark
from belisha.policy.reading.shapes import Block

# Characters that no document shows and some databases do not take.
UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def clean(words: str) -> str:
    """The words without characters that nobody can see or store."""
    return UNSEEN.sub("", words.replace("\r\n", "\n").replace("\r", "\n"))


@dataclass(slots=True)
class Sheet:
    """The source as written so far, with its blocks and with the offsets where pages begin."""

    text: list[str] = field(default_factory=list)
    length: int = 0
    blocks: list[Block] = field(default_factory=list)
    stack: list[str] = field(default_factory=list)
    tables: int = 0
    headed: int = 1  # level of the last real heading, for bold lines that stand below it
    pages: list[int] = field(default_factory=list)

    @property
    def source(self) -> str:
        """All that was written."""
        return "".join(self.text)

    def write(self, words: str) -> int:
        """Adds to the source and returns the offset where the words begin."""
        at = self.length
        self.text.append(words)
        self.length += len(words)
        return at

    def add(self, words: str, shape: str, level: int = 0, number: str = "", printed: str = "") -> None:
        """Writes one paragraph and its block; `printed` is a mark that the file keeps apart from its words."""
        start = self.write(f"{printed} {words}\n\n" if printed else f"{words}\n\n")
        marked = len(printed) + 1 if printed else 0
        typed = read_mark(words).length if not printed and shape in {"item", "heading"} else 0
        lead = len(words) - len(words.lstrip())
        end = start + marked + len(words.rstrip())
        inner = min(start + marked + typed, end)
        self.blocks.append(Block(start + (0 if printed else lead), end, (inner, end), shape, level, number))

    def heading(self, words: str, level: int, number: str = "", printed: str = "") -> None:
        """Writes a heading; a list cannot go on past it."""
        self.stack.clear()
        self.headed = level
        self.add(words, "heading", level, number or read_mark(words).number, printed)

    def paragraph(self, words: str, bold: bool = False) -> None:
        """Writes words with their typed mark, if any; short bold words are a heading in all but name."""
        mark = read_mark(words)
        bare = words[mark.length :].strip()
        if bold and bare and not mark.bullet and is_bare(bare):
            self.stack.clear()
            self.add(words, "heading", min(self.headed + 1, 9), mark.number)
        elif mark.listed and bare:
            self.add(words, "item", depth_in(self.stack, mark), mark.number)
        else:
            self.stack.clear()
            self.add(words, "paragraph")

    def lines(self, words: str) -> None:
        """Writes words that the file broke into lines, and reads the lines as those of a text file."""
        at = self.write(f"{words.rstrip()}\n\n")
        for block in text_blocks(words.rstrip()):
            cell = block.cell and (block.cell[0] + self.tables + 1, *block.cell[1:])
            skips = tuple((left + at, right + at) for left, right in block.skips)
            inner = (block.inner[0] + at, block.inner[1] + at)
            self.blocks.append(
                replace(block, start=block.start + at, end=block.end + at, inner=inner, cell=cell, skips=skips)
            )
        self.tables = max([self.tables, *(block.cell[0] for block in self.blocks[-50:] if block.cell)])


@dataclass(slots=True)
class Cell:
    """One cell of a table: its first column, how many columns it spans, and its paragraphs as (mark, words)."""

    column: int
    wide: int = 1
    paragraphs: list[tuple[str, str]] = field(default_factory=list)

    @property
    def words(self) -> str:
        """All its words in one line."""
        return " ".join(words for _, words in self.paragraphs)


def cell_of(column: int, wide: int, written: Sheet) -> Cell:
    """A cell with the paragraphs that were written on a sheet of its own."""
    source = written.source
    paragraphs = [
        (source[block.start : block.inner[0]].strip(), source[slice(*block.inner)].strip()) for block in written.blocks
    ]
    return Cell(column, wide, [(mark, words) for mark, words in paragraphs if mark or words])


def add_table(sheet: Sheet, rows: list[list[Cell]], heads: int = 0, go_on: int = 0) -> int:
    """Writes the cells of a table row by row, and returns the number of its last row.

    `heads` rows are column heads; with 0 the first row may be. With `go_on` the rows follow that row of the last table.
    """
    sheet.stack.clear()
    rows = [[cell for cell in row if cell.words.strip()] for row in rows]
    if not go_on:
        sheet.tables += 1
        heads -= _titles(sheet, rows)
    columns: dict[int, int] = {}
    number = go_on or (0 if heads > 0 else -1)
    for index, row in enumerate(row for row in rows if row):
        head = index < heads
        number += 0 if head else 1
        for cell in row:
            if head:
                columns |= dict.fromkeys(range(cell.column, cell.column + cell.wide), cell.column)
            _add_cell(sheet, cell, (sheet.tables, 0 if head else number, columns.get(cell.column, cell.column)))
            sheet.write("| " if cell is not row[-1] else "")
        sheet.write("\n")
    return number


def _titles(sheet: Sheet, rows: list[list[Cell]]) -> int:
    """A first row of one cell across the whole table is the table's title: written as a heading, taken from `rows`."""
    wide = max((cell.column + cell.wide for row in rows for cell in row), default=0)
    taken = 0
    while len(rows) > 1 and len(rows[0]) == 1 and rows[0][0].wide >= wide > 1:
        sheet.paragraph(rows.pop(0)[0].words, bold=True)
        taken += 1
    return taken


def _add_cell(sheet: Sheet, cell: Cell, place: tuple[int, int, int]) -> None:
    for printed, words in cell.paragraphs:
        mark = read_mark(words) if not printed else None
        typed = mark.length if mark and mark.listed and words[mark.length :].strip() else 0
        start = sheet.write(f"{printed} {words}\n" if printed else f"{words}\n")
        inner = start + (len(printed) + 1 if printed else typed)
        end = start + (len(printed) + 1 if printed else 0) + len(words)
        number = mark.number if mark else read_mark(f"{printed} x").number
        sheet.blocks.append(Block(start, end, (inner, end), "cell", 0, number, place))
