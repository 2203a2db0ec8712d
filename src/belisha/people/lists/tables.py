"""A list as a table: CSV text or an Excel workbook, read into headings and rows of plain text. No database.

What a cell may hold is bounded here; what it means is said in `rows.py`. Formulas are never worked out: of a workbook,
the values are read that its program saved; of a CSV file, what begins like a formula is text.
"""

import csv
import hashlib
import io
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from itertools import islice

from belisha.people.lists import headings
from belisha.people.lists.rules import LONGEST_CELL, MOST_COLUMNS, MOST_LINES, MOST_ROWS, Unreadable

# How far down headings are looked for: systems write a title and a date above them.
LOOKED_AT = 20
TOO_MANY = f"The file has more than {MOST_ROWS:,} rows. Split it into smaller files."
Line = tuple[int, list[str]]


@dataclass
class Table:
    """Headings, and below each line of the file its cells. `unread` names the columns that were passed over."""

    headings: list[str]
    rows: list[Line]
    unread: list[str] = field(default_factory=list)
    # Line → what is wrong with it before anything is understood.
    faults: dict[int, str] = field(default_factory=dict)
    sheet: str = ""
    # Whether the file has no headings of its own, so that these are ours.
    bare: bool = False

    def plain(self) -> dict:
        """As it is kept until somebody has confirmed it."""
        return asdict(self)

    @classmethod
    def of(cls, kept: dict) -> "Table":
        rows = [(line, cells) for line, cells in kept["rows"]]
        return cls(**{**kept, "rows": rows, "faults": {int(line): said for line, said in kept["faults"].items()}})

    def samples(self, column: int, number=3) -> list[str]:
        """The first values of a column that are not empty."""
        found = (cells[column] for _, cells in self.rows if column < len(cells) and cells[column])
        return [value for value, _ in zip(found, range(number), strict=False)]


def hash_of(headings_in_order: Sequence[str]) -> str:
    """By what a list with the same headings is known again."""
    return hashlib.sha256("\n".join(headings_in_order).encode()).hexdigest()


# -- CSV -----------------------------------------------------------------------------------------------------------


def from_text(data: bytes, places: dict = headings.PLACES) -> Table:
    """The table of a CSV file, whatever separates its cells. Raises `Unreadable`."""
    text = decoded(data)
    lines, faults = _cells(text)
    return _table(lines, faults, places)


def decoded(data: bytes) -> str:
    """The words of a file: UTF-8 with or without a mark, UTF-16 with or without one, or as Windows writes English."""
    for encoding in _encodings(data):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text.removeprefix("\ufeff")
    raise Unreadable("The file is not text. Save the list as “CSV UTF-8” or as an Excel workbook, and try again.")


def _encodings(data: bytes) -> tuple[str, ...]:
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return ("utf-16",)
    begins = data[:200]
    if begins.count(0) > len(begins) // 3:
        return ("utf-16-le",) if begins[1::2].count(0) > begins[::2].count(0) else ("utf-16-be",)
    return ("utf-8-sig", "cp1252")


def _cells(text: str) -> tuple[list[Line], dict[int, str]]:
    head = list(islice((line.rstrip("\n") for line in io.StringIO(text, newline=None) if line.strip()), LOOKED_AT))
    if head and head[0].lower().startswith("sep=") and len(head[0]) == 5:
        separator, text = head[0][4], text.partition(head[0])[2]
    else:
        separator = max(",;\t|", key=lambda mark: sum(line.count(mark) for line in head))
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    found, faults = [], {}
    try:
        for cells in reader:
            line = reader.line_num
            if any(cell.count("\n") > MOST_LINES for cell in cells):
                faults[line] = "A quotation mark in this row is never closed, so the rows below stand in it. Close it."
            if any(cell.strip() for cell in cells):
                found.append((line, filled([tidy(cell) for cell in cells])))
            if len(found) > MOST_ROWS + LOOKED_AT:
                raise Unreadable(TOO_MANY)  # a file of millions of rows is not read to its end to say so
    except csv.Error as fault:
        raise Unreadable(f"Line {reader.line_num} cannot be read. Save the list as CSV again.") from fault
    return found, faults


def tidy(value: str) -> str:
    """A cell's text: without doubled spaces and line ends, and no longer than anything that a list may hold."""
    return " ".join(value.split())[:LONGEST_CELL]


def filled(cells: list[str]) -> list[str]:
    """A row without the empty cells at its end."""
    while cells and not cells[-1]:
        cells.pop()
    return cells


# -- from lines to a table -----------------------------------------------------------------------------------------


def _table(lines: list[Line], faults: dict[int, str], places: dict, sheet: str = "") -> Table:
    if not lines:
        raise Unreadable("The file is empty.")
    at, bare = _heading(lines, places)
    width = max(len(cells) for _, cells in lines)
    if width > MOST_COLUMNS:
        raise Unreadable(f"The list has more than {MOST_COLUMNS} columns. Keep those that it needs, and try again.")
    rows = lines if bare else lines[at + 1 :]
    if not rows:
        raise Unreadable("The file has headings but no rows.")
    if len(rows) > MOST_ROWS:
        raise Unreadable(TOO_MANY)
    names = [f"Column {number}" for number in range(1, width + 1)] if bare else _named(lines[at][1])
    kept = [column for column, name in enumerate(names) if not headings.is_never_read(name)]
    unread = [name for name in names if headings.is_never_read(name)]
    for line, cells in rows:
        if len(cells) > len(names):
            faults.setdefault(
                line, "This row has more cells than there are headings. Put text that holds a comma into quotes."
            )
    picked = [(line, [cells[column] if column < len(cells) else "" for column in kept]) for line, cells in rows]
    return Table([names[column] for column in kept], picked, unread, faults, sheet, bare)


def _heading(lines: Sequence[Line], places: dict) -> tuple[int, bool]:
    """Which of the first lines holds the headings, and whether none does."""
    first = lines[:LOOKED_AT]
    scores = [headings.known(cells, places) for _, cells in first]
    wide = max(len([cell for cell in cells if cell]) for _, cells in first)
    if max(scores) >= min(2, wide):
        return scores.index(max(scores)), False
    # The words are not known. A title has one cell; what holds an address or a number is a row already.
    at = next(at for at, (_, cells) in enumerate(first) if len([cell for cell in cells if cell]) == wide)
    is_row = any("@" in cell or any(letter.isdigit() for letter in cell) for cell in first[at][1])
    return at, is_row and max(scores) == 0


def _named(cells: list[str]) -> list[str]:
    """The headings, each once: a second "Name" becomes "Name (2)", a column without one "Column 3"."""
    seen, names = Counter(), []
    for number, cell in enumerate(cells, 1):
        name = cell[:80] or f"Column {number}"
        seen[name.lower()] += 1
        names.append(name if seen[name.lower()] == 1 else f"{name} ({seen[name.lower()]})")
    return names


def from_lines(lines: list[Line], places: dict, sheet: str) -> Table:
    """The table of a sheet."""
    return _table(lines, {}, places, sheet)
