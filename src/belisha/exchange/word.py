"""The policy as a Word document: headings as styles, the document's own numbers as automatic ones."""

import io
import re

from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from belisha.exchange.numbers import Counted, List, counted
from belisha.exchange.plain import Plain, Section, columns, mark, paragraphs, sections
from belisha.exchange.said import footing

# What XML cannot hold at all.
UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
DEEPEST = 9
FIRST_LIST = 1000  # the template has a few lists of its own


class Writer:
    """A document as written so far, with its lists."""

    def __init__(self, plain: Plain):
        self.plain = plain
        self.document = Document()
        self.heads = columns(plain)
        self.lists: list[List] = []
        self.last: Counted | None = None

    def section(self, section: Section, first: bool) -> None:
        """A heading and what stands under it."""
        if section.heading:
            words = section.heading.text
            number = mark(self.plain.source, section.heading)
            title = first and section.depth == 1 and words == self.plain.title
            style = "Title" if title else f"Heading {min(section.depth, DEEPEST)}"
            self.line(_without(words, number), number, style)
        for paragraph in paragraphs(self.plain, section.clauses):
            bullet = paragraph.mark == "•"
            head = self.heads.get(paragraph.clauses[0].ident)
            words = f"{head}: {paragraph.text}" if head else paragraph.text
            self.line(words, "" if bullet else paragraph.mark, "List Bullet" if bullet else "Normal")

    def line(self, words: str, number: str, style: str) -> None:
        """One paragraph; a number that Word cannot count to is typed."""
        parts = counted(number, self.last) if number else None
        words = UNSEEN.sub("�", words if parts or not number else f"{number} {words}")
        paragraph = self.document.add_paragraph(words, style=style)
        if parts:
            _number(paragraph, self._list_of(parts), parts.level)
            self.last = parts

    def _list_of(self, number: Counted) -> int:
        if not self.lists or not self.lists[-1].goes_on(number):
            self.lists.append(List())
        self.lists[-1].take(number)
        return FIRST_LIST + len(self.lists) - 1


def document(plain: Plain) -> bytes:
    """The .docx of a version."""
    writer = Writer(plain)
    _look(writer.document)
    for at, section in enumerate(sections(plain)):
        writer.section(section, at == 0)
    _define(writer.document, writer.lists)
    _properties(writer.document, plain)
    out = io.BytesIO()
    writer.document.save(out)
    return out.getvalue()


def _without(words: str, number: str) -> str:
    """A heading without the number that is typed in its words."""
    return words[len(number) :].lstrip() if number and words.startswith(number) else words


def _look(document) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Cm(2.5)
    document.styles["Normal"].font.name, document.styles["Normal"].font.size = "Arial", Pt(11)
    document.styles.element.find(qn("w:docDefaults")).find(".//" + qn("w:lang")).set(qn("w:val"), "en-GB")


def _properties(document, plain: Plain) -> None:
    properties = document.core_properties
    properties.title, properties.language = UNSEEN.sub("�", plain.title), "en-GB"
    properties.author, properties.comments = UNSEEN.sub("�", plain.standing.school), plain.standing.fingerprint
    properties.version = str(plain.standing.number)
    properties.created = properties.modified = plain.last_changed.replace(tzinfo=None)
    for section in document.sections:
        section.footer.paragraphs[0].text = UNSEEN.sub("�", footing(plain))
        if plain.draft:
            section.header.paragraphs[0].text = "DRAFT"


def _number(paragraph, number: int, level: int) -> None:
    properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
    properties.get_or_add_ilvl().val = level
    properties.get_or_add_numId().val = number


def _define(document, lists: list[List]) -> None:
    """The lists in numbering.xml; what they are made of has to stand before the lists that the template has."""
    numbering = document.part.numbering_part.element
    first = numbering.find(qn("w:num"))
    for at, one in enumerate(lists):
        number = FIRST_LIST + at
        abstract = _element("w:abstractNum", {"w:abstractNumId": number})
        abstract.append(_element("w:multiLevelType", {"w:val": "multilevel"}))
        for level in sorted({*one.looks, *one.starts}):
            abstract.append(_level(level, one))
        first.addprevious(abstract)
        num = _element("w:num", {"w:numId": number})
        num.append(_element("w:abstractNumId", {"w:val": number}))
        numbering.append(num)


def _level(level: int, one: List):
    form, text = one.looks.get(level, ("decimal", ".".join(f"%{each}" for each in range(1, level + 2))))
    indent = 360 + 360 * min(level, 3)
    found = _element("w:lvl", {"w:ilvl": level})
    for tag, value in (
        ("w:start", one.starts.get(level, 1)), ("w:numFmt", form), ("w:lvlText", text), ("w:lvlJc", "left")
    ):  # fmt: skip
        found.append(_element(tag, {"w:val": value}))
    properties = _element("w:pPr", {})
    properties.append(_element("w:ind", {"w:left": indent + 360, "w:hanging": 720}))
    found.append(properties)
    return found


def _element(tag: str, attributes: dict):
    element = OxmlElement(tag)
    for name, value in attributes.items():
        element.set(qn(name), str(value))
    return element
