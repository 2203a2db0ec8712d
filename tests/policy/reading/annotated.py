"""Invented policies in which every clause was marked by hand, and the measures of how well the reader finds them.

A mark such as {{must}} stands before the first word of each clause that is scored, and {{must-not/should-not}} where
a careful person could read it either way. What has no mark is information. The measures are those of the design's
own scorer (`policy-model.md`, 1.2): found, precision, and modality of what was found.
"""

import re
from pathlib import Path
from typing import NamedTuple

SHAPES = Path(__file__).parent / "shapes"
MARK = re.compile(r"\{\{([a-z/-]+)\}\}")
START = 7  # words of a clause that are enough to know it by


class Marked(NamedTuple):
    """One clause as a person marked it: its first words, and the modalities that are right."""

    start: list[str]
    right: tuple[str, ...]


def words_of(text: str) -> list[str]:
    """The words of a text as the scorer compares them."""
    text = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", text)
    return re.findall(r"[a-z0-9]+", text.lower().replace("’", "'").replace("'", ""))


def annotated(name: str) -> tuple[str, list[Marked]]:
    """The document without its marks, and the clauses that were marked in it."""
    raw = (SHAPES / name).read_text("utf-8")
    gold = []
    for mark in MARK.finditer(raw):
        after = raw[mark.end() :]
        line = re.split(r"\{\{|\n|\||\t|(?<=\w\w[.?!]) ", after)[0]
        gold.append(Marked(words_of(line)[:START], tuple(mark[1].split("/"))))
    return MARK.sub("", raw), gold


def measured(gold: list[Marked], read: list[tuple[str, str]]) -> dict[str, float]:
    """Found, precision and modality for what was read as clauses: rows of (text, modality)."""
    clauses = [(words_of(text), modality) for text, modality in read]
    hit, found, right = set(), 0, 0
    for mark in gold:
        places = [(at, i) for i, (words, _) in enumerate(clauses) if (at := _place(words, mark.start)) >= 0]
        hit |= {i for _, i in places}
        found += bool(places)
        right += bool(places) and clauses[min(places)[1]][1] in mark.right
    return {
        "found": found / len(gold),
        "precision": len(hit) / max(1, len(clauses)),
        "modality": right / max(1, found),
    }


def _place(words: list[str], start: list[str]) -> int:
    length = len(start)
    return next((i for i in range(len(words) - length + 1) if words[i : i + length] == start), -1)
