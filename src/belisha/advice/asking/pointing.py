"""Acts that single words point to, to be offered where no words say one: never taken, only chosen by whoever asks."""

import re
from collections import defaultdict
from collections.abc import Iterable
from functools import cache

from belisha.packs.advising import advice_table

# How much single words have to say together, and in how many acts' words one may stand that says anything at all.
ENOUGH, COMMON = 0.3, 6


def guesses(tokens: Iterable[str]) -> list[tuple[str, float, str]]:
    """Acts, how likely, and the words: the rarer a word among the acts, the more it says."""
    found: dict[str, dict[str, float]] = defaultdict(dict)
    for word in dict.fromkeys(tokens):
        acts = _pointing().get(word, frozenset())
        for act in acts:
            found[act][word] = 1 / len(acts)
    likely = [(act, sum(words.values()), ", ".join(words)) for act, words in found.items()]
    return sorted((row for row in likely if row[1] >= ENOUGH), key=lambda row: (-row[1], row[0]))


@cache
def _pointing() -> dict[str, frozenset[str]]:
    """Which acts have a word among theirs."""
    found = defaultdict(set)
    for row in advice_table("acts")["entries"]:
        for written in (row["label"], *row["words"]):
            for word in re.findall("[a-z]{4,}", written.lower()):
                found[word].add(row.get("act", row["key"]))
    for row in advice_table("words")["acts"]:
        for written in (*row["says"], *row.get("hints", ())):
            for word in re.findall(r"(?<![$@])\b[a-z]{4,}\b(?!\*)", written):
                found[word].add(row["act"])
    return {word: frozenset(acts) for word, acts in found.items() if len(acts) <= COMMON}
