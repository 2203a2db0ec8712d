"""What a file is, by its first bytes and never by its name. No database, no library of another's."""

import re

PICTURE, HEIC, PDF, TEXT, SOURCE, MAIL = "picture", "heic", "pdf", "text", "source", "mail"
ARCHIVE, WEB_ARCHIVE, SOUND, OTHER = "archive", "web_archive", "sound", "other"

# What an adult reads of each on its page.
LABELS = {
    PICTURE: "Picture", HEIC: "Picture (HEIC)", PDF: "PDF", TEXT: "Text", SOURCE: "Saved web page", MAIL: "E-mail",
    ARCHIVE: "Archive", WEB_ARCHIVE: "Web archive", SOUND: "Sound or video", OTHER: "Another kind of file",
}  # fmt: skip
SHOWN = frozenset({PICTURE, HEIC, PDF, TEXT, SOURCE, MAIL, ARCHIVE, WEB_ARCHIVE})
DRAWN = frozenset({PICTURE, HEIC, PDF})

HEAD = 4096  # bytes that are looked at
# (where, what, which): the first that fits.
SIGNS = (
    (0, b"\x89PNG\r\n\x1a\n", PICTURE),
    (0, b"\xff\xd8\xff", PICTURE),
    (8, b"WEBP", PICTURE),
    (0, b"%PDF-", PDF),
    (0, b"PK\x03\x04", ARCHIVE),
    (0, b"PK\x05\x06", ARCHIVE),
    (0, b"WARC/1.", WEB_ARCHIVE),
    (0, b"\x1f\x8b", WEB_ARCHIVE),
    (0, b"ID3", SOUND),
    (0, b"OggS", SOUND),
    (0, b"fLaC", SOUND),
    (8, b"WAVE", SOUND),
    (8, b"AVI ", SOUND),
    (0, b"\x1aE\xdf\xa3", SOUND),
    (0, b"#!AMR", SOUND),
)
HEIC_BRANDS = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1")
MARKUP = re.compile(rb"<(!doctype|html|head|body|svg|script|iframe|\?xml)\b", re.IGNORECASE)
HEADER = re.compile(rb"(?im)^(from|to|subject|date|received|message-id|mime-version|return-path|delivered-to): ?\S")
SAVED_PAGE = re.compile(rb"(?i)multipart/related|^snapshot-content-location:|saved by ", re.MULTILINE)
MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")  # how a text says which encoding it has


def kind_of(head: bytes) -> str:
    """Which kind a file is that begins like this. In doubt it is another kind, which nobody opens here."""
    head = head[:HEAD]
    for place, sign, kind in SIGNS:
        if head[place : place + len(sign)] == sign:
            return kind
    if head[4:8] == b"ftyp":
        return HEIC if head[8:12] in HEIC_BRANDS else SOUND
    if head[:2] == b"\xff\xfb" or not _is_text(head):
        return SOUND if head[:2] == b"\xff\xfb" else OTHER
    # Its first line is a header, and there are several: a chat that says "Date:" somewhere is a text.
    if HEADER.match(head) and len(HEADER.findall(head)) > 1:
        return SOURCE if SAVED_PAGE.search(head) else MAIL
    return SOURCE if MARKUP.search(head) else TEXT


def _is_text(head: bytes) -> bool:
    return bool(head) and (head.startswith(MARKS) or b"\x00" not in head)
