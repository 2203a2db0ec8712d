"""As what a file is shown, by its first bytes and never by its name. No database, no library of another's."""

import re

from belisha.evidence import kinds, sniffing

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
# What each sign of `sniffing`, a kind or a container, is shown as.
AS = {
    kinds.PNG: PICTURE, kinds.JPEG: PICTURE, kinds.WEBP: PICTURE, kinds.HEIC: HEIC, kinds.PDF: PDF,
    sniffing.ZIP: ARCHIVE, sniffing.GZIP: WEB_ARCHIVE, kinds.WARC: WEB_ARCHIVE,
    sniffing.OGG: SOUND, kinds.AUDIO: SOUND, kinds.VIDEO: SOUND, kinds.OPAQUE: OTHER,
}  # fmt: skip
MARKUP = re.compile(rb"<(!doctype|html|head|body|svg|script|iframe|\?xml)\b", re.IGNORECASE)
HEADER = re.compile(rb"(?im)^(from|to|subject|date|received|message-id|mime-version|return-path|delivered-to): ?\S")
SAVED_PAGE = re.compile(rb"(?i)multipart/related|^snapshot-content-location:|saved by ", re.MULTILINE)
MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")  # how a text says which encoding it has


def kind_of(head: bytes) -> str:
    """Which kind a file is that begins like this. In doubt it is another kind, which nobody opens here."""
    head = head[:HEAD]
    if sign := sniffing.sign_of(head):
        return AS[sign]
    if not _is_text(head):
        return OTHER
    # Its first line is a header, and there are several: a chat that says "Date:" somewhere is a text.
    if HEADER.match(head) and len(HEADER.findall(head)) > 1:
        return SOURCE if SAVED_PAGE.search(head) else MAIL
    return SOURCE if MARKUP.search(head) else TEXT


def _is_text(head: bytes) -> bool:
    return bool(head) and (head.startswith(MARKS) or b"\x00" not in head)
