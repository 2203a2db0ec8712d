"""Word documents: paragraphs, lists with their numbers, tables, text boxes, notes, and heads and feet of pages."""

from dataclasses import dataclass, field
from pathlib import Path
from zipfile import BadZipFile

from docx import Document
from docx.opc.exceptions import PackageNotFoundError
from lxml.etree import LxmlError

from belisha.policy.reading.headings import is_bare
from belisha.policy.reading.marks import Mark, depth_in, read_mark
from belisha.policy.reading.numbering import Numbers, W, read_numbers
from belisha.policy.reading.shapes import Block, Unreadable
from belisha.policy.reading.sheet import Cell, Sheet, add_table
from belisha.policy.reading.styles import Style, is_bold, read_styles

BREAKS = {f"{W}tab": "\t", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "-", f"{W}ptab": "\t"}
WIDEST = 100  # columns of a table; a greater number is damage
BOX = f"{W}txbxContent"
FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
# Parts outside the body: shown as information at the end, so that nothing of the file is out of sight.
ASIDES = ("header", "footer", "footnotes", "endnotes")
DAMAGED = (
    KeyError,
    ValueError,
    AttributeError,
    IndexError,
    TypeError,
    OSError,
    BadZipFile,
    PackageNotFoundError,
    LxmlError,
)


@dataclass(slots=True)
class Page(Sheet):
    """A sheet with the numbering schemes and styles of its document."""

    numbers: Numbers = field(default_factory=Numbers)
    styles: dict[str, Style] = field(default_factory=dict)


def word_blocks(path: Path) -> tuple[str, list[Block]]:
    """The text of a Word document and its blocks; raises Unreadable where the package is not whole."""
    try:
        document = Document(str(path))
        numbering = _related(document.part, "numbering")
        page = Page(numbers=read_numbers(numbering), styles=read_styles(document.styles.element))
        _walk(page, document.element.body)
        _asides(page, document.part)
    except DAMAGED as error:
        raise Unreadable(
            "The document is damaged, or is not a Word document inside.",
            "Open it in Word, save it again as Word (.docx) and choose that file.",
        ) from error
    return page.source, page.blocks


def _related(part, kind: str):
    """The XML root of the one part that hangs on `part` by relation `kind`, None when there is none."""
    found = next((rel for rel in part.rels.values() if not rel.is_external and rel.reltype.endswith(f"/{kind}")), None)
    if found is None:
        return None
    element = getattr(found.target_part, "element", None)
    return element if element is not None else _parsed(found.target_part.blob)


def _parsed(blob: bytes):
    from docx.oxml.parser import parse_xml  # its parser leaves entities alone, so an entity bomb stays a few bytes

    return parse_xml(blob)


def _asides(page: Page, part) -> None:
    seen = set()
    for rel in part.rels.values():
        kind = rel.reltype.rsplit("/", 1)[-1]
        if rel.is_external or kind not in ASIDES:
            continue
        root = getattr(rel.target_part, "element", None)
        for paragraph in (_parsed(rel.target_part.blob) if root is None else root).iter(f"{W}p"):
            words = _text(paragraph)
            if words.strip() and words not in seen:
                seen.add(words)
                page.add(words, "furniture")


def _walk(page: Page, parent) -> None:
    for child in parent:
        if child.tag == f"{W}p":
            _paragraph(page, child)
        elif child.tag == f"{W}tbl":
            _table(page, child)
        elif child.tag in {f"{W}sdt", f"{W}sdtContent", f"{W}ins", f"{W}customXml", f"{W}smartTag", f"{W}moveTo"}:
            _walk(page, child)


