"""The PDF: tagged, in English, with the facts of the version; no words of a policy become markup or addresses."""

import ctypes
import subprocess
import sys
from dataclasses import replace

import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from plains import DRAFT, IN_FORCE, NUMBERED, TABLE, a_plain, only

from belisha.core.errors import NotAllowed
from belisha.exchange import print as paper


def opened(plain) -> pypdfium2.PdfDocument:
    return pypdfium2.PdfDocument(paper.document(plain))


def words(document) -> str:
    return " ".join("\n".join(page.get_textpage().get_text_bounded() for page in document).split())


def tags(page) -> list[str]:
    """The structure of a page, as a screen reader finds it."""
    tree, found = pdfium.FPDF_StructTree_GetForPage(page), []
    pending = [
        pdfium.FPDF_StructTree_GetChildAtIndex(tree, at) for at in range(pdfium.FPDF_StructTree_CountChildren(tree))
    ]
    while pending:
        element = pending.pop(0)
        if not element:
            continue
        length = pdfium.FPDF_StructElement_GetType(element, None, 0)
        text = ctypes.create_string_buffer(length)
        pdfium.FPDF_StructElement_GetType(element, text, length)
        found.append(text.raw.decode("utf-16-le").rstrip("\0"))
        pending += [
            pdfium.FPDF_StructElement_GetChildAtIndex(element, at)
            for at in range(pdfium.FPDF_StructElement_CountChildren(element))
        ]
    pdfium.FPDF_StructTree_Close(tree)
    return found


@pytest.fixture(scope="module")
def published():
    return opened(a_plain(NUMBERED))


def test_the_pdf_is_tagged_and_says_its_language_and_title(published):
    assert published.is_tagged()
    assert published.get_metadata_value("Title") == "Staff Social Media Policy"
    length = pdfium.FPDFCatalog_GetLanguage(published, None, 0)
    language = (ctypes.c_ushort * (length // 2))()
    pdfium.FPDFCatalog_GetLanguage(published, language, length)
    assert bytes(language).decode("utf-16-le").rstrip("\0") == "en-GB"


def test_headings_paragraphs_and_the_table_are_tags(published):
    found = [tag for page in published for tag in tags(page)]
    assert {"H1", "H2", "P", "Table", "TH", "TD"} <= set(found)
    assert found.count("H1") == 1


def test_the_pdf_shows_who_approved_it_and_every_clause_with_its_number(published):
    text, plain = words(published), a_plain(NUMBERED)
    for said in ("by Full governing body on 12 October 2026, minute 7", "from 12 October 2026", "12 October 2027"):
        assert said in text
    assert IN_FORCE.fingerprint in text.replace(" ", "")
    for clause in plain.clauses:
        assert clause.text in text
        assert clause.number in text
    assert f"Page 1 of {len(published)}" in text
    assert "DRAFT" not in text


def test_a_draft_says_so_on_every_page():
    long = "\n\n".join([NUMBERED, *(f"Staff must keep rule {number} of the school." for number in range(60))])
    document = opened(a_plain(long, standing=DRAFT))
    assert len(document) > 1
    assert all("DRAFT" in page.get_textpage().get_text_bounded() for page in document)
    assert "not in force" in words(document)


def test_definitions_are_gathered_at_the_end():
    document = opened(a_plain("Policy\n\nWords\n\nOnline friend means anybody whom you know from the internet.\n"))
    assert "Words used" in words(document)


def test_hostile_words_are_printed_as_they_are_and_nothing_is_fetched():
    hostile = (
        '<img src="http://127.0.0.1:1/x"><style>@import url(file:///etc/passwd)</style><script>1</script></p>{{ x }}'
    )
    plain = replace(only(hostile), title=hostile, standing=replace(DRAFT, school=hostile))
    page = paper.page(plain)
    assert "<img" not in page
    assert "<script" not in page
    assert "file:///etc/passwd" in words(opened(plain)).replace(" ", "")


def test_the_fetcher_refuses_everything():
    for url in ("file:///etc/passwd", "http://127.0.0.1/", "data:text/plain,x"):
        with pytest.raises(ValueError, match="Nothing is fetched"):
            paper._refuse(url)


def test_what_would_keep_everybody_waiting_is_not_laid_out(monkeypatch):
    monkeypatch.setattr(paper, "LONGEST", 2_000)
    with pytest.raises(NotAllowed, match="too long to be laid out"):
        paper.document(only("Staff must not smoke. " * 200))


def test_a_machine_that_cannot_draw_letters_says_so_and_names_what_works():
    """Debian's libraries may be missing: in a process where they cannot be found, the refusal is a sentence."""
    script = (
        "import sys, ctypes.util, cffi\n"
        "cffi.FFI.dlopen = lambda *a, **k: (_ for _ in ()).throw(OSError('cannot load library'))\n"
        "import django; django.setup()\n"
        "from belisha.exchange import print as paper\n"
        "from belisha.core.errors import NotAllowed\n"
        "paper.page = lambda plain: ''\n"
        "try:\n    paper.document(None)\nexcept NotAllowed as no:\n    print(no.reason, no.help)\n"
    )
    said = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert "cannot print yet" in said.stdout, said.stderr
    assert "Word" in said.stdout


def test_what_stands_below_dont_is_never_printed_as_if_it_were_asked_for():
    said = words(opened(a_plain(TABLE)))
    assert "Don't: Post from your own phone" in said
    assert "Do: Use the school's camera" in said
    assert said.count("Don't") == 2
