"""What can be told of a file in words: text, e-mail, and the names in an archive. Runs in the other process only.

Nothing is rendered, unpacked or fetched: a saved web page is its source, an archive is a list of names.
"""

import codecs
import io
import re
import unicodedata
import zipfile
import zlib
from email import policy
from email.parser import BytesParser
from html.parser import HTMLParser

LONGEST = 200_000  # bytes of text that are shown
NAMES = 1000  # of an archive or of attachments
LONG_NAME = 300
UNPACKED = 64_000_000  # bytes of a packed web archive that are looked through for addresses
HEADERS = ("From", "To", "Cc", "Date", "Subject", "Message-ID", "Reply-To")
MARKS = {b"\xef\xbb\xbf": "utf-8", b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}
# Encodings that letters come in. They are loaded before the first byte is read: later no file can be opened.
ENCODINGS = (
    "ascii", "big5", "cp437", "cp1250", "cp1251", "cp1252", "cp1253", "cp1254", "cp1256", "euc-jp", "euc-kr", "gb18030",
    "gb2312", "gbk", "idna", "iso-2022-jp", "iso-8859-1", "iso-8859-2", "iso-8859-5", "iso-8859-9", "iso-8859-15",
    "koi8-r", "punycode", "shift_jis", "unicode_escape", "raw_unicode_escape", "utf-16", "utf-16-be", "utf-16-le",
    "utf-7", "utf-8", "utf-8-sig", "base64", "quopri",
)  # fmt: skip
TARGET = re.compile(rb"(?im)^WARC-Target-URI:[ \t]*<?([^\r\n>]{1,2000})")


def text(data: bytes, asked: dict) -> tuple[dict, bytes]:
    """The beginning of a text, with every sign that would hide or turn words made visible."""
    return {"text": _plain(_decoded(data[:LONGEST])), "cut": len(data) > LONGEST}, b""


def mail(data: bytes, asked: dict) -> tuple[dict, bytes]:
    """Who, to whom, when, and the plain words. Attachments are listed and never opened."""
    letter = BytesParser(policy=policy.default).parsebytes(data)
    lines = [[name, _plain(str(value))[:2000]] for name in HEADERS for value in letter.get_all(name, [])[:20]]
    body = letter.get_body(preferencelist=("plain", "html"))
    words = _decoded(body.get_payload(decode=True) or b"", body.get_content_charset()) if body else ""
    if body and body.get_content_type() == "text/html":
        words = _words_of(words)
    attached = [_name(part.get_filename() or part.get_content_type()) for part in letter.iter_attachments()]
    said = {"lines": lines, "text": _plain(words[:LONGEST]), "cut": len(words) > LONGEST}
    return {**said, "names": attached[:NAMES], "more": max(0, len(attached) - NAMES)}, b""


def archive(data: bytes, asked: dict) -> tuple[dict, bytes]:
    """The names in a zip, as its own list tells them. Nothing is unpacked."""
    try:
        names = [_name(each.filename) for each in zipfile.ZipFile(io.BytesIO(data)).infolist()]
    except zipfile.BadZipFile:
        return {"cannot": "damaged"}, b""
    return {"names": names[:NAMES], "more": max(0, len(names) - NAMES)}, b""


def web_archive(data: bytes, asked: dict) -> tuple[dict, bytes]:
    """The addresses that a web archive says it holds."""
    plain = _some_of(data) if data[:2] == b"\x1f\x8b" else data
    names = list(dict.fromkeys(_name(found.decode("utf-8", "replace")) for found in TARGET.findall(plain)))
    return {"names": names[:NAMES], "more": max(0, len(names) - NAMES)}, b""


WORK = {"text": text, "source": text, "mail": mail, "archive": archive, "web_archive": web_archive}


def load(kind: str) -> None:
    """Load the encodings, and try a letter, so that whatever reading one needs is there."""
    for name in ENCODINGS:
        codecs.lookup(name)
    if kind == "mail":
        trial = (
            b"From: =?iso-8859-1?q?a?= <a@b>\nTo: a@b\nDate: Mon, 2 Nov 2026 10:00:00 +0000\nMessage-ID: <a@b>\n"
            b"Content-Type: multipart/mixed; boundary=x\n\n--x\nContent-Type: text/plain; name=a\n\na\n--x--\n"
        )
        mail(trial, {})


def _some_of(data: bytes) -> bytes:
    """The first bytes of what is packed, and never more than the bound, whatever it would grow to."""
    made = bytearray()
    while data and len(made) < UNPACKED:
        stream = zlib.decompressobj(wbits=31)
        try:
            made += stream.decompress(data, UNPACKED - len(made))
        except zlib.error:
            break
        data = stream.unused_data  # a web archive is packed record by record
    return bytes(made)


def _decoded(data: bytes, said: str | None = None) -> str:
    for mark, encoding in MARKS.items():
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, "replace")
    try:
        return data.decode(said or "utf-8", "ignore" if said else "strict")
    except (LookupError, OSError):  # an encoding that there is not, or that was not loaded
        return data.decode("utf-8", "replace")
    except UnicodeDecodeError as fault:
        cut_in_half = len(data) == LONGEST and fault.start >= len(data) - 4
        return data[: fault.start].decode() if cut_in_half else data.decode("cp1252", "replace")


def _plain(words: str) -> str:
    """Letters, spaces and ends of lines. What turns or hides text (bidirectional marks, controls) shows as its code."""
    return "".join(
        each if each in "\n\t" or unicodedata.category(each) not in {"Cc", "Cf", "Co", "Cs"} else f"⟨{ord(each):04X}⟩"
        for each in words.replace("\r\n", "\n").replace("\r", "\n").replace("\u200d", "").replace("\ufe0f", "")
    )


def _name(words: str) -> str:
    return _plain(" ".join(words.split()))[:LONG_NAME]


class _Words(HTMLParser):
    """The words between tags."""

    def __init__(self):
        super().__init__()
        self.found, self.silent = [], 0

    def handle_starttag(self, tag, attrs):
        self.silent += tag in {"script", "style"}
        self.found.append("\n" if tag in {"p", "br", "div", "tr", "li"} else "")

    def handle_endtag(self, tag):
        self.silent -= tag in {"script", "style"} and self.silent > 0

    def handle_data(self, data):
        if not self.silent:
            self.found.append(data)


def _words_of(source: str) -> str:
    reader = _Words()
    reader.feed(source[: LONGEST * 4])
    return "".join(reader.found).strip()
