"""What was looked for, which texts answer it, and how well. Plain values in, plain values out.

A database is asked only which texts hold one of a few letters in a row (`Words.needles`), which every database answers
alike; what counts as a match, and which is better, is decided here.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from math import log

from belisha.policy.matching import COUNTS_AS, JOINED, stems

POLICY, REFERENCES, ANSWERS = "Policy", "References", "Questions answered"
# The groups of the page, in its order. A folder above may use one of these or bring its own, which then comes last.
GROUPS = (POLICY, REFERENCES, ANSWERS)
MOST_WORDS = 12  # of what somebody typed; more say nothing more about what they want
SHOWN = 20  # of each group; who wants the twenty-first types one word more
BEGINNING = 0.6  # what a word is worth of which only the beginning was typed …
LONG_ENOUGH = 4  # … and so many letters at least
BESIDE = 0.8  # two words that stand together, as they were typed
IN_TITLE = 0.5  # a word of the title, beside one of the text
LENGTHY = 150  # words after which a text that is twice as long is worth half as much more
HALF = 0.5  # of what the best one holds: below this a text shares only a word that they all share
AROUND = 110  # letters shown before and after the first word that was found
WORD = re.compile(r"[^\W_]+(?:['’\-][^\W_]+)*")


@dataclass(frozen=True, slots=True)
class Hit:
    """A text that may answer: where it stands (`title`, `url`), its words, and the group it is shown in."""

    title: str
    text: str
    url: str
    group: str


@dataclass(frozen=True, slots=True)
class Words:
    """What somebody looks for. `drafts`: also in what is not in force yet, for those who may see it."""

    typed: str
    stems: tuple[str, ...]
    drafts: bool = False

    @property
    def needles(self) -> tuple[str, ...]:
        """Letters in a row of which a text that answers must hold one, in small letters."""
        return tuple(dict.fromkeys(needle for stem in self.stems for needle in _needles(stem)))


@dataclass(frozen=True, slots=True)
class Part:
    """Some letters of a text, marked where they were looked for."""

    text: str
    marked: bool


@dataclass(frozen=True, slots=True)
class Found:
    """A hit as it is shown: its title, and the parts of its text around the words that were found."""

    hit: Hit
    snippet: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """The hits of one kind, the best first, and how many there are in all."""

    name: str
    found: tuple[Found, ...]
    number: int


def words(typed: str, drafts: bool = False) -> Words:
    """The words of a question that say what it is about."""
    typed = " ".join(typed.replace("\0", " ").split())
    return Words(typed, tuple(dict.fromkeys(stems(typed)))[:MOST_WORDS], drafts)


def ranked(hits: Iterable[Hit], wanted: Words) -> list[Hit]:
    """The hits that answer, the best first. Of two that are equally good, the one that came first."""
    texts = [(hit, stems(hit.text), stems(hit.title)) for hit in hits]
    shares = [_shares(text, title, wanted) for _, text, title in texts]
    worth = _rarity(wanted, shares)
    scored = [
        (*_score(text, title, wanted, share, worth), hit)
        for (hit, text, title), share in zip(texts, shares, strict=True)
    ]
    enough = max((held for _, held, _ in scored), default=0.0) * HALF
    kept = [(score, hit) for score, held, hit in scored if held and held >= enough]
    return [hit for _, hit in sorted(kept, key=lambda pair: -pair[0])]


def grouped(hits: Iterable[Hit], wanted: Words) -> list[Group]:
    """The hits in their groups, each with the words around what was found."""
    by_group: dict[str, list[Hit]] = {name: [] for name in GROUPS}
    for hit in ranked(hits, wanted):
        by_group.setdefault(hit.group, []).append(hit)
    return [
        Group(name, tuple(Found(hit, snippet(hit.text, wanted)) for hit in some[:SHOWN]), len(some))
        for name, some in by_group.items()
        if some
    ]


def snippet(text: str, wanted: Words) -> tuple[Part, ...]:
    """The text around the first word that was found, with the words marked. Whole words, and a sign where it is cut."""
    spans = [match.span() for match in WORD.finditer(text) if _wanted(match[0], wanted)]
    start, end = _window(text, spans)
    parts, at = [Part("… ", False)] if start else [], start
    for left, right in spans:
        if start <= left and right <= end:
            parts += [Part(text[at:left], False), Part(text[left:right], True)]
            at = right
    parts += [Part(text[at:end], False), Part(" …" if end < len(text) else "", False)]
    return tuple(part for part in parts if part.text)


def _window(text: str, spans: list[tuple[int, int]]) -> tuple[int, int]:
    first = spans[0][0] if spans else 0
    start, end = max(0, first - AROUND), min(len(text), first + 2 * AROUND)
    while 0 < start < first and not text[start - 1].isspace():
        start += 1
    while end < len(text) and end > first + AROUND and not text[end].isspace():
        end -= 1
    return start, end


def _wanted(word: str, wanted: Words) -> bool:
    held = set(stems(word))
    return any(_share(stem, held) for stem in wanted.stems)


def _share(stem: str, held: set[str]) -> float:
    """How well one of these words is the one that was typed: 1, a part when it only begins so, or 0."""
    if stem in held:
        return 1.0
    return BEGINNING if len(stem) >= LONG_ENOUGH and any(word.startswith(stem) for word in held) else 0.0


def _shares(text: list[str], title: list[str], wanted: Words) -> dict[str, float]:
    """What a text holds of each word that was typed; of its title half as much."""
    inside, above = set(text), set(title)
    return {stem: _share(stem, inside) or IN_TITLE * _share(stem, above) for stem in wanted.stems}


def _rarity(wanted: Words, shares: list[dict[str, float]]) -> dict[str, float]:
    """A word that few texts hold says more than one that all hold."""
    found = {stem: sum(bool(share[stem]) for share in shares) for stem in wanted.stems}
    return {stem: log((len(shares) + 1) / number) if number else 0.0 for stem, number in found.items()}


def _score(
    text: list[str], title: list[str], wanted: Words, share: dict[str, float], worth: dict[str, float]
) -> tuple[float, float]:
    """How good a text is, and what it holds of what was wanted."""
    whole = sum(worth[stem] * part for stem, part in share.items())
    if not whole:
        return 0.0, 0.0
    pairs = {*pairwise(text), *pairwise(title)}
    beside = sum(worth[a] + worth[b] for a, b in pairwise(wanted.stems) if (a, b) in pairs)
    return (whole + BESIDE * beside) / (1 + len(text) / LENGTHY), whole


def _needles(stem: str) -> list[str]:
    """How a word may begin that is cut to this stem: as the stem does, or as the words that count as the same do."""
    others = [word for word, base in COUNTS_AS.items() if stems(base) == [stem]]
    apart = [apart for apart, joined in JOINED if stems(joined) == [stem]]
    own = stem if len(stem) < LONG_ENOUGH else stem.rstrip("yi")
    return [own, *others, *apart]
