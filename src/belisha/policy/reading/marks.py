"""Bullets, typed numbers and heading signs at the start of a line."""

import re
from typing import NamedTuple

# Includes Word's private-use bullets (Symbol and Wingdings) and the letter o that Word's text export leaves.
BULLET = re.compile(
    r"(?:[-*+•◦▪▫●○■□➢➤►▶✓✔✗✘❖·‣⁃–—\uf000-\uf0ff]|o(?=\t|\s{2}))(?:\s*\[[ xX]\])?(?=\s|$)|[-–•](?=[A-Z][a-z]*\b)"
)
HASHES = re.compile(r"#{1,6}(?=\s|$)")
QUOTE = re.compile(r"(?:>\s?)+")
NUMBER = re.compile(
    r"(?:(?P<decimal>\d{1,2}(?:\.\d{1,3})+)\.?(?P<tail>\([a-z]{1,4}\))?"
    r"|(?P<whole>\d{1,3})[.)](?!\d)|\((?P<bracket>\d{1,3})\)|(?P<bare>\d{1,2})(?=\s+[A-Z])"
    r"|\((?P<lower>[a-z]{1,4})\)|(?P<letter>[a-z]{1,4})\)|(?P<dot>[a-hj-z]|[ivx]{1,4})\.(?=\s)"
    r"|(?P<upper>[A-Z])[.)](?=\s+[A-Za-z])|\((?P<capital>[A-Z])\))(?=\s|$|\*)"
)
ASKED = re.compile(r"(?:Q(?:uestion)?|A(?:nswer)?)\s*\d*\s*[:.](?=\s)")


class Mark(NamedTuple):
    """What stands before the words: how long it is in characters, and what it says."""

    length: int = 0
    hashes: int = 0
    bullet: str = ""
    number: str = ""
    kind: str = ""

    @property
    def listed(self) -> bool:
        """Whether the line is a list item or numbered paragraph."""
        return bool(self.bullet or self.number)


def read_mark(text: str) -> Mark:
    """The marks that `text` begins with; white space after them counts as part of them."""
    at = _past_space(text, 0)
    indent = len(text[:at].expandtabs(4))
    quote = QUOTE.match(text, at)
    at = quote.end() if quote else at
    hashes = HASHES.match(text, at)
    at = _past_space(text, hashes.end()) if hashes else at
    bullet = BULLET.match(text, at)
    at = _past_space(text, bullet.end()) if bullet else at
    bold = 2 if text.startswith("**", at) else 0
    number = NUMBER.match(text, at + bold)
    kind = f"bullet@{indent // 2}" if bullet else ""
    said = ""
    if number:
        said, kind = number.group(), _kind(number)
        at = _past_space(text, number.end())
    asked = ASKED.match(text, at)
    at = _past_space(text, asked.end()) if asked else at
    if not (quote or hashes or bullet or number or asked):
        return Mark()
    return Mark(at, len(hashes.group()) if hashes else 0, bullet.group() if bullet else "", said.rstrip("."), kind)


def _past_space(text: str, at: int) -> int:
    while at < len(text) and text[at].isspace():
        at += 1
    return at


def _kind(number: re.Match) -> str:
    """The family of a number; numbers of one family stand at one depth of the list."""
    if number["decimal"]:
        return f"decimal{number['decimal'].count('.') + 1}" + ("a" if number["tail"] else "")
    if number["whole"] or number["bare"]:
        return "decimal1"
    family = next(name for name, value in number.groupdict().items() if value)
    value = number[family].lower()
    roman = "roman" if re.fullmatch(r"[ivx]+", value) and value not in {"v", "x"} else ""
    return family + roman


def depth_in(stack: list[str], mark: Mark) -> int:
    """Depth of the mark in the list so far, from 1; `stack` is brought up to date.

    A decimal number closes everything as deep as itself; any other family closes what was opened under it.
    """
    opened = dict(entry.split("=", 1) for entry in stack)
    kind, value = mark.kind, mark.number.strip("().").lower()
    kind = _roman_or_letter(kind, value, opened)
    if kind.startswith("decimal"):
        while stack and not (stack[-1].startswith("decimal") and stack[-1].split("=")[0] < kind):
            stack.pop()
    elif kind in opened:
        at = list(opened).index(kind)
        del stack[at:]
    stack.append(f"{kind}={value}")
    return len(stack)


def _roman_or_letter(kind: str, value: str, opened: dict[str, str]) -> str:
    """ "(i)" after "(h)" is the letter, and "(v)" after "(iv)" is the number: the family that goes on wins."""
    letter = kind.removesuffix("roman")
    if kind != letter and kind not in opened and opened.get(letter, "")[-1:] == chr(ord(value[-1]) - 1):
        return letter
    if kind == letter and {"v": "iv", "x": "ix"}.get(value, "-") == opened.get(f"{letter}roman"):
        return f"{letter}roman"
    return kind
