"""Tables drawn with upright bars, in Markdown or in plain text."""

import re

from belisha.policy.reading.shapes import Block

SEPARATOR = re.compile(r"\s*\|?\s*:?-{2,}:?\s*(?:\|\s*:?-{2,}:?\s*)*\|?\s*$")


def _bars(text: str) -> int:
    return text.count("|")


def is_row(lines: list, index: int) -> bool:
    """Whether a table starts or goes on at this line: bars here and on a neighbour, or a bar at both ends."""
    text = lines[index].text.strip()
    if not _bars(text):
        return False
    if text.startswith("|") and text.endswith("|") and len(text) > 2:
        return True
    neighbour = lines[index + 1].text if index + 1 < len(lines) else ""
    return _bars(text) >= 1 and bool(SEPARATOR.match(neighbour)) and "|" in neighbour


def table_blocks(lines: list, index: int, table: int) -> tuple[list[Block], int]:
    """The cells of the table that starts at `index`, and the line after it; a ruling line joins the row above."""
    blocks: list[Block] = []
    row = 0
    while index < len(lines) and "|" in lines[index].text:
        line = lines[index]
        end = line.start + len(line.text.rstrip())
        if SEPARATOR.match(line.text) and blocks:
            last = blocks.pop()
            blocks.append(Block(last.start, end, last.inner, "cell", cell=last.cell))
        else:
            blocks += _row(line, table, row)
            row += 1
        index += 1
    return blocks, index


def _row(line, table: int, row: int) -> list[Block]:
    """One block per cell that has words; bars and empty cells go to the cell before them."""
    text = line.text
    cells = [match.span() for match in re.finditer(r"(?:\\\||[^|])+", text)]
    start = line.start + len(text) - len(text.lstrip())
    end = line.start + len(text.rstrip())
    first_column = 0 if not text.lstrip().startswith("|") else None
    made: list[Block] = []
    column = -1
    for left, right in cells:
        if first_column is None and not text[:left].strip():
            continue  # the margin before the first bar
        column = text.count("|", 0, left) - (1 if first_column is None else 0)
        words = text[left:right]
        if not words.strip():
            continue
        inner = (line.start + left + len(words) - len(words.lstrip()), line.start + left + len(words.rstrip()))
        made.append(Block(inner[0], inner[1], inner, "cell", cell=(table, row, column)))
    return _closed_up(made, start, end) or [Block(start, end, (start, end), "furniture")]


def _closed_up(cells: list[Block], start: int, end: int) -> list[Block]:
    edges = [start, *(cell.start for cell in cells[1:]), end]
    return [
        Block(edges[i], _trimmed(edges[i + 1], cells, i, end), cell.inner, "cell", cell=cell.cell)
        for i, cell in enumerate(cells)
    ]


def _trimmed(edge: int, cells: list[Block], index: int, end: int) -> int:
    return end if index == len(cells) - 1 else edge