def _text(paragraph) -> str:
    """The words of one paragraph as last edited, without deleted words and without text boxes."""
    words, pending = [], [paragraph]
    while pending:
        element = pending.pop()
        if element.tag == f"{W}t":
            words.append(element.text or "")
        elif element.tag in BREAKS and (element.getparent() is None or element.getparent().tag != f"{W}tabs"):
            words.append(BREAKS[element.tag])
        elif element.tag not in {BOX, FALLBACK, f"{W}pPr", f"{W}rPr", f"{W}del", f"{W}moveFrom"}:
            pending.extend(reversed(element))
    return "".join(words).replace("\r", "\n")


def _paragraph(page: Page, paragraph) -> None:
    words = _text(paragraph)
    if words.strip():
        _styled(page, paragraph, words)
    for box in paragraph.iter(BOX):
        if not any(parent.tag == FALLBACK for parent in box.iterancestors()):
            _walk(page, box)


def _styled(page: Page, paragraph, words: str) -> None:
    """One paragraph as heading, list item or prose, with its automatic or typed number."""
    properties = paragraph.find(f"{W}pPr")
    style = page.styles.get(_attribute(properties, "pStyle") or "", Style())
    number, listed, kind = _numbered(page, properties, style)
    level = _heading_level(properties, style)
    typed = read_mark(words) if not listed else Mark()
    bare = words[typed.length :].strip()
    if not level and bare and not typed.bullet and is_bold(paragraph, style) and is_bare(bare):
        level = 9 if listed else 2
    if level:
        page.stack.clear()
        page.add(words, "heading", level, number or typed.number, number)
    elif listed or typed.listed:
        mark = Mark(kind=kind) if listed else typed
        page.add(words, "item", depth_in(page.stack, mark), number or typed.number, number or ("•" if listed else ""))
    else:
        page.stack.clear()
        page.add(words, "paragraph")


def _heading_level(properties, style: Style) -> int:
    own = _attribute(properties, "outlineLvl")
    if own and own.isdigit() and int(own) < 9:
        return int(own) + 1
    return style.heading


def _numbered(page: Page, properties, style: Style) -> tuple[str, bool, str]:
    """Number as printed, whether it is a list item at all, and the family for nesting."""
    own = properties.find(f"{W}numPr") if properties is not None else None
    num = _attribute(own, "numId") or style.num
    if not num or num == "0":
        return "", style.listed, f"style@{style.ident}"
    written = _attribute(own, "ilvl")
    depth = int(written) if written else (style.depth or page.numbers.depth_of_style(num, style.ident))
    level = page.numbers.level(num, depth)
    if level is None:
        return "", style.listed, f"style@{style.ident}"
    number = page.numbers.next(num, depth)
    parts = level.text.count("%")
    kind = f"decimal{parts}" if level.form == "decimal" and parts > 1 else f"{level.form}@{depth}#{num}"
    return number, bool(number) or level.form == "bullet", kind


def _attribute(element, tag: str) -> str | None:
    child = element.find(f"{W}{tag}") if element is not None else None
    return None if child is None else child.get(f"{W}val")


def _table(page: Page, table) -> None:
    """A table of one column is only a frame round prose."""
    rows = [row for row in table.iter(f"{W}tr") if next(row.iterancestors(f"{W}tbl")) is table]
    cells = [[cell for cell in row.iter(f"{W}tc") if next(cell.iterancestors(f"{W}tr")) is row] for row in rows]
    if max((len(row) for row in cells), default=0) <= 1:
        for row in cells:
            for cell in row:
                _walk(page, cell)
        return
    heads = [row.find(f"{W}trPr/{W}tblHeader") is not None for row in rows]
    add_table(page, [_row(row) for row in cells], heads.index(False) if False in heads else 0)


def _row(members: list) -> list[Cell]:
    made, column = [], 0
    for cell in members:
        span = _attribute(cell.find(f"{W}tcPr"), "gridSpan") or ""
        wide = int(span) if span.isdigit() and 0 < int(span) < WIDEST else 1
        words = [_text(paragraph).strip() for paragraph in cell.iter(f"{W}p")]
        made.append(Cell(column, wide, [("", each) for each in words if each]))
        column += wide
    return made
