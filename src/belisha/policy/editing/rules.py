"""What decides how an edit of the words moves everything that points into the source. No database."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from belisha.policy.reading.folding import fold

# Marks that belong to the page and not to the words: what somebody copied along with a clause.
LEADING = re.compile(r"^(?:[-*•‣▪–—>|#]+\s*)+")
TRAILING = re.compile(r"[\s*_`|]+$")
BULLET = re.compile(r"[-*•‣▪–—]\s+")
# Markup that opens right before the words, and would be left without its other end.
OPENED = re.compile(r"[*_`!\[]+$")


@dataclass(frozen=True)
class Edit:
    """`removed` characters of the source at `at` give way to `put`."""

    at: int
    removed: int
    put: str

    @property
    def until(self) -> int:
        return self.at + self.removed

    @property
    def by(self) -> int:
        """How far everything behind it moves."""
        return len(self.put) - self.removed

    def applied(self, source: str) -> str:
        return source[: self.at] + self.put + source[self.until :]

    def pages(self, begins: Sequence[int]) -> list[int]:
        """Where the pages begin afterwards. The first one begins where the document does."""
        return [begin if begin == 0 or begin < self.at else max(self.at, begin + self.by) for begin in begins]


def clean(typed: str) -> str:
    """Words as a clause holds them: one line, without marks that would vanish when they are read from the source."""
    words = TRAILING.sub("", LEADING.sub("", typed.strip()))
    while (folded := TRAILING.sub("", LEADING.sub("", fold(words, 0, len(words)).text))) != words:
        words = folded
    return words


def rewording(source: str, start: int, end: int, old: str, new: str) -> Edit:
    """Put `new` where the clause at `source[start:end]` says `old`. Its bullet or number stays before the words."""
    folded = fold(source, start, end)
    begins = folded.text.find(old)
    # A clause that was joined, or torn by a page's edge, does not stand there in one piece.
    whole = begins >= 0
    if not whole:
        begins = max(0, folded.text.find(" ".join(old.split()[:3])))
    left = folded.at[begins] if begins else start
    mark = OPENED.sub("", source[start:left])
    rest = folded.text[begins + len(old) :] if whole else ""
    right = folded.at[begins + len(old) - 1] + 1 if rest.strip() else end
    return Edit(start + len(mark), right - start - len(mark), new)


def insertion(source: str, at: int, words: str, bullet: str = "") -> tuple[Edit, int]:
    """Put a paragraph, or an item of the list that stands there, at `at`. Also says where in it the clause starts."""
    rest = source[at:]
    gap = "\n" if bullet else "\n\n"
    before = gap if at else ""
    missing = len(gap) - (len(rest) - len(rest.lstrip("\n")))
    after = "\n" * max(0, missing) if rest else ""
    return Edit(at, 0, f"{before}{bullet}{words}{after}"), at + len(before)


def bullet_of(source: str, start: int, end: int) -> str:
    """The mark of the list item that a clause is, or nothing."""
    found = BULLET.match(source, start, end)
    return found[0] if found else ""


def removal(source: str, start: int, end: int) -> Edit:
    """Take the clause's words out, and the white space that parted them from what follows."""
    if start == 0 or source[start - 1].isspace():
        end += len(source[end:]) - len(source[end:].lstrip())
    return Edit(start, end - start, "")
