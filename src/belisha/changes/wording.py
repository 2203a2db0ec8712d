"""Which words went and which came, in runs that can be read. No database.

A clause may have become two, or two one: where one clause ends and the next begins is a token of its own, `BREAK`.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

SAME, GONE, NEW = "same", "gone", "new"
# No word is empty, so this stands for nothing else.
BREAK = ""
TOKEN = re.compile(r"\s+|\w+(?:['’-]\w+)*|[^\w\s]")
# An island of kept words between two changes is read as changed too when it has no more words than this.
ISLAND = 1
# Below this share of kept words the old sentence and the new one are shown whole, one after the other.
READABLE = 0.3
# Longer texts are compared from both ends only: to look for the words in between would take too long.
LONGEST = 1600


@dataclass(frozen=True)
class Run:
    """Words that stayed, went or came. `BREAK` among them is where a clause ended and another began."""

    what: str
    tokens: tuple[str, ...]

    @property
    def words(self) -> int:
        return sum(token[:1].isalnum() for token in self.tokens)

    @property
    def parts(self) -> list[str]:
        """The words as they are shown, cut where a clause ended."""
        return side([self], self.what)


def from_parts(what: str, parts: Sequence[str]) -> Run:
    """The run with these parts. Each part is one token now: what is put down is not compared again."""
    found = []
    for at, part in enumerate(parts):
        found += [BREAK] if at else []
        found += [part] if part else []
    return Run(what, tuple(found))


def tokens(texts: Sequence[str]) -> list[str]:
    """The words, spaces and marks of some clauses, with a break between each two."""
    found = []
    for at, text in enumerate(texts):
        found += [BREAK] if at else []
        found += TOKEN.findall(text)
    return found


def runs(before: Sequence[str], after: Sequence[str]) -> tuple[Run, ...]:
    """How the clauses before became the clauses after. Each side can be read off again with `side`."""
    old, new = tokens(before), tokens(after)
    left = _shared(old, new)
    right = _shared(old[left:][::-1], new[left:][::-1])
    middle = _between(old[left : len(old) - right], new[left : len(new) - right])
    pieces = [Run(SAME, tuple(old[:left])), *middle, Run(SAME, tuple(old[len(old) - right :]))]
    return tuple(_readable(_joined(pieces)))


def side(pieces: Iterable[Run], of: str) -> list[str]:
    """The texts before (`of=GONE`) or after (`of=NEW`), read off the runs."""
    texts = [[]]
    for token in (token for piece in pieces if piece.what in (SAME, of) for token in piece.tokens):
        if token == BREAK:
            texts.append([])
        else:
            texts[-1].append(token)
    return ["".join(each) for each in texts]


def _shared(old: Sequence[str], new: Sequence[str]) -> int:
    """How many tokens are the same from the beginning."""
    number = 0
    for one, other in zip(old, new, strict=False):
        if one != other:
            break
        number += 1
    return number


def _between(old: list[str], new: list[str]) -> list[Run]:
    if not old or not new or len(old) + len(new) > LONGEST:
        return [Run(GONE, tuple(old)), Run(NEW, tuple(new))]
    found = []
    for _, left, until, start, end in SequenceMatcher(str.isspace, old, new, autojunk=False).get_opcodes():
        if old[left:until] == new[start:end]:
            found.append(Run(SAME, tuple(old[left:until])))
        else:
            found += [Run(GONE, tuple(old[left:until])), Run(NEW, tuple(new[start:end]))]
    return found


def _joined(pieces: Iterable[Run]) -> list[Run]:
    """The same with small islands drowned: what went and what came between two kept runs each as one run."""
    pieces = [piece for piece in pieces if piece.tokens]
    found: list[Run] = []
    gone, came = [], []
    for at, piece in enumerate(pieces):
        if piece.what == SAME and not (_island(piece) and (gone or came) and at + 1 < len(pieces)):
            found += [*_changed(gone, came), piece]
            gone, came = [], []
            continue
        gone += piece.tokens if piece.what in (SAME, GONE) else ()
        came += piece.tokens if piece.what in (SAME, NEW) else ()
    return [*found, *_changed(gone, came)]


def _island(piece: Run) -> bool:
    return piece.words <= ISLAND and BREAK not in piece.tokens


def _changed(gone: list[str], came: list[str]) -> list[Run]:
    return [Run(what, tuple(each)) for what, each in ((GONE, gone), (NEW, came)) if each]


def _readable(pieces: list[Run]) -> list[Run]:
    """The runs, or the whole sentence before and after where hardly a word stayed."""
    kept = sum(piece.words for piece in pieces if piece.what == SAME)
    longest = max(sum(piece.words for piece in pieces if piece.what != other) for other in (GONE, NEW))
    both = {piece.what for piece in pieces} >= {GONE, NEW}
    if not both or kept >= READABLE * longest:
        return pieces
    gone = [token for piece in pieces if piece.what != NEW for token in piece.tokens]
    came = [token for piece in pieces if piece.what != GONE for token in piece.tokens]
    return _changed(gone, came)
