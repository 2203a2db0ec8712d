"""A difference as a page shows it: what it is about, its words in runs, and what is another now, in plain words."""

from collections.abc import Iterable
from dataclasses import dataclass

from belisha.changes.rules import KINDS, UNCHANGED, Difference, Turn
from belisha.policy import rules as policy

NAMES = {
    "kind": "What it is",
    "modality": "How strong",
    "binds": "Who is bound",
    "exceptions": "Exceptions",
    "tell": "Whom to tell",
    "deadline": "By when",
}
WORDS = {"kind": policy.KINDS, "modality": policy.MODALITIES, "binds": policy.BINDS, "tell": policy.BINDS}
# What is said of a clause that was not there before: the words say the rest.
OF_NEW = ("modality", "binds")
NOBODY = "nobody in particular"
ENDS = " ¶ "


@dataclass(frozen=True)
class Fact:
    """One thing that is another now. `before` is empty for a clause that is new."""

    name: str
    before: str
    after: str


@dataclass(frozen=True)
class Shown:
    """One difference, ready for the page."""

    key: str
    title: str
    tags: tuple[str, ...]
    runs: tuple[tuple[str, str], ...]
    facts: tuple[Fact, ...]
    binds: str


def shown(difference: Difference) -> Shown:
    """The difference in the words of the page."""
    tags = tuple(label for kind, label in KINDS.items() if kind in difference.kinds and kind != UNCHANGED)
    runs = tuple((run.what, ENDS.join(run.parts)) for run in difference.runs)
    binds = ", ".join(policy.BINDS.get(word, word) for word in difference.binds) or NOBODY
    return Shown(difference.key, _title(difference), tags, runs, tuple(_facts(difference)), binds)


def _title(difference: Difference) -> str:
    if difference.heading:
        return "Heading"
    was, now = ([place.label for place in each] for each in (difference.was, difference.now))
    if not was or not now or was == now:
        return _named(now or was)
    return f"{_named(now)}, before {_named(was).lower()}"


def _named(labels: list[str]) -> str:
    return f"Clause{'s' if len(labels) > 1 else ''} {' and '.join(labels)}"


def _facts(difference: Difference) -> Iterable[Fact]:
    several = len(difference.now) > 1
    for place, turns in zip(difference.now, difference.turns, strict=True):
        for turn in turns:
            name = f"{NAMES[turn.name]} ({place.label})" if several else NAMES[turn.name]
            if difference.was:
                yield Fact(name, _words(turn, turn.before), _words(turn, turn.after))
            elif turn.name in OF_NEW and not difference.silent:
                yield Fact(name, "", _words(turn, turn.after))


def _words(turn: Turn, value: str | tuple[str, ...]) -> str:
    known = WORDS.get(turn.name, {})
    if isinstance(value, str):
        return known.get(value, value) or "nothing said"
    return "; ".join(known.get(each, each) for each in value) or (NOBODY if turn.name == "binds" else "none")
