"""The sheet of an Excel workbook that looks like a list of people, as a table. Values only; nothing is worked out."""

import datetime
import io
import warnings
import zipfile
from xml.etree.ElementTree import ParseError

from lxml.etree import LxmlError
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from belisha.people.lists import headings, zips
from belisha.people.lists.rules import MOST_COLUMNS, MOST_ROWS, Unreadable
from belisha.people.lists.tables import LOOKED_AT, Line, Table, filled, from_lines, tidy

# What openpyxl raises for a workbook that is not as Excel writes it.
DAMAGED = (
    InvalidFileException, ParseError, LxmlError, KeyError, IndexError, AttributeError, TypeError, ValueError,
    AssertionError, *zips.BROKEN,
)  # fmt: skip
MOST_SHEETS = 50


def from_workbook(data: bytes, places: dict = headings.PLACES) -> Table:
    """The table of the sheet with the most headings of a list of people; a hidden one only where no other has any."""
    with zips.opened(data) as package:
        _no_entities(package)
    try:
        with warnings.catch_warnings():
            # What a workbook lacks of styles and the like is nothing to us.
            warnings.simplefilter("ignore")
            found = _sheets(data)
    except DAMAGED as fault:
        raise Unreadable(
            "The workbook cannot be read. Open it in Excel, save it again as .xlsx or as CSV, and try again."
        ) from fault
    if not found:
        raise Unreadable("The file is empty.")
    _, name, lines = max(enumerate(found), key=lambda each: (_likeness(each[1], places), -each[0]))[1]
    return from_lines(lines, places, name)


def _sheets(data: bytes) -> list[tuple[bool, str, list[Line]]]:
    """Each sheet with something in it: whether it is shown, its name, its lines."""
    book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
    found = []
    try:
        for sheet in book.worksheets[:MOST_SHEETS]:
            if lines := _lines(sheet):
                found.append((sheet.sheet_state == "visible", sheet.title, lines))
    finally:
        book.close()
    return found


def _lines(sheet) -> list[Line]:
    # Asked for no more rows and columns than we take: what a sheet says of its own size may be a lie.
    most = {"max_row": MOST_ROWS + 2 * LOOKED_AT, "max_col": MOST_COLUMNS + 1}
    lines = []
    for number, values in enumerate(sheet.iter_rows(min_row=1, values_only=True, **most), 1):
        if cells := filled([_text(value) for value in values]):
            lines.append((number, cells))
    return lines


def _text(value) -> str:
    """A cell as somebody would type it: dates without their midnight, whole numbers without their point."""
    if value is None:
        return ""
    if isinstance(value, datetime.datetime) and value.time() == datetime.time():
        return value.date().isoformat()
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return tidy(str(value))


def _likeness(sheet: tuple[bool, str, list[Line]], places: dict) -> tuple:
    shown, _, lines = sheet
    best = max(headings.known(cells, places) for _, cells in lines[:LOOKED_AT])
    return shown and best > 0, best, shown, len(lines)


def _no_entities(package: zipfile.ZipFile) -> None:
    """Excel writes no document types; whoever does wants to have entities multiplied or files read."""
    for member in package.infolist():
        if member.filename.endswith((".xml", ".rels")):
            with package.open(member) as part:
                if b"<!DOCTYPE" in part.read(64 * 1024):
                    raise Unreadable("The workbook holds what Excel never writes, so it is not opened.")
