"""What is drawn on a PDF page besides words: ruled lines and filled boxes, which may be tables, and pictures."""

import ctypes
from dataclasses import dataclass, field
from itertools import pairwise

import pypdfium2.raw as pdfium

MOST = 30_000  # drawn things of one page; beyond them there are drawings and no tables
STROKES = 2000  # of one thing; beyond them it is a picture
DEEPEST = 3  # forms inside forms
THIN = 3  # points: a filled box as thin as this is a rule


@dataclass(slots=True)
class Drawings:
    """The size of a page and what is drawn on it, from its top left corner. Rules and boxes are (x0, y0, x1, y1)."""

    width: float
    height: float
    rules: list[tuple[float, float, float, float]] = field(default_factory=list)
    boxes: list[tuple[float, float, float, float]] = field(default_factory=list)
    pictured: float = 0.0  # share of the page that pictures cover


@dataclass(frozen=True, slots=True)
class Frame:
    """The part of the page that is shown, and its rotation: turns places of the file into places on the page."""

    left: float
    bottom: float
    right: float
    top: float
    rotation: int
    width: float = 0.0  # as it is shown
    height: float = 0.0

    def at(self, x: float, y: float) -> tuple[float, float]:
        if self.rotation == 90:
            return y - self.bottom, x - self.left
        if self.rotation == 180:
            return self.right - x, y - self.bottom
        if self.rotation == 270:
            return self.top - y, self.right - x
        return x - self.left, self.top - y


def read_drawings(leaf: Drawings, frame: Frame, holder, matrix, depth: int) -> None:
    """Ruled lines and filled boxes, which may be the cells of a table, and how much of the page is a picture."""
    form = depth > 0
    count = pdfium.FPDFFormObj_CountObjects(holder) if form else pdfium.FPDFPage_CountObjects(holder)
    for index in range(min(count, MOST)):
        drawn = pdfium.FPDFFormObj_GetObject(holder, index) if form else pdfium.FPDFPage_GetObject(holder, index)
        kind = pdfium.FPDFPageObj_GetType(drawn)
        if kind == pdfium.FPDF_PAGEOBJ_PATH:
            _read_path(leaf, frame, drawn, _times(_matrix(drawn), matrix))
        elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth < DEEPEST:
            read_drawings(leaf, frame, drawn, _times(_matrix(drawn), matrix), depth + 1)
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


def _read_path(leaf: Drawings, frame: Frame, drawn, matrix) -> None:
    """Each stroke of a path as a rule; a filled part as a rule if it is thin, and as a box if it is not white."""
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(drawn, fill, stroke)
    count = pdfium.FPDFPath_CountSegments(drawn)
    if count > STROKES or len(leaf.rules) > MOST:
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
            if min(bounds[2] - bounds[0], bounds[3] - bounds[1]) < THIN:
                leaf.rules.append(bounds)
            elif not _is_white(drawn):
                leaf.boxes.append(bounds)


def _is_white(drawn) -> bool:
    channels = [ctypes.c_uint() for _ in range(4)]
    pdfium.FPDFPageObj_GetFillColor(drawn, *channels)
    return all(channel.value >= 250 for channel in channels[:3])
