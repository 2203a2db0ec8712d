"""What kind of file this is, and whether we read it: size, content and name have to agree.

Nothing is decoded before the size has been checked, and nothing is unzipped before its declared *and* its real
size have been: an upload is hostile until shown otherwise.
"""

import codecs
import re
from pathlib import Path

from belisha.policy.reading.packages import MB, OPEN, SAVE_AS, WORD, package_kind
from belisha.policy.reading.shapes import Unreadable

TEXT = "text/plain"
MARKDOWN = "text/markdown"
HTML = "text/html"
PDF = "application/pdf"

LIMITS = {
    "file": 20 * MB,  # the longest real policies with pictures are under 10 MB
    "text": 5 * MB,  # about 2,000 pages of words; a policy has 5 to 60
    "sentences": 10_000,  # a policy has a few hundred; a page with all of them must still open
}
EXTENSIONS = {
    ".txt": TEXT, ".text": TEXT, ".md": MARKDOWN, ".markdown": MARKDOWN, ".htm": HTML, ".html": HTML, ".xhtml": HTML,
    ".docx": WORD, ".odt": OPEN, ".pdf": PDF,
}  # fmt: skip
NAMES = {
    TEXT: "plain text", MARKDOWN: "Markdown text", HTML: "a web page (HTML)", WORD: "a Word document",
    OPEN: "an OpenDocument text", PDF: "a PDF",
}  # fmt: skip
READABLE = (
    "Word (.docx), OpenDocument (.odt), PDF (.pdf), web pages (.html), plain text (.txt) and Markdown (.md) can be read"
)

PICTURE = "Choose the document itself, or type its words and save them as plain text (.txt)."
PROGRAM = "Choose the policy document itself."
# First bytes, what the file is, and what to do. Longest and most particular first.
SIGNATURES = (
    (b"{\\rtf", "a Rich Text (.rtf) document", SAVE_AS),
    (b"\x89PNG", "a picture (PNG)", PICTURE),
    (b"\xff\xd8\xff", "a picture (JPEG)", PICTURE),
    (b"GIF8", "a picture (GIF)", PICTURE),
    (b"BM", "a picture (BMP)", PICTURE),
    (b"II*\0", "a picture (TIFF)", PICTURE),
    (b"MM\0*", "a picture (TIFF)", PICTURE),
    (b"MZ", "a program, not a document", PROGRAM),
    (b"\x7fELF", "a program, not a document", PROGRAM),
    (b"Rar!", "an archive (RAR)", "Take the document out of the archive and choose that."),
    (b"7z\xbc\xaf", "an archive (7z)", "Take the document out of the archive and choose that."),
    (b"\x1f\x8b", "a compressed file (gzip)", "Unpack it and choose the document inside."),
    (b"%!PS", "a PostScript file", SAVE_AS),
    (b"\xffWPC", "a WordPerfect document", SAVE_AS),
)
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
PAGE = re.compile(rb"(?:<\?xml[^>]*>\s*|<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.I | re.S)
ARCHIVED_PAGE = re.compile(rb"(?:^|\n)Content-Type:\s*multipart/related", re.I)
# A charset by which web pages mean another: what browsers do.
CHARSET = re.compile(rb"""(?:<meta[^>]+charset\s*=|<\?xml[^>]+encoding\s*=)\s*["']?\s*([\w.:-]{2,40})""", re.I)
ONE_BYTE = re.compile(r"(?:windows-|cp)12\d\d$|iso-8859-\d+$|koi8-[ru]$|mac(?:intosh|-?roman)$")
MEANT = {"iso-8859-1": "cp1252", "latin1": "cp1252", "latin-1": "cp1252", "us-ascii": "cp1252", "ascii": "cp1252"}


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
    found = package_kind(path) if head.startswith(ZIP) else _single(path, head)
    return _agreed(found, filename)


def _single(path: Path, head: bytes) -> str:
    """The kind of a file that is not a package; raises Unreadable for what is no document or not one of ours."""
    if head.startswith(OLE):
        _refuse_ole(path)
    if b"%PDF-" in head[:1024]:
        return PDF
    for signature, name, remedy in SIGNATURES:
        if head.startswith(signature) and (len(signature) > 2 or b"\0" in head):
            raise Unreadable(f"This file is {name}, which cannot be read here.", remedy)
    if ARCHIVED_PAGE.search(head):
        raise Unreadable(
            "This file is a web page kept with its pictures (.mht), which cannot be read here.",
            "Open it and save it as a web page alone (.html), or as Word (.docx).",
        )
    start = head.removeprefix(codecs.BOM_UTF8).lstrip()
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        start = start.replace(b"\0", b"")[2:].lstrip()
    return HTML if PAGE.match(start) else TEXT


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
    """The media type where name and content agree; text may be plain, Markdown or a part of a web page by its name."""
    extension = Path(filename).suffix.lower()
    expected = EXTENSIONS.get(extension)
    if expected is None:
        what = f'The name ends in "{extension}"' if extension else "The name has no ending"
        raise Unreadable(f"{what}, and only {READABLE}.", SAVE_AS)
    if found != expected and not (found == TEXT and expected in {MARKDOWN, HTML}):
        raise Unreadable(
            f'The name ends in "{extension}" but the content is {NAMES[found]}.',
            "Check that it is the right file, and save it again from the program that made it.",
        )
    return expected


def decoded(path: Path, kind: str = TEXT) -> str:
    """The text of a text file or web page, in its own charset, UTF-8 or else cp1252; raises Unreadable."""
    if path.stat().st_size > LIMITS["text"]:
        raise Unreadable("The text is too long to be a policy.", "Choose the policy alone, without other documents.")
    data = path.read_bytes()
    try:
        text = _decode(data, _charset(data) if kind == HTML else "")
    except UnicodeDecodeError as error:
        raise _not_text() from error
    if any(letter < " " and letter not in "\t\n\r\f\v\x1e\x1f" for letter in set(text)):
        raise _not_text()
    text = text.replace("\r\n", "\n").replace("\r", "\n").removeprefix("\ufeff")
    if not text.strip():
        raise Unreadable("The file has no words in it.", "Choose a file that has the policy in it.")
    return text


def _charset(data: bytes) -> str:
    """The charset that a web page gives for itself, "" where it gives none that is known."""
    found = CHARSET.search(data[:4096])
    if not found:
        return ""
    name = found[1].decode("ascii").lower()
    return MEANT.get(name, name) if name in MEANT or ONE_BYTE.match(name) else ""


def _decode(data: bytes, charset: str = "") -> str:
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16")
    for coding in filter(None, (charset, "utf-8-sig")):
        try:
            return data.decode(coding)
        except (UnicodeDecodeError, LookupError):
            continue
    return data.decode("cp1252")


def _not_text() -> Unreadable:
    return Unreadable("The file does not contain readable text.", SAVE_AS)
