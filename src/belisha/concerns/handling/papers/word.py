"""Lines as a Word file that can be edited. Everything typed is plain text in it: no field, no formula, no link."""

import io
import re

from docx import Document
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from belisha.concerns.handling.papers.rules import Line

# What XML cannot hold at all.
UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def document(lines: list[Line], school: str, table: tuple[tuple[str, ...], ...] = ()) -> bytes:
    """The .docx of these lines, and of a table below them. Its properties name the school and no matter."""
    written = Document()
    _look(written, school)
    for line in lines:
        for part in _plain(line.text).split("\n"):
            written.add_paragraph(part, style="Heading 1" if line.heading else "Normal")
    if table:
        _table(written, table)
    out = io.BytesIO()
    written.save(out)
    return out.getvalue()


def _plain(text: str) -> str:
    return UNSEEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def _table(written, rows: tuple[tuple[str, ...], ...]) -> None:
    made = written.add_table(rows=0, cols=len(rows[0]), style="Table Grid")
    for row in rows:
        for cell, text in zip(made.add_row().cells, row, strict=True):
            cell.text = _plain(text)


def _look(written, school: str) -> None:
    page = written.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.left_margin = page.right_margin = page.top_margin = page.bottom_margin = Cm(2.5)
    written.styles["Normal"].font.name, written.styles["Normal"].font.size = "Arial", Pt(11)
    written.styles.element.find(qn("w:docDefaults")).find(".//" + qn("w:lang")).set(qn("w:val"), "en-GB")
    properties = written.core_properties
    properties.title = properties.comments = properties.subject = properties.keywords = ""
    properties.author, properties.language = _plain(school), "en-GB"
