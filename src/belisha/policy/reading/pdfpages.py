"""PDF pages through PDFium: characters with their places, ruled lines, filled boxes, and pictures of pages.

Places are in points from the top left corner of the page as it is shown, whatever its rotation.
"""

import ctypes
import io
import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

import pypdfium2
import pypdfium2.raw as pdfium

from belisha.policy.reading.pdfdrawings import Drawings, Frame, read_drawings
from belisha.policy.reading.pdfglyphs import BOLD_FONT, spoken
from belisha.policy.reading.shapes import Unreadable

LIMITS = {
    "pages": 400,  # the longest handbooks have 150
    "letters": 30_000,  # of one page; a page full of small print has 8,000
    "width": 2400,  # pixels of a picture
    "height": 4800,
}
FARTHEST = 1e5  # points of a page
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


class Glyph(NamedTuple):
    """One character; `base` is how far down its line stands, `turn` how many degrees it is turned to the left."""

    text: str
    x0: float
    x1: float
    base: float
    turn: int
    look: Look


@dataclass(slots=True)
class Leaf(Drawings):
    """One page as PDFium tells it; `unknown` counts characters that say no letter."""

    glyphs: list[Glyph] = field(default_factory=list)
    unknown: int = 0


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


def _framed(page: pypdfium2.PdfPage) -> Frame:
    left, bottom, right, top = page.get_cropbox()
    wide, high, rotation = right - left, top - bottom, page.get_rotation()
    if not (0 < wide < FARTHEST and 0 < high < FARTHEST):
        raise ValueError("a page without a size")
    return Frame(left, bottom, right, top, rotation, *((high, wide) if rotation in {90, 270} else (wide, high)))


def _leaf(page: pypdfium2.PdfPage) -> Leaf:
    frame = _framed(page)
    leaf = Leaf(frame.width, frame.height)
    text = page.get_textpage()
    _read_glyphs(leaf, frame, text)
    text.close()
    read_drawings(leaf, frame, page.raw, (1, 0, 0, 1, 0, 0), 0)
    return leaf


class _Set(NamedTuple):
    """What the characters of one text object share: their look, their turn, and the place of their line."""

    look: Look
    turn: int
    across: float
    along: float
    known: dict[int, str]  # what the codes of its font say


def _read_glyphs(leaf: Leaf, frame: Frame, text: pypdfium2.PdfTextPage) -> None:
    """The characters of a page; the calls to PDFium are most of the time of reading, so they are few."""
    page, box, fonts = text.raw, pdfium.FS_RECTF(), {}
    sets: dict[bytes, _Set] = {}
    last = b""
    for index in range(min(text.count_chars(), LIMITS["letters"])):
        pointer = pdfium.FPDFText_GetTextObject(page, index)
        if not pointer:
            continue  # a space or line end that PDFium adds
        drawn = bytes(pointer)
        if drawn not in sets:
            sets[drawn] = _set(page, index, frame, fonts)
        shared, code = sets[drawn], pdfium.FPDFText_GetUnicode(page, index)
        letter = shared.known.get(code)
        if letter is None:
            letter = shared.known[code] = spoken(code, shared.look.font)
        if not letter:
            leaf.unknown += 1
            continue
        if not pdfium.FPDFText_GetLooseCharBox(page, index, box):
            continue
        place = _place(frame, shared, (box.left, box.bottom, box.right, box.top))
        if place is None:
            continue
        before = leaf.glyphs[-1] if leaf.glyphs else None
        if before and drawn == last and (before.x0, before.x1, before.base) == place:
            letter = leaf.glyphs.pop().text + letter  # the letters of a ligature stand in one place
        leaf.glyphs.append(Glyph(letter, *place, shared.turn, shared.look))
        last = drawn


def _place(frame: Frame, shared: _Set, box) -> tuple[float, float, float] | None:
    """Where a character begins and ends along its line, and where that line stands, as if it were not turned."""
    left, up = frame.at(box[0], box[3])
    right, down = frame.at(box[2], box[1])
    if left > right:
        left, right = right, left
    if up > down:
        up, down = down, up
    if not (-5 <= left <= frame.width + 5 and -5 <= up <= frame.height + 5 and right - left <= frame.width):
        return None
    if shared.turn == 0:
        return left, right, shared.along
    if shared.turn == 90:
        return -down, -up, shared.across
    if shared.turn == 180:
        return -right, -left, -shared.along
    if shared.turn == 270:
        return up, down, -shared.across
    return left, right, down


def _set(page, index: int, frame: Frame, fonts: dict[str, dict]) -> _Set:
    """What all characters of the text object of this character have in common."""
    look, turn = _look(page, index, frame.rotation)
    x, y = ctypes.c_double(), ctypes.c_double()
    pdfium.FPDFText_GetCharOrigin(page, index, x, y)
    across, along = frame.at(x.value, y.value)
    if not (math.isfinite(across) and math.isfinite(along) and 0 < look.size < 1000):
        raise ValueError("a character without a place")
    return _Set(look, turn, across, along, fonts.setdefault(look.font, {}))


def _look(text, index: int, rotation: int) -> tuple[Look, int]:
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
