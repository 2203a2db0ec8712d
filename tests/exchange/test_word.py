"""The Word document: its numbers are Word's own, and our reader finds every clause again."""

import io
import zipfile
from dataclasses import replace

import pytest
from docx import Document
from docx.oxml.ns import qn
from plains import DRAFT, NUMBERED, TABLE, a_plain, only, shipped

from belisha.exchange import word
from belisha.exchange.numbers import List, counted
from belisha.exchange.plain import paragraphs, sections
from belisha.policy.reading import read_document, read_text


def again(plain, folder):
    """The document as our reader reads it."""
    path = folder / "policy.docx"
    path.write_bytes(word.document(plain))
    return read_document(path, path.name)


def body(plain) -> list:
    return Document(io.BytesIO(word.document(plain))).paragraphs


def said(items) -> list[tuple]:
    return [(item.number, item.text, item.kind, item.modality) for item in items if item.kind != "heading"]


@pytest.mark.parametrize("text", [None, NUMBERED], ids=["short", "numbered"])
def test_every_clause_is_found_again_with_its_number_and_its_reading(tmp_path, text):
    plain = a_plain(text) if text else a_plain()
    found = [row for row in said(again(plain, tmp_path).items) if not row[1].startswith("Version 2, published")]
    assert found == said(plain.clauses)


def test_the_source_policy_is_found_again(tmp_path, shared):
    text = (shared / "policy/social-media-policy.txt").read_text("utf-8")
    first = read_text(text)
    found = {(item.number, item.text) for item in again(a_plain(text), tmp_path).items}
    assert [item.text for item in first.items if (item.number, item.text) not in found] == []


def test_the_shipped_policy_keeps_its_numbers_and_words(tmp_path):
    plain = shipped()
    found = again(plain, tmp_path)
    for section in sections(plain):
        for paragraph in paragraphs(plain, section.clauses):
            assert f"{paragraph.mark} {paragraph.text}" in found.source


def test_numbers_are_words_own_and_not_typed():
    lines = {line.text: line for line in body(a_plain(NUMBERED))}
    line = lines["The Headteacher must keep a record."]
    assert line._p.pPr.numPr is not None
    assert not any(text[:2] in ("7.", "2.", "(a") for text in lines)


def test_lists_go_on_where_they_can_so_that_a_new_clause_renumbers_the_rest():
    lists = [line._p.pPr.numPr.numId.val for line in body(a_plain(NUMBERED)) if line._p.pPr.numPr is not None]
    assert len(set(lists[:8])) == 1
    assert len(set(lists)) <= 5


def test_headings_and_bullets_are_styles():
    styles = [line.style.name for line in body(a_plain(NUMBERED))]
    assert styles[0] == "Title"
    assert "Heading 1" in styles
    assert "List Bullet" in styles


def test_the_document_says_what_it_is():
    found = Document(io.BytesIO(word.document(a_plain(title="Staff Social Media Policy"))))
    properties = found.core_properties
    assert (properties.title, properties.version, properties.language) == ("Staff Social Media Policy", "2", "en-GB")
    assert properties.author == "Ash Lane Primary School"
    assert "Version 2, published on 12 October 2026" in found.sections[0].footer.paragraphs[0].text
    assert found.sections[0].header.paragraphs[0].text == ""


def test_a_draft_says_so_on_every_page():
    found = Document(io.BytesIO(word.document(a_plain(standing=DRAFT))))
    assert found.sections[0].header.paragraphs[0].text == "DRAFT"


def test_hostile_words_stay_words():
    words = 'x</w:t></w:r><w:del>&lt;&amp;"\x07\x0b end'
    data = word.document(replace(only(words), title=words))
    assert zipfile.ZipFile(io.BytesIO(data)).testzip() is None
    assert Document(io.BytesIO(data)).paragraphs[0].text == words.replace("\x07", "�").replace("\x0b", "�")


@pytest.mark.parametrize("mark", ["1.2.3.4", "Q7", "1.1(a)(i)", "§ 3", "1a", "01", "a.b", "(", "(1", "1000", "ab)"])
def test_what_word_cannot_count_to_is_typed(mark):
    assert counted(mark) is None


def test_a_number_that_word_cannot_count_to_stands_in_the_words(tmp_path):
    plain = a_plain("Policy\n\n1. Rules\n\n1.2.3.4 Staff must ask first.\n")
    assert [line.text for line in body(plain)][-1] == "1.2.3.4 Staff must ask first."
    assert [item.number for item in again(plain, tmp_path).items if item.kind == "norm"] == ["1.2.3.4"]


@pytest.mark.parametrize(
    ("marks", "lists"),
    [
        (["1.", "1.1", "1.2", "2.", "2.1"], 1),
        (["1.1", "1.2", "2.1"], 2),
        (["7.", "7.1", "7.3"], 2),
        (["1.1(a)", "1.1(b)", "1.2"], 2),
        (["(a)", "(b)", "(a)", "(b)"], 2),
        (["1", "(a)", "(b)", "2", "(a)"], 1),
        (["(h)", "(i)", "(j)"], 1),
        (["(i)", "(ii)", "(iii)"], 1),
        (["A.", "B.", "3."], 2),
        (["3", "4", "5"], 1),
        (["1.", "2)"], 2),
    ],
)
def test_a_list_is_begun_anew_only_where_counting_jumps(marks, lists):
    made, last = [], None
    for mark in marks:
        last = counted(mark, last)
        if not made or not made[-1].goes_on(last):
            made.append(List())
        made[-1].take(last)
    assert len(made) == lists


def test_the_lists_stand_where_word_looks_for_them():
    document = Document(io.BytesIO(word.document(a_plain(NUMBERED))))
    tags = [child.tag for child in document.part.numbering_part.element]
    assert tags == sorted(tags, key=[qn("w:abstractNum"), qn("w:num")].index)


def test_what_stands_below_dont_carries_its_column():
    said = "\n".join(paragraph.text for paragraph in body(a_plain(TABLE)))
    assert "Don't: Post from your own phone" in said
    assert "Do: Use the school's camera" in said
