"""Readable words out of a span of the source, with the way back to the source kept for every character."""

import re
from typing import NamedTuple

# What is on the page but is not said: emphasis marks, backticks, link targets, soft hyphens, zero-width characters.
MARKUP = re.compile(
    r"\*{1,3}(?=\S)|(?<=\S)\*{1,3}|_{2,3}(?=\S)|(?<=\S)_{2,3}|`+|[\u00ad\u200b-\u200d\u2060\ufeff]"
    r"|\\(?=[()\[\]*_#`.!~-])"
    r"|!?\[(?=[^\[\]\n]*\]\([^()\n]*\))|(?<=\w)\]\([^()\n]*\)"
)
# Same length on both sides, so offsets stay true: curly quotes and odd dashes to the ones the cue tables use.
STRAIGHT = str.maketrans("‘’‛“”‟‐‑‒\u00a0", "'''\"\"\"--- ")


class Folded(NamedTuple):
    """`text` with single spaces; `at[i]` is the source offset of `text[i]`."""

    text: str
    at: list[int]

    @property
    def plain(self) -> str:
        """The same text with straight quotes, for matching; the same length as `text`."""
        return self.text.translate(STRAIGHT)


def fold(source: str, start: int, end: int, skips: tuple[tuple[int, int], ...] = ()) -> Folded:
    """The words of `source[start:end]` without markup, skipped spans or repeated white space."""
    hidden = [*skips, *(match.span() for match in MARKUP.finditer(source, start, end))]
    words, at = [], []
    gap = False
    cursor = start
    for left, right in [*sorted(hidden), (end, end)]:
        for offset in range(cursor, max(cursor, left)):
            letter = source[offset]
            if letter.isspace():
                gap = bool(words)
                continue
            if gap:
                words.append(" ")
                at.append(offset - 1)
                gap = False
            words.append(letter)
            at.append(offset)
        gap = gap or (bool(words) and any(letter.isspace() for letter in source[max(cursor, left) : right]))
        cursor = max(cursor, right)
    return Folded("".join(words), at)
