"""What a file is, by its content and never by its name. Plain bytes in, plain values out; nothing is unpacked.

Only what begins the way a kind begins is of that kind: a file that is two things at once is the one it begins as, and
whatever is none of ours is opaque: kept, and given back as it came.
"""

import re
import zlib

from belisha.evidence import kinds

# Containers, which have to be looked into before one knows of what kind they are.
ZIP, GZIP, OGG, FTYP, RIFF = "zip", "gzip", "ogg", "ftyp", "riff"
# (at which byte, what stands there, a kind or a container): the first that fits. No other table says this.
SIGNS = (
    (0, b"\x89PNG\r\n\x1a\n", kinds.PNG),
    (0, b"\xff\xd8\xff", kinds.JPEG),
    (0, b"%PDF-", kinds.PDF),
    (0, b"ID3", kinds.AUDIO),
    (0, b"fLaC", kinds.AUDIO),
    (0, b"#!AMR", kinds.AUDIO),
    (0, b"WARC/", kinds.WARC),
    (0, b"GIF8", kinds.OPAQUE),
    (0, b"\x1aE\xdf\xa3", kinds.VIDEO),
    (4, b"ftyp", FTYP),
    (0, b"RIFF", RIFF),
    (0, b"OggS", OGG),
    *((0, frame, kinds.AUDIO) for frame in (b"\xff\xfb", b"\xff\xf3", b"\xff\xf2", b"\xff\xf1", b"\xff\xf9")),
    (0, b"PK\x03\x04", ZIP),
    (0, b"PK\x05\x06", ZIP),
    (0, b"\x1f\x8b", GZIP),
)
# ISO media files: ....ftyp, then the brand.
BRANDS = {
    kinds.HEIC: {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"},
    kinds.AUDIO: {b"M4A ", b"M4B "},
    kinds.VIDEO: {
        *(b"isom", b"iso2", b"iso4", b"iso5", b"iso6", b"mp41", b"mp42", b"avc1", b"dash", b"qt  ", b"M4V ", b"MSNV"),
        *(b"3gp4", b"3gp5", b"3gp6"),
    },
}  # fmt: skip
# RIFF....: the form that follows.
FORMS = {b"WEBP": kinds.WEBP, b"WAVE": kinds.AUDIO, b"AVI ": kinds.VIDEO}

HEADERS = {b"from", b"to", b"date", b"subject", b"message-id", b"received", b"return-path", b"mime-version"}
ENOUGH_HEADERS = 3
PAGE = re.compile(rb"\s*(<!--.*?-->\s*)*<(!doctype\s+html|html|head|body)[\s>]", re.IGNORECASE | re.DOTALL)
MARKUP = re.compile(rb"\s*(<\?xml|<svg|<!doctype\s+svg|<script)", re.IGNORECASE)
# A line of an exported chat: a date, a time, a name, a colon.
CHAT_LINE = re.compile(
    r"^\[?\d{1,4}[./-]\d{1,2}[./-]\d{2,4},? \d{1,2}[:.]\d{2}(?:[:.]\d{2})?.{0,5}[\])-]? .{1,80}?: ", re.M
)
CHAT_NAMES = (b"_chat.txt", b"WhatsApp Chat")
TEXT_LOOKED_AT = 65536


def kind_of(first: bytes) -> str:
    """The kind of a file, by its first bytes (as many as there are, up to a frame of 1 MiB)."""
    sign = sign_of(first)
    if sign == OGG:
        return kinds.VIDEO if b"theora" in first[:200] else kinds.AUDIO
    if sign == ZIP:
        return _zip(first)
    if sign == GZIP:
        return kinds.WARC if _unzipped(first).startswith(b"WARC/") else kinds.OPAQUE
    return sign or _written(first)


def sign_of(first: bytes) -> str:
    """What the first twelve bytes of a file say: a kind, or `ZIP`, `GZIP` or `OGG`; "" where they say nothing."""
    sign = next((what for at, begins, what in SIGNS if first.startswith(begins, at)), "")
    if sign == FTYP:
        return next((kind for kind, brands in BRANDS.items() if first[8:12] in brands), kinds.OPAQUE)
    return FORMS.get(first[8:12], kinds.OPAQUE) if sign == RIFF else sign


def _zip(first: bytes) -> str:
    """By the names that stand near its beginning. Not a byte of it is unpacked."""
    names = re.findall(rb"PK\x03\x04.{22}(..)..(.{1,200})", first, re.DOTALL)
    said = {name[: int.from_bytes(length, "little")] for length, name in names}
    if any(name in (b"datapackage.json",) or name.startswith(b"archive/") for name in said):
        return kinds.WACZ
    return kinds.CHAT if any(part in name for name in said for part in CHAT_NAMES) else kinds.OPAQUE


def _unzipped(first: bytes) -> bytes:
    try:
        return zlib.decompressobj(31).decompress(first[:4096], 16)
    except zlib.error:
        return b""


def _written(first: bytes) -> str:
    """Of what is text: a page, an e-mail, a chat, or plain text."""
    first = first.removeprefix(b"\xef\xbb\xbf")
    if PAGE.match(first[:TEXT_LOOKED_AT]):
        return kinds.HTML
    if kind := _letter(first):
        return kind
    text = _text(first[:TEXT_LOOKED_AT], whole=len(first) <= TEXT_LOOKED_AT)
    if not text or MARKUP.match(first[:TEXT_LOOKED_AT]):
        return kinds.OPAQUE
    return kinds.CHAT if CHAT_LINE.search(text.replace("\u200e", "")) else kinds.TEXT


def _letter(first: bytes) -> str:
    head = re.split(rb"\r?\n\r?\n", first[:TEXT_LOOKED_AT], maxsplit=1)[0]
    if b"\0" in head:
        return ""
    names = {line.split(b":", 1)[0].lower() for line in head.splitlines() if re.match(rb"[A-Za-z0-9-]+:", line)}
    if b"snapshot-content-location" in names or (b"mime-version" in names and b"multipart/related" in head.lower()):
        return kinds.MHTML
    return kinds.EMAIL if len(names & HEADERS) >= ENOUGH_HEADERS else ""


def _text(piece: bytes, *, whole: bool) -> str:
    """As text, or nothing where it is none."""
    if piece.startswith((b"\xff\xfe", b"\xfe\xff")):
        return piece.decode("utf-16", "ignore")
    if b"\0" in piece:
        return ""
    for cut in range(1 if whole else 4):  # the last sign may have been cut through
        try:
            return piece[: len(piece) - cut].decode("utf-8")
        except UnicodeDecodeError:
            continue
    return ""


# The time that a file says of itself, by kind: where it stands in the first bytes. Read, never believed.
SAYS = {
    kinds.JPEG: re.compile(rb"(\d{4}):(\d\d):(\d\d) (\d\d:\d\d:\d\d)\0"),
    kinds.PDF: re.compile(rb"/CreationDate\s*\(D:(\d{4})(\d\d)(\d\d)(\d{6})"),
    kinds.WARC: re.compile(rb"WARC-Date: (\d{4})-(\d\d)-(\d\d)T(\d\d:\d\d:\d\dZ)"),
}
DATE_LINE = re.compile(rb"^Date: ([\x20-\x7e]{6,60})\r?$", re.MULTILINE | re.IGNORECASE)


def time_in(kind: str, first: bytes) -> str:
    """What a file says of its own time, in its own time zone; "" where it says nothing that is read."""
    if kind in (kinds.EMAIL, kinds.MHTML):
        found = DATE_LINE.search(first[:TEXT_LOOKED_AT])
        return found[1].decode().strip() if found else ""
    found = SAYS[kind].search(first) if kind in SAYS else None
    if not found:
        return ""
    year, month, day, time = (part.decode() for part in found.groups())
    time = time if ":" in time else f"{time[:2]}:{time[2:4]}:{time[4:]}"
    return f"{year}-{month}-{day} {time}"
