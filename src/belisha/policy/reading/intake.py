"""What kind of file this is, and whether we read it: size, content and name have to agree.

Nothing is decoded before the size has been checked, and nothing is unzipped before its declared *and* its real
size have been: an upload is hostile until shown otherwise.
"""

import codecs
import lzma
import zipfile
import zlib
from pathlib import Path

from belisha.policy.reading.shapes import Unreadable

TEXT = "text/plain"
MARKDOWN = "text/markdown"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

# All that a zip which is cut short, made up or encrypted can raise while it is read.
BROKEN = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, OSError, NotImplementedError, RuntimeError, ValueError,
)  # fmt: skip

MB = 1024 * 1024
LIMITS = {
    "file": 20 * MB,  # the longest real policies with pictures are under 10 MB
    "text": 5 * MB,  # about 2,000 pages of words; a policy has 5 to 60
    "unzipped": 100 * MB,  # python-docx holds the whole package in memory
    "xml part": 30 * MB,  # one XML part becomes a tree of about ten times its size
    "parts": 5000,  # members of the package
}
EXTENSIONS = {".txt": TEXT, ".text": TEXT, ".md": MARKDOWN, ".markdown": MARKDOWN, ".docx": WORD}
NAMES = {TEXT: "plain text", MARKDOWN: "Markdown text", WORD: "a Word document"}
SAVE_AS = "Open it and save it as Word (.docx) or as plain text (.txt), then choose that file."

# First bytes, what the file is, and what to do. Longest and most particular first.
SIGNATURES = (
    (b"%PDF", "a PDF", SAVE_AS),
    (b"{\\rtf", "a Rich Text (.rtf) document", SAVE_AS),
    (b"\x89PNG", "a picture (PNG)", "Choose the document itself, as Word (.docx) or as plain text (.txt)."),
    (b"\xff\xd8\xff", "a picture (JPEG)", "Choose the document itself, as Word (.docx) or as plain text (.txt)."),
    (b"GIF8", "a picture (GIF)", "Choose the document itself, as Word (.docx) or as plain text (.txt)."),
    (b"BM", "a picture (BMP)", "Choose the document itself, as Word (.docx) or as plain text (.txt)."),
    (b"II*\0", "a picture (TIFF)", "Choose the document itself, as Word (.docx) or as plain text (.txt)."),
    (b"MZ", "a program, not a document", "Choose the policy document, as Word (.docx) or as plain text (.txt)."),
    (b"\x7fELF", "a program, not a document", "Choose the policy document, as Word (.docx) or as plain text (.txt)."),
    (b"Rar!", "an archive (RAR)", "Take the document out of the archive and choose that."),
    (b"7z\xbc\xaf", "an archive (7z)", "Take the document out of the archive and choose that."),
    (b"\x1f\x8b", "a compressed file (gzip)", "Unpack it and choose the document inside."),
)
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
# A member or mimetype that gives a zip away, and what the file is then.
ZIP_KINDS = (
    ("xl/workbook.xml", "a spreadsheet (Excel)"),
    ("ppt/presentation.xml", "a presentation (PowerPoint)"),
    ("content.xml", "an OpenDocument (.odt) file"),
    ("META-INF/container.xml", "an e-book (EPUB)"),
    ("Index/Document.iwa", "a Pages document"),
)


def media_type(path: Path, filename: str, max_bytes: int = LIMITS["file"]) -> str:
    """The kind of document at `path`, decided by content and by `filename` together; raises Unreadable."""
    size = path.stat().st_size
    if size > max_bytes:
        raise Unreadable(
            f"The file is too big: {size / MB:.1f} MB, and the limit is {max_bytes / MB:g} MB.",
            "Remove pictures or scanned pages, or save the words alone as plain text (.txt).",
        )
    if size == 0:
        raise Unreadable("The file is empty.", "Choose a file that has the policy in it.")
    with path.open("rb") as file:
        head = file.read(8192)
    found = WORD if head.startswith(ZIP) else _text_or_refuse(path, head)
    if found == WORD:
        check_package(path)
    return _agreed(found, filename)


