"""Tables drawn with upright bars, in Markdown or in plain text."""

import re

from belisha.policy.reading.shapes import Block

SEPARATOR = re.compile(r"\s*\|?\s*:?-{2,}:?\s*(?:\|\s*:?-{2,}:?\s*)*\|?\s*$")
CELL = re.compile(r"(?:\\\||[^|])+")


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
    """The cells of the table that starts at `index`, and the line after it; a ruling below words is no block."""
    blocks: list[Block] = []
    row = 0
    while index < len(lines) and "|" in lines[index].text:
        if not (SEPARATOR.match(lines[index].text) and blocks):
            blocks += _row(lines[index], table, row)
            row += 1
        index += 1
    return blocks, index


def _row(line, table: int, row: int) -> list[Block]:
    """One block per cell that has words. The bars belong to no cell."""
    text = line.text
    margin = 1 if text.lstrip().startswith("|") else 0
    made: list[Block] = []
    for match in CELL.finditer(text):
        words = match.group()
        if not words.strip():
            continue
        inner = (
            line.start + match.start() + len(words) - len(words.lstrip()),
            line.start + match.start() + len(words.rstrip()),
        )
        column = text.count("|", 0, match.start()) - margin
        made.append(Block(inner[0], inner[1], inner, "cell", cell=(table, row, column)))
    start, end = line.start + len(text) - len(text.lstrip()), line.start + len(text.rstrip())
    return made or [Block(start, end, (start, end), "furniture")]
