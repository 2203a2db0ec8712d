"""Packages that are zip files inside (Word, OpenDocument): what they hold, and that they unpack to a bearable size."""

import lzma
import zipfile
import zlib
from pathlib import Path

from belisha.policy.reading.shapes import Unreadable

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
OPEN = "application/vnd.oasis.opendocument.text"
# All that a zip which is cut short, made up or encrypted can raise while it is read.
BROKEN = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, OSError, NotImplementedError, RuntimeError, ValueError,
    OverflowError, MemoryError,
)  # fmt: skip
MB = 1024 * 1024
LIMITS = {
    "unzipped": 100 * MB,  # python-docx holds the whole package in memory
    "xml part": 30 * MB,  # one XML part becomes a tree of about ten times its size
    "parts": 5000,  # members of the package
}
SAVE_AS = "Open it and save it as Word (.docx), OpenDocument (.odt), PDF or plain text (.txt), then choose that file."
# A member that gives a zip away, and what the file is then.
KINDS = (
    ("xl/workbook.xml", "a spreadsheet (Excel)"),
    ("ppt/presentation.xml", "a presentation (PowerPoint)"),
    ("META-INF/container.xml", "an e-book (EPUB)"),
    ("Index/Document.iwa", "a Pages document"),
    ("index.xml", "a Pages document"),
)
# The mimetype of an OpenDocument package, and what it is then.
OPEN_KINDS = (
    ("spreadsheet", "a spreadsheet (OpenDocument)"),
    ("presentation", "a presentation (OpenDocument)"),
    ("graphics", "a drawing (OpenDocument)"),
)
LOCKED_BIT = 1


def package_kind(path: Path) -> str:
    """WORD or OPEN; raises Unreadable unless `path` is a whole package of one of them, of bearable size."""
    try:
        with zipfile.ZipFile(path) as package:
            kind = _kind(package)
            _check_declared(package)
            for member in package.infolist():
                _check_decoded(package, member)
            _check_unlocked(package)
    except Unreadable:
        raise
    except BROKEN as error:
        raise Unreadable(
            "The document is damaged or was only partly copied.",
            "Open it in the program that made it, save it again and choose it again; if it does not open there, "
            "find another copy.",
        ) from error
    return kind


def _kind(package: zipfile.ZipFile) -> str:
    names = set(package.namelist())
    if any(member.flag_bits & LOCKED_BIT for member in package.infolist()):
        raise _locked()
    if "word/document.xml" in names:
        return WORD
    if "content.xml" in names or ("META-INF/manifest.xml" in names and "encrypted-package" in names):
        return _open_kind(package, names)
    for member, name in KINDS:
        if member in names:
            raise Unreadable(f"This file is {name}, which cannot be read here.", SAVE_AS)
    raise Unreadable(
        "This file is a zip archive, not a Word or OpenDocument text.", "Take the document out and choose that."
    )


def _open_kind(package: zipfile.ZipFile, names: set[str]) -> str:
    said = b""
    if "mimetype" in names:
        with package.open("mimetype") as stream:
            said = stream.read(200)
    for word, name in OPEN_KINDS:
        if word.encode() in said:
            raise Unreadable(f"This file is {name}, which cannot be read here.", SAVE_AS)
    return OPEN


def _check_unlocked(package: zipfile.ZipFile) -> None:
    """OpenDocument says in its list of parts which of them need a password."""
    if "META-INF/manifest.xml" in package.namelist() and b"encryption-data" in package.read("META-INF/manifest.xml"):
        raise _locked()


def _locked() -> Unreadable:
    return Unreadable(
        "The document is protected with a password, so it cannot be opened.",
        "Open it in the program that made it, save it again without a password and choose that file.",
    )


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
