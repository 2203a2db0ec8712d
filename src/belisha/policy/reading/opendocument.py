"""OpenDocument text: headings by outline level, lists with their numbers, tables, notes, heads and feet of pages."""

import re
import zipfile
from dataclasses import dataclass, field
from pathlib import Path

from lxml import etree

from belisha.policy.reading.headings import is_bare
from belisha.policy.reading.marks import read_mark
from belisha.policy.reading.opennumbers import STYLE, TEXT, XML_ID, Counts, read_list_styles, whole
from belisha.policy.reading.openstyles import Look, Styles, read_styles
from belisha.policy.reading.packages import BROKEN
from belisha.policy.reading.shapes import Block, Unreadable
from belisha.policy.reading.sheet import Cell, Sheet, add_table, cell_of, clean

OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
DRAW = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"
BREAKS = {f"{TEXT}tab": "\t", f"{TEXT}line-break": "\n", f"{TEXT}soft-hyphen": ""}
# Parts of a paragraph that are not its words; notes and boxes are read by themselves.
APART = {f"{TEXT}note", f"{OFFICE}annotation", f"{DRAW}frame", f"{DRAW}g", f"{TEXT}ruby-text", f"{TEXT}hidden-text"}
# What holds paragraphs and is nothing by itself.
FRAMES = {f"{TEXT}section", f"{TEXT}list-header", f"{DRAW}text-box", f"{TEXT}numbered-paragraph", f"{OFFICE}text"}
LISTED = {f"{TEXT}{kind}" for kind in ("table-of-content", "alphabetical-index", "illustration-index", "table-index",
                                       "bibliography", "user-index", "object-index")}  # fmt: skip
NESTED = 60  # lists and frames inside each other
WIDEST, HIGHEST = 100, 2000  # columns and rows of a table
SPACES = 100  # in one place
PARSING = {"resolve_entities": False, "no_network": True, "load_dtd": False, "huge_tree": False}


@dataclass(slots=True)
class Listed:
    """The list that is being read: style, counts, depth, and the number that is still to be printed."""

    style: str = ""
    depth: int = 0
    counts: dict[int, int] = field(default_factory=dict)
    mark: str = ""


@dataclass(slots=True)
class Page(Sheet):
    """A sheet with the styles of its document and the notes that are to come at the end."""

    styles: Styles = field(default_factory=Styles)
    counts: Counts = field(default_factory=Counts)
    notes: list[str] = field(default_factory=list)
    nested: int = 0
    outline: dict[int, int] = field(default_factory=dict)


def open_blocks(path: Path) -> tuple[str, list[Block]]:
    """The text of an OpenDocument file and its blocks; raises Unreadable where the package is not whole."""
    try:
        with zipfile.ZipFile(path) as package:
            content = _parsed(package.read("content.xml"))
            styles = _parsed(package.read("styles.xml")) if "styles.xml" in package.namelist() else None
        roots = [root for root in (styles, content) if root is not None]
        page = Page(styles=read_styles(roots), counts=Counts(read_list_styles(roots)))
        body = content.find(f"{OFFICE}body/{OFFICE}text")
        if body is None:
            raise ValueError("no text")
        _walk(page, body, Listed())
        _asides(page, styles)
    except (KeyError, TypeError, IndexError, AttributeError, RecursionError, etree.LxmlError, *BROKEN) as error:
        raise Unreadable(
            "The document is damaged, or is not an OpenDocument text inside.",
            "Open it in LibreOffice or Word, save it again as OpenDocument (.odt) and choose that file.",
        ) from error
    return page.source, page.blocks


def _parsed(data: bytes):
    return etree.fromstring(data, etree.XMLParser(**PARSING))


def _walk(page: Page, parent, listed: Listed) -> None:
    page.nested += 1
    if page.nested > NESTED:
        raise ValueError("nested too deeply")
    for child in parent:
        if child.tag in {f"{TEXT}h", f"{TEXT}p"}:
            _paragraph(page, child, listed)
        elif child.tag == f"{TEXT}list":
            _list(page, child, listed)
        elif child.tag == f"{TABLE}table":
            _table(page, child)
        elif child.tag in LISTED:
            _contents(page, child)
        elif child.tag in FRAMES and child.get(f"{TEXT}display") != "none":
            _walk(page, child, listed)
        elif child.tag in {f"{DRAW}frame", f"{DRAW}g"}:
            _boxes(page, child)
    page.nested -= 1


def _list(page: Page, element, outer: Listed) -> None:
    style = element.get(f"{TEXT}style-name") or outer.style
    depth = outer.depth + 1
    if outer.depth:
        counts = outer.counts
    else:
        ident, follows = element.get(XML_ID) or "", element.get(f"{TEXT}continue-list") or ""
        style = style or page.styles.look(_first_style(element)).lists
        counts = page.counts.opened(style, ident, follows, element.get(f"{TEXT}continue-numbering") == "true")
    for item in element:
        listed = Listed(style, depth, counts)
        if item.tag == f"{TEXT}list-item":
            # An item that holds only a deeper list has no number of its own.
            if any(child.tag in {f"{TEXT}p", f"{TEXT}h"} for child in item):
                written = item.get(f"{TEXT}start-value")
                listed.mark = page.counts.next(style, depth, counts, whole(written) if written else None)
            _walk(page, item, listed)
        elif item.tag == f"{TEXT}list-header":
            _walk(page, item, listed)


