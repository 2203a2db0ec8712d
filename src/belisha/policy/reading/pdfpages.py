"""PDF pages through PDFium: characters with their places, ruled lines, filled boxes, and pictures of pages.

Places are in points from the top left corner of the page as it is shown, whatever its rotation.
"""

import ctypes
import io
import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

import pypdfium2
import pypdfium2.raw as pdfium

from belisha.policy.reading.pdfglyphs import BOLD_FONT, spoken
from belisha.policy.reading.shapes import Unreadable

LIMITS = {
    "pages": 400,  # the longest handbooks have 150
    "letters": 30_000,  # of one page; a page full of small print has 8,000
    "objects": 30_000,  # of one page; beyond them there are drawings and no tables
    "width": 2400,  # pixels of a picture
    "height": 4800,
}
FORCED_BOLD = 1 << 18  # a flag of PDF fonts
HEAVY = 600  # font weight
SAVE_AGAIN = "Open it in a PDF viewer, print it to a new PDF (or save the Word document it came from), and choose that."


@dataclass(frozen=True, slots=True)
class Look:
    """How a character is drawn: what tells a heading from the text below it."""

    size: float
    bold: bool
    colour: int
    font: str


@dataclass(frozen=True, slots=True)
class Glyph:
    """One character; `base` is how far down its line stands, `turn` how many degrees it is turned to the left."""

    text: str
    x0: float
    x1: float
    base: float
    turn: int
    look: Look


@dataclass(slots=True)
class Leaf:
    """One page as PDFium tells it. Rules are (x0, y0, x1, y1); `unknown` counts characters that say no letter."""

    width: float
    height: float
    glyphs: list[Glyph] = field(default_factory=list)
    rules: list[tuple[float, float, float, float]] = field(default_factory=list)
    boxes: list[tuple[float, float, float, float]] = field(default_factory=list)
    unknown: int = 0
    pictured: float = 0.0  # share of the page that pictures cover


def opened(path: Path) -> pypdfium2.PdfDocument:
    """The document, if it can be opened without a password and has pages; raises Unreadable."""
    try:
        document = pypdfium2.PdfDocument(path)
        count = len(document)
    except (pypdfium2.PdfiumError, OSError, ValueError) as error:
        if "password" in str(error).lower():
            raise Unreadable(
                "The PDF is protected with a password, so it cannot be opened.",
                "Open it, print it to a new PDF without a password, and choose that.",
            ) from error
        raise Unreadable("The PDF is damaged or was only partly copied.", SAVE_AGAIN) from error
    if not count:
        raise Unreadable("The PDF has no pages.", SAVE_AGAIN)
    if count > LIMITS["pages"]:
        raise Unreadable(
            f"The PDF has {count} pages, and at most {LIMITS['pages']} are read.",
            "Choose the policy alone, without other documents.",
        )
    return document


def leaves(document: pypdfium2.PdfDocument) -> Iterator[Leaf]:
    """Each page in turn; a page that cannot be read raises Unreadable, since a policy without it is not whole."""
    for index in range(len(document)):
        try:
            page = document[index]
            leaf = _leaf(page)
            page.close()
        except (pypdfium2.PdfiumError, ValueError, OverflowError) as error:
            raise Unreadable(f"Page {index + 1} of the PDF is damaged.", SAVE_AGAIN) from error
        yield leaf


def picture(path: Path, number: int, width: int) -> bytes:
    """A PNG of page `number`, counted from 1, `width` pixels wide at most."""
    document = opened(path)
    if not 1 <= number <= len(document):
        raise Unreadable(f"The PDF has no page {number}.", f"It has {len(document)} pages.")
    try:
        page = document[number - 1]
        wide, high = page.get_size()
        scale = min(min(width, LIMITS["width"]) / wide, LIMITS["height"] / high)
        shown = page.render(scale=scale, may_draw_forms=False)
        kept = io.BytesIO()
        shown.to_pil().save(kept, "PNG")
    except (pypdfium2.PdfiumError, ValueError, OverflowError, ZeroDivisionError, OSError) as error:
        raise Unreadable(f"Page {number} of the PDF cannot be shown.", SAVE_AGAIN) from error
    return kept.getvalue()


