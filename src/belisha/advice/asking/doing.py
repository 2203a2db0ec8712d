"""What people want to do, as a list to choose from: packs/advice/acts.yaml, read and checked once. No database."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache

from belisha.advice.asking.lexicon import Text, compiled
from belisha.advice.asking.lexicon import read as read_words
from belisha.advice.asking.matching import PUPILS, Heard, Question
from belisha.packs.advising import advice_table
from belisha.packs.pack import PackError
from belisha.reasoning.facts import FactError, FactSchema
from belisha.reasoning.shipped import shipped_facts

ACT = "act"
SOMETHING_ELSE = "something-else"


@dataclass(frozen=True)
class Doing:
    """One thing that people want to do. `facts` is what the entry itself says, the act apart; `leads_to` is another
    room that helps. An entry without an act leads there, or asks for the act (something else)."""

    key: str
    label: str
    group: str
    act: str = ""
    facts: Mapping[str, object] = field(default_factory=dict)
    words: tuple[str, ...] = ()
    leads_to: str = ""

    @property
    def begins(self) -> bool:
        """Does it begin a question, or only lead elsewhere?"""
        return bool(self.act) or self.key == SOMETHING_ELSE

    @property
    def says(self) -> dict[str, object]:
        """Everything that the entry says, the act included."""
        return {ACT: self.act, **self.facts} if self.act else dict(self.facts)


@dataclass(frozen=True)
class Group:
    """What people would look for in one place."""

    key: str
    label: str
    doings: tuple[Doing, ...]


@cache
def doings() -> tuple[Doing, ...]:
    """All entries, in the order in which they are shown. PackError where the table is damaged."""
    return read(advice_table("acts"), shipped_facts())


@cache
def _by_key() -> dict[str, Doing]:
    return {each.key: each for each in doings()}


def doing(key: str) -> Doing:
    """The entry of that key. KeyError where there is none."""
    return _by_key()[key]


@cache
def groups() -> tuple[Group, ...]:
    """The entries in their groups."""
    return tuple(
        Group(row["key"], row["label"], tuple(each for each in doings() if each.group == row["key"]))
        for row in advice_table("acts")["groups"]
    )


def read(table: Mapping, facts: FactSchema) -> tuple[Doing, ...]:
    """The entries of a table. PackError names the entry that is wrong, and how."""
    found = tuple(_entry(row, facts) for row in table["entries"])
    _once("key", (each.key for each in found))
    _once("label", (each.label.lower() for each in found))
    _check_groups({row["key"] for row in table["groups"]}, {each.group for each in found})
    if missing := [act for act in facts.facts[ACT].values if act not in {each.act for each in found}]:
        raise PackError(f"acts: no entry leads to {', '.join(missing)}")
    if SOMETHING_ELSE not in {each.key for each in found}:
        raise PackError(f"acts: there is no entry {SOMETHING_ELSE!r}")
    return found


def _entry(row: Mapping, facts: FactSchema) -> Doing:
    said = {ACT: row.get("act"), **row.get("facts", {})}
    try:
        typed = facts.typed(said)
        for name in typed:
            facts.check(name, [said[name]] if isinstance(said[name], str) else said[name], row["key"])
    except FactError as error:
        raise PackError(f"acts, entry {row['key']}: {error}") from error
    act = typed.pop(ACT, "")
    if not act and "leads_to" not in row and row["key"] != SOMETHING_ELSE:
        raise PackError(f"acts, entry {row['key']}: it has no act and leads nowhere")
    return Doing(
        row["key"], row["label"], row["group"], act, typed, tuple(row["words"]), row.get("leads_to", "")
    )  # fmt: skip


def _once(what: str, values: Iterable[str]) -> None:
    if twice := [value for value, number in Counter(values).items() if number > 1]:
        raise PackError(f"acts: the {what} {twice[0]!r} is there twice")


def _check_groups(named: set[str], used: set[str]) -> None:
    if odd := named ^ used:
        raise PackError(f"acts: the group {min(odd)!r} is not both named and used")


# -- from words ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Found:
    """An entry that words lead to; the facts that the entry and the words say; and which words say what."""

    doing: Doing
    facts: Mapping[str, object]
    why: Mapping[str, str]


@dataclass(frozen=True)
class Alarm:
    """Words that smell of danger, and what comes before anything else."""

    key: str
    first: str
    words: str


def match(text: str) -> list[Found]:
    """The entries that a question in somebody's own words leads to, the best first; an entry of each act before a
    second one of any. Never empty: whatever is not understood is something else, with what was."""
    question = Question(read_words(text))
    spoken = {act for act, _, _ in question.acts}
    guessed = [row for row in question.guessed if row[0] not in spoken]
    unsure = [_found(doing(SOMETHING_ELSE), question.heard(""), "")] if not spoken else []
    found = [*_ranked(question, question.acts), *unsure, *_ranked(question, guessed)]
    first: dict[str, Found] = {}
    for each in found:
        first.setdefault(each.doing.key, each)
    return list(first.values())


def _ranked(question: Question, acts: list[tuple[str, float, str]]) -> list[Found]:
    """The entries of acts, the likeliest first; an entry of each before a second one of any."""
    scored = []
    for order, (act, _, words) in enumerate(acts):
        heard = question.heard(act)
        entries = [each for each in doings() if act in (each.act, each.key)]
        ranked = sorted(entries, key=lambda entry, heard=heard: -_fits(entry, heard, question.text))
        scored += [(at, order, _found(each, heard, words)) for at, each in enumerate(ranked)]
    return [found for _, _, found in sorted(scored, key=lambda row: row[:2])]


def alarms(text: str) -> tuple[Alarm, ...]:
    """What words that smell of danger put first. A denial before them changes nothing: better once too often."""
    said = read_words(text)
    found = []
    for row in advice_table("words")["alarms"]:
        hits = [hit for pattern in compiled(tuple(row["says"])) for hit in said.find(pattern)]
        if hits:
            found.append(Alarm(row["key"], row["first"], said.words(max(hits, key=len))))
    return tuple(found)


def _fits(entry: Doing, heard: Heard, text: Text) -> float:
    """How well an entry of an act fits what was said."""
    agree = [_agree(value, heard.facts.get(name)) for name, value in entry.facts.items()]
    # Who the other person is must be said: no entry that names one is taken for want of a better.
    unsaid = [name for name in entry.facts if name.startswith("counterpart.") and name not in heard.facts]
    named = sum(f" {' '.join(read_words(each).tokens)} " in text.joined for each in entry.words)
    return 3 * agree.count(True) - 9 * agree.count(False) - 2 * agree.count(None) - 9 * len(unsaid) + named


def _agree(entrys: object, said: object) -> bool | None:
    if said is None:
        return None
    if isinstance(entrys, frozenset):
        return entrys <= said
    return entrys == said or {entrys, said} <= set(PUPILS)


def _found(entry: Doing, heard: Heard, words: str) -> Found:
    """The entry with what was heard; what the words say goes before what the entry says."""
    sets = {name: value | heard.facts[name] for name, value in entry.facts.items()
            if isinstance(value, frozenset) and name in heard.facts}  # fmt: skip
    why = {ACT: words} if words else {}
    return Found(entry, {**entry.says, **heard.facts, **sets}, {**why, **heard.why})


def reading(text: str, entry: Doing) -> Found:
    """The same words, read for an entry that somebody chose."""
    return _found(entry, Question(read_words(text)).heard(entry.act), "")