def _first_style(element) -> str | None:
    paragraph = next(element.iter(f"{TEXT}p", f"{TEXT}h"), None)
    return None if paragraph is None else paragraph.get(f"{TEXT}style-name")


def _paragraph(page: Page, element, listed: Listed) -> None:
    look = page.styles.look(element.get(f"{TEXT}style-name"))
    words = clean("".join(_pieces(page, element))).strip()
    printed, listed.mark = listed.mark, ""
    if words and not look.hidden:
        _styled(page, element, words, look, (listed, printed))
    _boxes(page, element)


def _styled(page: Page, element, words: str, look: Look, place: tuple[Listed, str]) -> None:
    """One paragraph as heading, list item or prose, with its automatic or typed number."""
    listed, printed = place
    level = whole(element.get(f"{TEXT}outline-level"), 1) if element.tag == f"{TEXT}h" else look.heading
    bare = words[read_mark(words).length :].strip()
    bold = bool(bare) and is_bare(bare) and page.styles.all_bold(element, look.bold)
    typed = read_mark(words)
    if level and not listed.depth and element.tag == f"{TEXT}h":
        number = page.counts.next("", level, page.outline) if "" in page.counts.styles else ""
        printed = number if number != "•" else ""
    if level or (bold and listed.depth and printed not in {"", "•"}):
        number = "" if printed == "•" else printed
        page.heading(words, min(level or 9, 9), number, number)
    elif listed.depth:
        printed = printed if not typed.listed else ""
        page.add(words, "item", listed.depth, typed.number or ("" if printed == "•" else printed), printed)
    else:
        page.paragraph(words, bold)


def _pieces(page: Page, element) -> list[str]:
    """The words of a paragraph as last edited; notes are kept for the end, and what was deleted is not in it."""
    pieces, pending = [element.text or ""], [iter(element)]
    tails: list[str] = []
    while pending:
        child = next(pending[-1], None)
        if child is None:
            pending.pop()
            pieces.append(tails.pop() if tails else "")
            continue
        if child.tag in BREAKS:
            pieces.append(BREAKS[child.tag])
        elif child.tag == f"{TEXT}s":
            pieces.append(" " * min(whole(child.get(f"{TEXT}c"), 1), SPACES))
        elif child.tag == f"{TEXT}note":
            page.notes.append(" ".join("".join(child.itertext()).split()))
        elif isinstance(child.tag, str) and child.tag not in APART:
            pieces.append(_collapsed(child.text))
            tails.append(_collapsed(child.tail))
            pending.append(iter(child))
            continue
        pieces.append(_collapsed(child.tail))
    pieces[0] = _collapsed(pieces[0])
    return pieces


def _collapsed(words: str | None) -> str:
    return re.sub(r"[ \t\r\n]+", " ", words or "")


def _boxes(page: Page, element) -> None:
    """Text boxes that hang on a paragraph come after it."""
    for box in element.iter(f"{DRAW}text-box"):
        if next((each for each in box.iterancestors(f"{DRAW}text-box")), None) is None:
            _walk(page, box, Listed())


def _contents(page: Page, element) -> None:
    """A list of contents or index: one line of information for each of its lines."""
    for paragraph in element.iter(f"{TEXT}p", f"{TEXT}h"):
        if paragraph.getparent().tag.endswith(("index-body", "index-title", "bibliography-body")):
            words = clean("".join(_pieces(page, paragraph))).strip()
            if words:
                page.add(words, "furniture")


def _asides(page: Page, styles) -> None:
    """Notes, then the heads and feet of pages: information at the end, each once."""
    heads = []
    for part in ("header", "footer", "header-first", "footer-first", "header-left", "footer-left"):
        for element in styles.iter(f"{STYLE}{part}") if styles is not None else ():
            heads += [clean("".join(_pieces(page, each))).strip() for each in element.iter(f"{TEXT}p", f"{TEXT}h")]
    for words in dict.fromkeys(filter(None, [*page.notes, *heads])):
        page.add(words, "furniture")


def _table(page: Page, element) -> None:
    """A table of one column is only a frame round prose."""
    rows = [row for row in element.iter(f"{TABLE}table-row") if next(row.iterancestors(f"{TABLE}table")) is element]
    heads = sum(row.getparent().tag == f"{TABLE}table-header-rows" for row in rows)
    cells = [_cells(row) for row in rows[:HIGHEST]]
    if max((len(row) for row in cells), default=0) <= 1:
        for row in cells:
            for _, _, cell in row:
                _walk(page, cell, Listed())
        return
    add_table(page, [[_cell(page, *place) for place in row] for row in cells], heads)


def _cells(row) -> list[tuple[int, int, object]]:
    """(column, width, cell) for each cell of a row that is not covered by another."""
    made, column = [], 0
    for cell in row:
        if cell.tag not in {f"{TABLE}table-cell", f"{TABLE}covered-table-cell"} or column >= WIDEST:
            continue
        if cell.tag.endswith("}table-cell"):
            made.append((column, min(whole(cell.get(f"{TABLE}number-columns-spanned"), 1), WIDEST), cell))
        column += max(whole(cell.get(f"{TABLE}number-columns-repeated"), 1), 1)
    return made


def _cell(page: Page, column: int, wide: int, element) -> Cell:
    inside = Page(styles=page.styles, counts=page.counts, notes=page.notes, nested=page.nested)
    _walk(inside, element, Listed())
    return cell_of(column, wide, inside)
