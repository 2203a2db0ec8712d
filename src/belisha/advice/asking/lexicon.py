"""A question in somebody's own words, read by patterns of words. Local, without guessing, the same each time.

What is read is tokens: small letters, short forms written out, sentences ended by a full stop of their own. How a
pattern is written stands at the head of packs/advice/words.yaml; it becomes a regular expression whose gaps have an
end, so that no text takes long.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from belisha.packs.advising import advice_table

# What is longer than this is a story; the point of a question is within.
LONGEST = 2000
# How many other words a gap may hold, which it may not, and how many words a denial reaches.
GAP, DENIALS, REACH = 4, "(?:not|no|never|without) ", 2
# Words from this length on are read although one letter is wrong, missing, too many or changed with its neighbour.
LONG_ENOUGH = 5
ENDINGS = ("s", "es", "d", "ed", "r", "er", "ing", "ly", "y")
NUMBERS = {"0": r"\d{1,3}", "0s": r"\d{1,2}s", "0x": r"\d{1,2}[a-rt-z]"}
TOKEN = re.compile(r"[a-z0-9]+(?:'[a-z]+)?|'s|[.!?;:\n]")
STOP = "."
MARKS = set(".!?;:\n")
YEAR = re.compile(r"(?:y|yr|year)(\d{1,2})(s?)$")


@dataclass(frozen=True)
class Hit:
    """Where a pattern was found, as positions of tokens."""

    start: int
    end: int

    def __len__(self):
        return self.end - self.start

    def within(self, other: "Hit") -> bool:
        return other.start <= self.start and self.end <= other.end


@dataclass(frozen=True)
class Text:
    """A question as tokens, and how often a token begins at each letter, for telling where a match lies."""

    tokens: tuple[str, ...]

    @property
    def joined(self) -> str:
        return " " + " ".join(self.tokens) + " "

    def words(self, hit: Hit) -> str:
        """The words of a place, to be shown."""
        return " ".join(self.tokens[hit.start : hit.end]).replace(" 's", "'s")

    def find(self, pattern: re.Pattern) -> list[Hit]:
        """Every place where a pattern is, also where places overlap."""
        joined, found, at = self.joined, [], 0
        while match := pattern.search(joined, at):
            start = joined.count(" ", 0, match.start()) - 1
            found.append(Hit(start, start + match[0].count(" ")))
            at = match.start() + 1
        return found

    def sentence(self, position: int) -> tuple[int, int]:
        """Where the sentence of a token begins and ends."""
        before = [at for at, token in enumerate(self.tokens[:position]) if token == STOP]
        behind = (at for at, token in enumerate(self.tokens[position:], position) if token == STOP)
        return (before[-1] + 1 if before else 0), next(behind, len(self.tokens))


def read(typed: str) -> Text:
    """Tokens of what was typed, misspelt words put right where only one word can be meant."""
    plain = (
        typed[:LONGEST].lower().replace("’", "'").replace("‘", "'").replace("n't", " not").replace("ca not", "can not")
    )
    plain = re.sub(r"s'(?=\s)", "s 's", plain.replace("wo not", "will not"))
    tokens: list[str] = []
    for token in TOKEN.findall(plain):
        tokens += [STOP] if token in MARKS else _plain(token)
    return Text(tuple(tokens))


def _plain(word: str) -> list[str]:
    """A word as words: its short form written out, an ending cut off, a slip put right."""
    short = lexicon().short
    if word == "'s":
        return [word]
    if word in short:
        return short[word].split()
    stem, mark, ending = word.partition("'")
    if mark:
        return [*_plain(stem), *_ENDINGS.get(ending, [])]
    if year := YEAR.match(word):
        return ["year", year[1] + year[2]]
    return [lexicon().spelt(word)]


_ENDINGS = {"s": ["'s"], "m": ["am"], "ve": ["have"], "d": ["would"], "ll": ["will"], "re": ["are"]}


@dataclass(frozen=True)
class Lexicon:
    """The words that are known, and how patterns are made of them."""

    short: Mapping[str, str]
    sets: Mapping[str, tuple[str, ...]]
    whole: frozenset[str]
    stems: tuple[str, ...]
    ordinary: frozenset[str]

    def spelt(self, token: str) -> str:
        """The token, or the one known word that it is a slip of."""
        if len(token) < LONG_ENOUGH or token in self.whole or token in self.ordinary or token.startswith(self.stems):
            return token
        if any(
            token == each + ending for ending in ENDINGS for each in (token.removesuffix(ending),) if each in self.whole
        ):
            return token
        near = {
            each for each in self.whole if len(each) >= LONG_ENOUGH and each[0] == token[0] and one_slip(token, each)
        }
        near -= {each + "s" for each in near} if not token.endswith("s") else set()
        return near.pop() if len(near) == 1 else token

    def pattern(self, written: str) -> re.Pattern:
        """A pattern as a regular expression over joined tokens."""
        return re.compile("(?<= )" + "".join(self._element(each) for each in written.split()))

    def _element(self, written: str) -> str:
        if written == "..":
            return rf"(?:(?!{DENIALS})[^ .]+ ){{0,{GAP}}}"
        if written.endswith("?"):
            return f"(?:{self._element(written[:-1])})?"
        return "(?:" + "|".join(self._word(each) for each in written.split("/")) + ")"

    def _word(self, written: str) -> str:
        if written in NUMBERS:
            return NUMBERS[written] + " "
        if written.startswith("$"):
            return "(?:" + "|".join("".join(map(self._element, each.split())) for each in self.sets[written[1:]]) + ")"
        if written == "@":
            return r"(?:@[a-z_]* )"
        return re.escape(written.rstrip("*")) + ("[^ .]*" if written.endswith("*") else "") + " "


def one_slip(typed: str, meant: str) -> bool:
    """Does one letter make the difference: wrong, missing, too many, or changed with the next one?"""
    same = next(
        (at for at, (a, b) in enumerate(zip(typed, meant, strict=False)) if a != b), min(len(typed), len(meant))
    )
    rest, goal = typed[same:], meant[same:]
    swapped = rest[:2] == goal[:2][::-1] and rest[2:] == goal[2:]
    return swapped or rest[1:] == goal[1:] or rest == goal[1:] or rest[1:] == goal


@cache
def lexicon() -> Lexicon:
    """The words of the shipped table."""
    table = advice_table("words")
    words = [word for written in _patterns(table) for part in written.split() for word in part.rstrip("?").split("/")]
    stems = {word.rstrip("*") for word in words if word.endswith("*") and len(word) > LONG_ENOUGH - 1}
    whole = {word for word in words if word.isalpha()} | {
        each for said in table["short"].values() for each in said.split()
    }
    sets = {name: tuple(values) for name, values in table["sets"].items()}
    return Lexicon(table["short"], sets, frozenset(whole), tuple(sorted(stems)), frozenset(table["ordinary"]))


def _patterns(table: Mapping) -> Iterable[str]:
    """Every pattern of the table."""
    for values in table["sets"].values():
        yield from values
    for part in ("people", "acts", "facts", "alarms"):
        for row in table[part]:
            yield from row["says"]
            yield from row.get("hints", ())
    yield from table["asks"]


@cache
def compiled(written: tuple[str, ...]) -> tuple[re.Pattern, ...]:
    """Patterns of the table, made once."""
    return tuple(lexicon().pattern(each) for each in written)