@dataclass(frozen=True, slots=True)
class _Frame:
    """The part of the page that is shown, and its rotation: turns places of the file into places on the page."""

    left: float
    bottom: float
    right: float
    top: float
    rotation: int

    def at(self, x: float, y: float) -> tuple[float, float]:
        if self.rotation == 90:
            return y - self.bottom, x - self.left
        if self.rotation == 180:
            return self.right - x, y - self.bottom
        if self.rotation == 270:
            return self.top - y, self.right - x
        return x - self.left, self.top - y

    def size(self) -> tuple[float, float]:
        wide, high = self.right - self.left, self.top - self.bottom
        return (high, wide) if self.rotation in {90, 270} else (wide, high)


def _leaf(page: pypdfium2.PdfPage) -> Leaf:
    frame = _Frame(*page.get_cropbox(), page.get_rotation())
    leaf = Leaf(*frame.size())
    if not (0 < leaf.width < 1e5 and 0 < leaf.height < 1e5):
        raise ValueError("a page without a size")
    text = page.get_textpage()
    _read_glyphs(leaf, frame, text)
    text.close()
    _read_drawings(leaf, frame, page.raw, (1, 0, 0, 1, 0, 0), 0)
    return leaf


def _read_glyphs(leaf: Leaf, frame: _Frame, text: pypdfium2.PdfTextPage) -> None:
    box = pdfium.FS_RECTF()
    x, y = ctypes.c_double(), ctypes.c_double()
    looks: dict[int, tuple[Look, int]] = {}
    last = -1
    for index in range(min(text.count_chars(), LIMITS["letters"])):
        if pdfium.FPDFText_IsGenerated(text, index) == 1:
            continue
        drawn = ctypes.cast(pdfium.FPDFText_GetTextObject(text, index), ctypes.c_void_p).value or 0
        if drawn not in looks:
            looks[drawn] = _look(text, index, frame.rotation)
        look, turn = looks[drawn]
        letter = spoken(pdfium.FPDFText_GetUnicode(text, index), look.font)
        if not letter:
            leaf.unknown += 1
            continue
        if not pdfium.FPDFText_GetLooseCharBox(text, index, box):
            continue
        pdfium.FPDFText_GetCharOrigin(text, index, x, y)
        place = _place(frame, turn, (box.left, box.bottom, box.right, box.top), (x.value, y.value))
        if place is None:
            continue
        before = leaf.glyphs[-1] if leaf.glyphs else None
        if before and drawn == last and (before.x0, before.x1, before.base) == place:
            letter = leaf.glyphs.pop().text + letter  # the letters of a ligature stand in one place
        leaf.glyphs.append(Glyph(letter, *place, turn, look))
        last = drawn


def _place(frame: _Frame, turn: int, box, origin) -> tuple[float, float, float] | None:
    """Where a character begins and ends along its line, and where that line stands, as if it were not turned."""
    left, up = frame.at(box[0], box[3])
    right, down = frame.at(box[2], box[1])
    left, right, up, down = min(left, right), max(left, right), min(up, down), max(up, down)
    across, at = frame.at(*origin)
    wide, high = frame.size()
    if not (-5 <= left <= wide + 5 and -5 <= at <= high + 5) or right - left > wide or not math.isfinite(left + at):
        return None
    if turn == 90:
        return -down, -up, across
    if turn == 180:
        return -right, -left, -at
    if turn == 270:
        return up, down, -across
    return left, right, at


def _look(text: pypdfium2.PdfTextPage, index: int, rotation: int) -> tuple[Look, int]:
    """How the text object that this character belongs to is drawn, and how it is turned."""
    matrix = pdfium.FS_MATRIX()
    pdfium.FPDFText_GetMatrix(text, index, matrix)
    size = pdfium.FPDFText_GetFontSize(text, index) * (math.hypot(matrix.c, matrix.d) or 1)
    name, flags = ctypes.create_string_buffer(128), ctypes.c_int()
    pdfium.FPDFText_GetFontInfo(text, index, name, 128, flags)
    font = name.value.decode("utf-8", "replace").partition("+")[2] or name.value.decode("utf-8", "replace")
    heavy = pdfium.FPDFText_GetFontWeight(text, index) >= HEAVY
    bold = bool(BOLD_FONT.search(font)) or heavy or bool(flags.value & FORCED_BOLD)
    channels = [ctypes.c_uint() for _ in range(4)]
    pdfium.FPDFText_GetFillColor(text, index, *channels)
    red, green, blue, _ = (channel.value for channel in channels)
    degrees = round(math.degrees(math.atan2(matrix.b, matrix.a))) - rotation
    return Look(round(size * 2) / 2, bold, red << 16 | green << 8 | blue, font), _turn(degrees)


