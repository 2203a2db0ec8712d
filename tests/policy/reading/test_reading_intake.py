"""What is refused, and that each refusal says what is wrong and what to do."""

import zipfile

import pytest
from docx import Document

from belisha.policy.reading import Unreadable, read_document
from belisha.policy.reading.intake import HTML, MARKDOWN, TEXT
from belisha.policy.reading.packages import LIMITS, WORD

DOCUMENT = '<?xml version="1.0"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"/>'
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def file_of(folder, data, name="policy.txt"):
    path = folder / "upload"
    path.write_bytes(data)
    return path, name


def zip_of(folder, members, name="policy.docx"):
    path = folder / "upload"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for member, data in members.items():
            package.writestr(member, data)
    return path, name


def refusal(path, name, **limits):
    with pytest.raises(Unreadable) as caught:
        read_document(path, name, **limits)
    assert caught.value.reason.endswith(".")
    assert caught.value.remedy.endswith(".")
    return caught.value.reason


@pytest.mark.parametrize(
    ("data", "name", "says"),
    [
        (b"%PDF-1.7 ...", "policy.txt", "the content is a PDF"),
        (b"Staff must be kind.", "policy.pdf", "the content is plain text"),
        (b"{\\rtf1 hello}", "policy.rtf", "Rich Text"),
        (b"\x89PNG\r\n\x1a\n....", "scan.png", "picture"),
        (b"\xff\xd8\xff\xe0 jfif", "scan.docx", "picture"),
        (b"MZ\x90\x00\x03", "policy.exe", "program"),
        (OLE + b"\0" * 512, "policy.doc", "old Word"),
        (OLE + b"\0" * 64 + "EncryptedPackage".encode("utf-16-le"), "policy.docx", "password"),
        (b"<!DOCTYPE html><p>x", "policy.txt", "the content is a web page"),
        (b"\n<?xml version='1.0'?>\n<html><p>x", "policy.md", "the content is a web page"),
        (b"MIME-Version: 1.0\nContent-Type: multipart/related\n\n<html>", "policy.html", "with its pictures"),
        (b"", "policy.txt", "empty"),
        (b" \n\t\r\n ", "policy.txt", "no words"),
        (b"must\0not", "policy.txt", "readable text"),
        (bytes(range(128, 256)), "policy.txt", "readable text"),
        (b"Staff must be kind.", "policy.docx", "the content is plain text"),
        (b"Staff must be kind.", "policy.odt", "the content is plain text"),
        (b"Staff must be kind.", "policy.pages", '".pages"'),
        (b"Staff must be kind.", "policy", "no ending"),
        (b"PK\x03\x04 and then nothing", "policy.docx", "damaged"),
    ],
)
def test_a_file_of_another_kind_is_refused_by_name(tmp_path, data, name, says):
    assert says in refusal(*file_of(tmp_path, data, name))


@pytest.mark.parametrize(
    ("member", "says"),
    [
        ("xl/workbook.xml", "spreadsheet"),
        ("Index/Document.iwa", "Pages document"),
        ("META-INF/container.xml", "e-book"),
        ("content.xml", "the content is an OpenDocument text"),
        ("notes.txt", "zip archive"),
    ],
)
def test_a_zip_that_is_not_word_is_refused(tmp_path, member, says):
    assert says in refusal(*zip_of(tmp_path, {member: "x"}))


def test_an_open_document_of_another_kind_is_refused_by_what_it_is(tmp_path):
    members = {"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": "<x/>"}
    assert "spreadsheet" in refusal(*zip_of(tmp_path, members, "policy.odt"))


def test_a_document_with_a_password_is_refused(tmp_path):
    manifest = "<manifest><encryption-data/></manifest>"
    members = {"content.xml": "rubbish", "META-INF/manifest.xml": manifest}
    assert "password" in refusal(*zip_of(tmp_path, members, "policy.odt"))


def test_a_word_document_named_text_is_refused(tmp_path):
    assert "Word" in refusal(*zip_of(tmp_path, {"word/document.xml": DOCUMENT}, "policy.txt"))


def test_a_truncated_word_document_is_refused(tmp_path):
    whole = tmp_path / "whole.docx"
    Document().save(whole)
    assert "damaged" in refusal(*file_of(tmp_path, whole.read_bytes()[:-900], "policy.docx"))


