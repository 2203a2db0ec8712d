"""What a piece of evidence is. Plain tables."""

PNG, JPEG, WEBP, HEIC, PDF = "png", "jpeg", "webp", "heic", "pdf"
EMAIL, HTML, MHTML, WARC, WACZ = "email", "html", "mhtml", "warc", "wacz"
TEXT, CHAT, AUDIO, VIDEO = "text", "chat", "audio", "video"
OPAQUE, NO_FILE = "opaque", "no_file"

# A kind in words, and the media type that its content has. Content decides, never the name: see `sniffing`.
KINDS = {
    PNG: ("PNG picture", "image/png"),
    JPEG: ("JPEG picture", "image/jpeg"),
    WEBP: ("WebP picture", "image/webp"),
    HEIC: ("HEIC picture", "image/heic"),
    PDF: ("PDF document", "application/pdf"),
    EMAIL: ("E-mail", "message/rfc822"),
    HTML: ("Saved page (HTML)", "text/html"),
    MHTML: ("Saved page (MHTML)", "multipart/related"),
    WARC: ("Saved page (WARC)", "application/warc"),
    WACZ: ("Saved page (WACZ)", "application/wacz"),
    TEXT: ("Text", "text/plain"),
    CHAT: ("Exported chat", "application/octet-stream"),
    AUDIO: ("Sound", "audio/mpeg"),
    VIDEO: ("Video", "video/mp4"),
    OPAQUE: ("File of another kind", "application/octet-stream"),
    NO_FILE: ("Written down, without a file", ""),
}
LABELS = {kind: label for kind, (label, _) in KINDS.items()}

# How exactly it is known when something was captured.
MINUTE, DAY, UNKNOWN = "minute", "day", ""
PRECISIONS = {MINUTE: "To the minute", DAY: "The day only", UNKNOWN: "Not said"}

# What a derived item is. Rooms above make them, and never change the item that they come from.
REDACTED = "redacted"
DERIVATIONS = {REDACTED: "Redacted copy"}

REPORTER, HANDLER = "reporter", "handler"
BROUGHT = {REPORTER: "Whoever reported", HANDLER: "Somebody who deals with the concern"}
