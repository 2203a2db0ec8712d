"""What the characters of a PDF say: bullets and ticks of picture fonts, ligatures, and what says nothing."""

import re

BOLD_FONT = re.compile(r"bold|black|heavy|semibold|demi(?!r)|[-,]bd\b", re.I)
PICTURES = re.compile(r"wingdings|webdings|symbol|dingbats|marlett", re.I)
# What the letters of picture fonts show, where it matters: ticks, crosses, boxes to tick. All else is a bullet.
SHOWN = (
    (re.compile(r"wingdings ?2", re.I), {"P": "✓", "R": "✓", "O": "✗", "Q": "✗", "S": "✗", "£": "☐"}),
    (re.compile(r"wingdings(?! ?[23])", re.I), {"ü": "✓", "û": "✗", "þ": "✓", "ý": "✗", "o": "☐", "¨": "☐"}),
    (re.compile(r"webdings", re.I), {"a": "✓", "r": "✗"}),
    (re.compile(r"dingbats", re.I), {"3": "✓", "4": "✓", "5": "✗", "6": "✗", "7": "✗", "8": "✗"}),
)
LIGATURES = {0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl", 0xFB05: "st", 0xFB06: "st"}
HYPHENS = {0x02: "-", 0xAD: "\u00ad", 0x2010: "-", 0x2011: "-"}  # 2 is PDFium's sign for one at the end of a line
PRIVATE = range(0xE000, 0xF900)
SYMBOLS = range(0xF020, 0xF100)  # where picture fonts keep their letters
SOLID = "•◦▪▫●○■□➢➤►▶❖·‣⁃✓✔✗✘☐☑☒"


def spoken(code: int, font: str) -> str:
    """The letters that a character code of this font says; "" for one that says none."""
    if code in LIGATURES:
        return LIGATURES[code]
    if code in HYPHENS:
        return HYPHENS[code]
    if code in PRIVATE:
        return _pictured(chr(code - 0xF000), font) if code in SYMBOLS else ""
    if code < 0x20 or 0x7F <= code < 0xA0 or code in {0xFFFD, 0xFFFE, 0xFFFF} or 0xD800 <= code < 0xE000:
        return " " if code in {0x09, 0x0A, 0x0D} else ""
    if code > 0x10FFFF:
        return ""
    letter = chr(code)
    return _pictured(letter, font) if PICTURES.search(font) and not letter.isspace() else letter


def _pictured(letter: str, font: str) -> str:
    if letter in SOLID:
        return letter
    for name, shown in SHOWN:
        if name.search(font):
            return shown.get(letter, "•")
    # A letter in the private area of a text font is that letter; in an unknown picture font, a bullet.
    if not PICTURES.search(font):
        return {"ü": "✓", "û": "✗"}.get(letter, letter if letter.isalnum() and letter.isascii() else "•")
    return _greek(letter)


def _greek(letter: str) -> str:
    """Symbol has Greek letters and signs, which a policy does not use, and the round bullet."""
    return "-" if letter in "-–" else "•" if not letter.isalnum() or letter in "·nqvØ§" else letter