def test_a_word_document_with_a_spoilt_member_is_refused(tmp_path):
    whole = tmp_path / "whole.docx"
    Document().save(whole)
    data = bytearray(whole.read_bytes())
    data[300:420] = b"\xff" * 120
    assert "damaged" in refusal(*file_of(tmp_path, bytes(data), "policy.docx"))


def test_a_package_without_relations_is_refused(tmp_path):
    assert "damaged" in refusal(*zip_of(tmp_path, {"word/document.xml": DOCUMENT}))


def test_a_zip_bomb_is_refused(tmp_path):
    bomb = b"0" * (LIMITS["xml part"] + 1)
    assert "unpacks" in refusal(*zip_of(tmp_path, {"word/document.xml": bomb}))


def test_a_package_that_declares_too_much_is_refused(tmp_path, monkeypatch):
    monkeypatch.setitem(LIMITS, "unzipped", 10)
    assert "unpacks" in refusal(*zip_of(tmp_path, {"word/document.xml": DOCUMENT}))


def test_a_huge_file_is_refused_without_being_read(tmp_path, monkeypatch):
    path = tmp_path / "huge"
    with path.open("wb") as file:
        file.truncate(200 * 1024 * 1024)
    monkeypatch.setattr(type(path), "read_bytes", lambda self: pytest.fail("read"))
    monkeypatch.setattr(type(path), "open", lambda self, *args: pytest.fail("opened"))
    assert "too big" in refusal(path, "policy.txt")


def test_the_caller_can_set_the_limit(tmp_path):
    assert "too big" in refusal(*file_of(tmp_path, b"Staff must be kind."), max_bytes=5)


def test_an_entity_bomb_is_harmless(tmp_path):
    whole = tmp_path / "whole.docx"
    Document().save(whole)
    with zipfile.ZipFile(whole) as package:
        members = {name: package.read(name) for name in package.namelist()}
    entities = '<!ENTITY a "ha">' + "".join(f'<!ENTITY {chr(98 + i)} "{f"&{chr(97 + i)};" * 20}">' for i in range(12))
    members["word/document.xml"] = (
        f"<!DOCTYPE w [{entities}]>"
        '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r>'
        "<w:t>Staff must be kind.</w:t><w:t>&m;</w:t></w:r></w:p></w:body></w:document>"
    )
    path, name = zip_of(tmp_path, members)
    # The parser counts what an entity would grow to and stops; we pass that on as a refusal.
    assert "damaged" in refusal(path, name)


@pytest.mark.parametrize("coding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_text_in_the_usual_codings_is_read(tmp_path, coding):
    path, name = file_of(tmp_path, "Staff mustn’t share the school’s password.\r\nReally.\r".encode(coding))
    reading = read_document(path, name)
    assert reading.source == "Staff mustn’t share the school’s password.\nReally.\n"
    assert reading.items[0].modality == "must-not"
    assert reading.media_type == TEXT


@pytest.mark.parametrize(
    "page",
    [
        "<meta charset=windows-1252><p>Staff mustn’t share.".encode("cp1252"),
        "<meta http-equiv=Content-Type content='text/html; charset=iso-8859-1'><p>Staff mustn’t share.".encode(
            "cp1252"
        ),
        "<html><p>Staff mustn’t share.".encode("utf-8-sig"),
        "<html><p>Staff mustn’t share.".encode("utf-16"),
        "<p>Staff mustn’t share.".encode(),
        "<?xml version='1.0' encoding='windows-1252'?><html><p>Staff mustn’t share.".encode("cp1252"),
        "<meta charset=zip><p>Staff mustn’t share.".encode("cp1252"),
    ],
)
def test_a_web_page_is_read_in_its_own_charset(tmp_path, page):
    reading = read_document(*file_of(tmp_path, page, "policy.HTM"))
    assert reading.media_type == HTML
    assert [item.text for item in reading.items] == ["Staff mustn’t share."]


def test_the_name_tells_markdown_from_text(tmp_path):
    assert read_document(*file_of(tmp_path, b"# Rules", "rules.MD")).media_type == MARKDOWN


def test_a_word_document_is_read_as_word(tmp_path):
    document = Document()
    document.add_paragraph("Staff must be kind.")
    document.save(tmp_path / "upload")
    assert read_document(tmp_path / "upload", "Policy.docx").media_type == WORD
