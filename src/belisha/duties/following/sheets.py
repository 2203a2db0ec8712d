"""Who has done what, as a spreadsheet: exactly what its reader may see, and no cell that a program would run."""

import csv
import io
from collections.abc import Iterable, Iterator
from datetime import date, datetime

from django.utils import timezone
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from belisha.duties.following.rules import EXCUSED, STATUSES
from belisha.duties.following.standing import Line
from belisha.people.rules import ADULT_KINDS

HEADINGS = (
    "Name", "How they work here", "What was asked", "How it stands", "Due by", "Done on", "How it was given",
    "Before", "Last reminded", "Excused until",
)  # fmt: skip
WIDTHS = (28, 22, 44, 16, 12, 12, 24, 28, 14, 14)
# What a spreadsheet takes for the beginning of a formula, and what one of them skips before it looks.
RISKY = ("=", "+", "-", "@", "\t", "\r")
Cells = tuple[str | date | None, ...]


def cells(line: Line, row: dict, stands: str, given: str) -> Cells:
    """One adult and one line."""
    return (
        row["name"], ADULT_KINDS[row["adult__kind"]], line.title, stands, row["due_on"], _day(row["done_at"]), given,
        row["before"], _day(row["reminded_at"]), row["until"] if stands == STATUSES[EXCUSED] else None,
    )  # fmt: skip


def _day(moment: datetime | None) -> date | None:
    return timezone.localdate(moment) if moment else None


def as_csv(rows: Iterable[Cells]) -> Iterator[bytes]:
    """UTF-8 with a mark at its beginning, by which Excel knows it, in pieces."""
    yield "\N{BOM}".encode()
    page = io.StringIO()
    writer = csv.writer(page)
    writer.writerow(HEADINGS)
    for row in rows:
        writer.writerow([harmless(cell) for cell in row])
        if page.tell() > 1 << 16:
            yield page.getvalue().encode()
            page.seek(0)
            page.truncate()
    yield page.getvalue().encode()


def harmless(cell: str | date | None) -> str:
    """Text that no spreadsheet takes for a formula."""
    text = "" if cell is None else str(cell)
    return f"'{text}" if text.startswith(RISKY) else text


def as_xlsx(rows: Iterable[Cells]) -> bytes:
    """A workbook with frozen headings and real dates. Text stays text, also once somebody edits it."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Duties")
    sheet.freeze_panes = "B2"
    for number, width in enumerate(WIDTHS, 1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    sheet.append([_heading(sheet, text) for text in HEADINGS])
    for row in rows:
        sheet.append([_cell(sheet, value) for value in row])
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def _heading(sheet, text: str) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet, text)
    cell.font = Font(bold=True)
    return cell


def _cell(sheet, value):
    """A date is written as one by itself; a cell of our own is made only where it has to be more than its value."""
    if isinstance(value, str) and value.startswith(RISKY):
        cell = WriteOnlyCell(sheet, value)
        cell.data_type, cell.quotePrefix = "s", True
        return cell
    return value
