"""Tables of a PDF into rows of cells: column heads, words printed upwards, and tables that go on over pages."""

import re
from dataclasses import replace

from belisha.policy.reading.lines import ENDED
from belisha.policy.reading.pdfflow import Flow
from belisha.policy.reading.pdflines import Line, Word, with_bullets
from belisha.policy.reading.pdftables import Box, Table
from belisha.policy.reading.sheet import Cell, Sheet, add_table, cell_of

NEAR = 5  # points: columns of a table that goes on stand where they stood
PADDING = 3


class Rows:
    """Writes tables; the last one is held back, as its last row may go on over the page."""

    def __init__(self, flow: Flow):
        self.flow = flow
        self.held: Table | None = None
        self.rows: list[list[Cell]] = []
        self.heads = 0
        self.head_words = ""
        self.last = 0  # number of the last row that was written of a table that goes on

    def take(self, table: Table) -> None:
        """Adds a table, as a new one or as more rows of the one before."""
        self.flow.close()
        rows = _rows(table, self.flow)
        goes_on = self.held is not None and _goes_on(self.held, table)
        if goes_on:
            if rows and _words(rows[0]) == self.head_words:
                rows = rows[1:]
            if rows and self.rows and _torn(self.rows[-1], rows[0]):
                _join(self.rows[-1], rows.pop(0))
            self._write()
        else:
            self.close()
            self.heads = _heads(table)
            self.head_words = _words(rows[0]) if rows else ""
        self.held, self.rows = table, rows

    def close(self) -> None:
        """Writes what was held back; the table is over."""
        if self.held is not None:
            self._write()
        self.held, self.last = None, 0

    def _write(self) -> None:
        self.flow.turn(self.held.page)
        if self.rows:
            self.last = add_table(self.flow.sheet, self.rows, 0 if self.last else self.heads, self.last)
            self.flow.sheet.write("\n")
        self.flow.item = None
        self.rows = []


def _rows(table: Table, flow: Flow) -> list[list[Cell]]:
    made: dict[int, list[Cell]] = {}
    for box in sorted(table.boxes, key=lambda each: (each.row, each.column)):
        cell = _cell(box, flow, table.page)
        if cell.paragraphs:
            made.setdefault(box.row, []).append(cell)
    return [made[row] for row in sorted(made)]


def _cell(box: Box, flow: Flow, page: int) -> Cell:
    """The paragraphs of a cell, made as those of a page are."""
    inside = Flow(Sheet(pages=[0] * (page + 1)), replace(flow.type, ranks={}))
    left = min((word.x0 for word in box.words), default=0.0)
    for words in box.turned:
        inside.sheet.add(words, "paragraph")
    for line in with_bullets(_lines(box.words, page)):
        inside.take(replace(line, right=box.right - max(PADDING, left - box.left), left=left))
    inside.close()
    cell = cell_of(box.column, box.wide, inside.sheet)
    if box.turned:
        cell.paragraphs = [("", " ".join(words for _, words in cell.paragraphs))]
    return cell


def _lines(words: list[Word], page: int) -> list[Line]:
    rows: list[list[Word]] = []
    for word in sorted(words, key=lambda each: (each.base, each.x0)):
        if rows and abs(word.base - rows[-1][0].base) <= 0.4 * word.look.size:
            rows[-1].append(word)
        else:
            rows.append([word])
    return [Line(tuple(sorted(row, key=lambda each: each.x0)), page) for row in rows]


def _heads(table: Table) -> int:
    """How many rows are column heads: those with words printed upwards, or in bold above rows that are not."""
    boxes: dict[int, list[Box]] = {}
    for box in table.boxes:
        if box.words or box.turned:
            boxes.setdefault(box.row, []).append(box)
    rows = [boxes[row] for row in sorted(boxes)]
    upwards = [index for index, row in enumerate(rows) if any(box.turned for box in row)]
    if upwards:
        return upwards[-1] + 1 if upwards[-1] < len(rows) - 1 else 0
    bold = [all(word.look.bold for box in row for word in box.words) for row in rows]
    return bold.index(False) if False in bold else 0


def _goes_on(before: Table, table: Table) -> bool:
    """Whether a table is the rest of the one on the page before: its columns stand at the same places."""
    one, two = before.columns, table.columns
    return (
        table.page == before.page + 1
        and len(one) == len(two)
        and all(abs(a - b) <= NEAR for a, b in zip(one, two, strict=True))
    )


def _words(row: list[Cell]) -> str:
    return re.sub(r"\s+", " ", " ".join(cell.words for cell in row)).strip()


def _torn(row: list[Cell], rest: list[Cell]) -> bool:
    """Whether the first row on a page goes on from the last on the page before: no cell of it begins anew."""
    before = {cell.column: cell.words for cell in row}
    return all(
        cell.words[:1].islower() and cell.column in before and not ENDED.search(before[cell.column]) for cell in rest
    )


def _join(row: list[Cell], rest: list[Cell]) -> None:
    for cell in rest:
        whole = next(each for each in row if each.column == cell.column)
        (mark, words), (_, more) = whole.paragraphs[-1], cell.paragraphs[0]
        whole.paragraphs[-1:] = [(mark, f"{words} {more}"), *cell.paragraphs[1:]]