def _text_or_refuse(path: Path, head: bytes) -> str:
    if head.startswith(OLE):
        _refuse_ole(path)
    for signature, name, remedy in SIGNATURES:
        if head.startswith(signature) and (len(signature) > 2 or b"\0" in head):
            raise Unreadable(f"This file is {name}, which cannot be read here yet.", remedy)
    start = head.lstrip(codecs.BOM_UTF8).lstrip()[:200].lower()
    if start.startswith((b"<!doctype html", b"<html")):
        raise Unreadable("This file is a web page (HTML), which cannot be read here yet.", SAVE_AS)
    return TEXT


def _refuse_ole(path: Path) -> None:
    with path.open("rb") as file:
        locked = ENCRYPTED in file.read(LIMITS["file"])
    if locked:
        raise Unreadable(
            "The document is protected with a password, so it cannot be opened.",
            "Open it in Word, remove the password (File, Info, Protect Document), save it and choose it again.",
        )
    raise Unreadable("This file is an old Word (.doc) document or another old Office file.", SAVE_AS)


def _agreed(found: str, filename: str) -> str:
    """The media type where name and content agree; a text file may be plain or Markdown by its name."""
    extension = Path(filename).suffix.lower()
    expected = EXTENSIONS.get(extension)
    if expected is None:
        what = f'The name ends in "{extension}"' if extension else "The name has no ending"
        raise Unreadable(f"{what}, and only Word (.docx), plain text (.txt) and Markdown (.md) can be read.", SAVE_AS)
    if (expected == WORD) != (found == WORD):
        raise Unreadable(
            f'The name ends in "{extension}" but the content is {NAMES[found]}.',
            "Check that it is the right file, and save it again from the program that made it.",
        )
    return expected


def check_package(path: Path) -> None:
    """Raises Unreadable unless `path` is a whole zip that holds a Word document of bearable size."""
    try:
        with zipfile.ZipFile(path) as package:
            names = set(package.namelist())
            _check_kind(names)
            _check_declared(package)
            for member in package.infolist():
                _check_decoded(package, member)
    except Unreadable:
        raise
    except BROKEN as error:
        raise _damaged() from error


def _damaged() -> Unreadable:
    return Unreadable(
        "The document is damaged or was only partly copied.",
        "Open it in Word, save it again and choose it again; if Word cannot open it, find another copy.",
    )


def _check_kind(names: set[str]) -> None:
    if "word/document.xml" in names:
        return
    for member, name in ZIP_KINDS:
        if member in names:
            raise Unreadable(f"This file is {name}, which cannot be read here yet.", SAVE_AS)
    raise Unreadable("This file is a zip archive, not a Word document.", "Take the document out and choose that.")


def _check_declared(package: zipfile.ZipFile) -> None:
    members = package.infolist()
    if len(members) > LIMITS["parts"] or sum(member.file_size for member in members) > LIMITS["unzipped"]:
        raise _too_big()


def _check_decoded(package: zipfile.ZipFile, member: zipfile.ZipInfo) -> None:
    """Decodes one member in pieces and stops at the limit: the declared size may be a lie."""
    limit = LIMITS["xml part"] if member.filename.endswith((".xml", ".rels")) else LIMITS["unzipped"]
    total = 0
    with package.open(member) as stream:
        while piece := stream.read(MB):
            total += len(piece)
            if total > limit:
                raise _too_big()


def _too_big() -> Unreadable:
    return Unreadable(
        "The document unpacks to far more than its size on disk, so it is not opened.",
        "Save the words alone as plain text (.txt) and choose that.",
    )


def decoded(path: Path) -> str:
    """The text of a text file: UTF-8 or UTF-16 with its mark, UTF-8, or else Windows' cp1252; raises Unreadable."""
    if path.stat().st_size > LIMITS["text"]:
        raise Unreadable("The text is too long to be a policy.", "Choose the policy alone, without other documents.")
    data = path.read_bytes()
    try:
        text = _decode(data)
    except UnicodeDecodeError as error:
        raise _not_text() from error
    if any(letter < " " and letter not in "\t\n\r\f\v\x1e\x1f" for letter in set(text)):
        raise _not_text()
    text = text.replace("\r\n", "\n").replace("\r", "\n").removeprefix("\ufeff")
    if not text.strip():
        raise Unreadable("The file has no words in it.", "Choose a file that has the policy in it.")
    return text


def _decode(data: bytes) -> str:
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252")


def _not_text() -> Unreadable:
    return Unreadable("The file does not contain readable text.", SAVE_AS)