def _turn(degrees: int) -> int:
    """0, 90, 180 or 270 to the left; 45 stands for every slant."""
    nearest = round(degrees / 90) * 90
    return nearest % 360 if abs(degrees - nearest) <= 8 else 45


def _read_drawings(leaf: Leaf, frame: _Frame, holder, matrix, depth: int) -> None:
    """Ruled lines and filled boxes, which may be the cells of a table, and how much of the page is a picture."""
    form = depth > 0
    count = pdfium.FPDFFormObj_CountObjects(holder) if form else pdfium.FPDFPage_CountObjects(holder)
    for index in range(min(count, LIMITS["objects"])):
        drawn = pdfium.FPDFFormObj_GetObject(holder, index) if form else pdfium.FPDFPage_GetObject(holder, index)
        kind = pdfium.FPDFPageObj_GetType(drawn)
        if kind == pdfium.FPDF_PAGEOBJ_PATH:
            _read_path(leaf, frame, drawn, _times(_matrix(drawn), matrix))
        elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth < 3:
            _read_drawings(leaf, frame, drawn, _times(_matrix(drawn), matrix), depth + 1)
        elif kind == pdfium.FPDF_PAGEOBJ_IMAGE:
            corners = [_through(_times(_matrix(drawn), matrix), *corner) for corner in ((0, 0), (1, 1))]
            (x0, y0), (x1, y1) = (frame.at(*corner) for corner in corners)
            leaf.pictured += abs((x1 - x0) * (y1 - y0)) / (leaf.width * leaf.height)


def _matrix(drawn) -> tuple[float, ...]:
    found = pdfium.FS_MATRIX()
    pdfium.FPDFPageObj_GetMatrix(drawn, found)
    return found.a, found.b, found.c, found.d, found.e, found.f


def _times(one, two) -> tuple[float, ...]:
    """First `one`, then `two`."""
    return (
        one[0] * two[0] + one[1] * two[2], one[0] * two[1] + one[1] * two[3],
        one[2] * two[0] + one[3] * two[2], one[2] * two[1] + one[3] * two[3],
        one[4] * two[0] + one[5] * two[2] + two[4], one[4] * two[1] + one[5] * two[3] + two[5],
    )  # fmt: skip


def _through(matrix, x: float, y: float) -> tuple[float, float]:
    return matrix[0] * x + matrix[2] * y + matrix[4], matrix[1] * x + matrix[3] * y + matrix[5]


def _read_path(leaf: Leaf, frame: _Frame, drawn, matrix) -> None:
    """Each stroke of a path as a rule; a filled part as a rule if it is thin, and as a box if it is not white."""
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(drawn, fill, stroke)
    count = pdfium.FPDFPath_CountSegments(drawn)
    if count > 2000 or len(leaf.rules) > LIMITS["objects"]:
        return
    x, y = ctypes.c_float(), ctypes.c_float()
    parts: list[list[tuple[float, float]]] = []
    for index in range(count):
        segment = pdfium.FPDFPath_GetPathSegment(drawn, index)
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        place = frame.at(*_through(matrix, x.value, y.value))
        if pdfium.FPDFPathSegment_GetType(segment) == pdfium.FPDF_SEGMENT_MOVETO or not parts:
            parts.append([])
        parts[-1].append(place)
        if pdfium.FPDFPathSegment_GetClose(segment):
            parts[-1].append(parts[-1][0])
    for part in parts:
        if stroke.value:
            leaf.rules += [(*one, *two) for one, two in pairwise(part)]
        elif fill.value and len(part) > 2:
            xs, ys = [each[0] for each in part], [each[1] for each in part]
            bounds = (min(xs), min(ys), max(xs), max(ys))
            if min(bounds[2] - bounds[0], bounds[3] - bounds[1]) < 3:
                leaf.rules.append(bounds)
            elif not _is_white(drawn):
                leaf.boxes.append(bounds)


def _is_white(drawn) -> bool:
    channels = [ctypes.c_uint() for _ in range(4)]
    pdfium.FPDFPageObj_GetFillColor(drawn, *channels)
    return all(channel.value >= 250 for channel in channels[:3])
