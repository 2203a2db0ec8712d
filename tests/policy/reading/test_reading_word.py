"""Word documents made here: headings by style and by bold, lists, tables, running heads, automatic numbers."""

import pytest
from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

from belisha.policy.reading import read_document
from belisha.policy.reading.numbering import formatted

GONE = f"<w:del {nsdecls('w')}><w:r><w:delText>Gone</w:delText></w:r></w:del>"
LEVELS = (("decimal", "%1."), ("decimal", "%1.%2"), ("lowerLetter", "(%3)"), ("lowerRoman", "(%4)"))


def numbered(document, num="77", start="1"):
    """Gives the document a legal numbering scheme and returns a function that adds a numbered paragraph."""
    levels = "".join(
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for depth, (form, text) in enumerate(LEVELS)
    )
    root = document.part.numbering_part.element
    root.append(parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{num}">{levels}</w:abstractNum>'))
    override = f'<w:lvlOverride w:ilvl="0"><w:startOverride w:val="{start}"/></w:lvlOverride>'
    root.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="{num}"><w:abstractNumId w:val="{num}"/>{override}</w:num>'))

    def add(words, depth):
        paragraph = document.add_paragraph(words)
        marks = f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{depth}"/><w:numId w:val="{num}"/></w:numPr>'
        paragraph._p.get_or_add_pPr().append(parse_xml(marks))
        return paragraph

    return add


def read(tmp_path, document):
    document.save(tmp_path / "made.docx")
    return read_document(tmp_path / "made.docx", "made.docx")


def test_automatic_numbers_are_worked_out(tmp_path):
    document = Document()
    add = numbered(document, start="4")
    add("Rules", 0).runs[0].bold = True
    for words, depth in (
        ("Staff must:", 1), ("lock their screens", 2), ("never share passwords", 2), ("not even with friends", 3),
        ("Teachers should be polite.", 1), ("log out", 2),
    ):  # fmt: skip
        add(words, depth)
    items = read(tmp_path, document).items
    assert [item.number for item in items] == ["4.", "4.1", "4.1(a)", "4.1(b)", "4.1(b)(i)", "4.2", "4.2(a)"]
    assert [item.ident for item in items[2:4]] == ["4-01-a", "4-01-b"]
    assert [item.modality for item in items[2:5]] == ["must", "must-not", "must-not"]


@pytest.mark.parametrize(
    ("count", "form", "shown"),
    [(27, "lowerLetter", "aa"), (3, "upperLetter", "C"), (14, "lowerRoman", "xiv"), (9, "upperRoman", "IX")],
)  # fmt: skip
def test_a_count_is_shown_in_its_format(count, form, shown):
    assert formatted(count, form) == shown


def test_styles_and_bold_lines_are_headings_and_nothing_is_dropped(tmp_path):
    document = Document()
    document.add_heading("Online Conduct Policy", 0)
    document.add_heading("Conduct", 1)
    document.add_paragraph("Staff must not:")
    document.add_paragraph("share passwords", style="List Bullet")
    document.add_paragraph().add_run("Reporting").bold = True
    document.add_paragraph("Tell the Headteacher about threats.")
    document.sections[0].header.paragraphs[0].text = "Harrowdene School"
    reading = read(tmp_path, document)
    assert [(item.text, item.kind, item.section) for item in reading.items] == [
        ("Online Conduct Policy", "heading", ""),
        ("Conduct", "heading", ""),
        ("Staff must not:", "information", "Conduct"),
        ("share passwords", "norm", "Conduct"),
        ("Reporting", "heading", "Conduct"),
        ("Tell the Headteacher about threats.", "norm", "Reporting"),
        ("Harrowdene School", "information", "Reporting"),
    ]
    assert reading.title == "Online Conduct Policy"


def test_a_table_hands_its_column_heads_down(tmp_path):
    document = Document()
    table = document.add_table(rows=2, cols=3)
    words = ("Topic", "Do", "Do not", "Photographs", "Use the school camera", "Use your own phone")
    for cell, text in zip(table._cells, words, strict=True):
        cell.text = text
    items = read(tmp_path, document).items
    assert [(item.text, item.modality) for item in items[3:]] == [
        ("Photographs", "statement"),
        ("Use the school camera", "must"),
        ("Use your own phone", "must-not"),
    ]


def test_words_taken_out_by_an_editor_are_not_read(tmp_path):
    document = Document()
    run = document.add_paragraph("Staff must be kind.").add_run(" Not really.")
    run._r.getparent().replace(
        run._r, parse_xml(f"<w:del {nsdecls('w')}><w:r><w:delText>Gone</w:delText></w:r></w:del>")
    )
    assert document.paragraphs[0]._p.find(qn("w:del")) is not None
    assert read(tmp_path, document).source.strip() == "Staff must be kind."
