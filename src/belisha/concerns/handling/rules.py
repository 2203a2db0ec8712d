"""What is to be done about a concern, from its type and from what was answered. Tables and walks; no database."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache

from belisha.packs.concerning import concern_table

NOT_STARTED, DOING, DONE, NOT_NEEDED = "not_started", "doing", "done", "not_needed"
STEP_STATES = {DOING: "Under way", DONE: "Done", NOT_NEEDED: "Not needed"}
IN_WORDS = {NOT_STARTED: "not started", DOING: "in progress", DONE: "completed", NOT_NEEDED: "not needed"}

# What a platform did with a report.
REMOVED, PARTLY, REFUSED = "removed", "partly", "refused"
OUTCOMES = {REMOVED: "It took the post down", PARTLY: "It took a part of it down", REFUSED: "It left it up"}

# Facts that open a step.
EMPLOYER, ABOUT_ADULT, PLATFORM_LATE, INTIMATE = "employer", "about_adult", "platform_late", "intimate"
# The step whose answer says which of the branches of an indecent image it is.
BRANCH = "branch"
ANY, INDECENT_KIND = "any", "indecent_image"


@dataclass(frozen=True)
class Ask:
    """One thing to answer. `second`: another ask whose answer must be another name."""

    key: str
    label: str
    kind: str
    hint: str = ""
    needed: bool = False
    second: str = ""
    choices: Mapping[str, str] = field(default_factory=dict)
    section: str = ""
    inside: bool = False


@dataclass(frozen=True)
class Answered:
    """A condition: an ask, of a step or of the paper itself, was answered with one of these."""

    ask: str
    is_: tuple[str, ...]
    step: str = ""
    says: str = ""


@dataclass(frozen=True)
class Step:
    """One step, as its table has it."""

    number: int
    key: str
    kinds: tuple[str, ...]
    group: str
    label: str
    says: str
    asks: tuple[Ask, ...]
    source: str
    branches: tuple[str, ...] = ()
    numbers: str = ""
    does: str = ""
    fact: str = ""
    when: Answered | None = None
    unless: Answered | None = None


@cache
def steps() -> tuple[Step, ...]:
    """Every step that ships, in its order."""
    return tuple(_step(row) for row in concern_table("steps")["steps"])


def step_numbered(number: int) -> Step | None:
    return next((each for each in steps() if each.number == number), None)


def groups() -> dict[str, str]:
    """The groups in their order."""
    return concern_table("steps")["groups"]


def stands(step: Step, kind: str, said: Mapping[str, Mapping], facts: Collection[str]) -> bool:
    """Whether a step is to be done: by the type, what was answered (step → ask → answer) and what is so.

    A step that somebody has already written something down in always stands: nothing that was done is hidden.
    """
    if step.key in said:
        return True
    if ANY not in step.kinds and kind not in step.kinds:
        return False
    if step.branches and kind == INDECENT_KIND and said.get(BRANCH, {}).get(BRANCH) not in step.branches:
        return False
    if step.fact and step.fact not in facts:
        return False
    if step.when and not _so(step.when, said):
        return False
    return not (step.unless and _so(step.unless, said))


def standing(kind: str, said: Mapping[str, Mapping], facts: Collection[str]) -> list[Step]:
    """The steps of a concern, in the order of their groups."""
    order = list(groups())
    found = [each for each in steps() if stands(each, kind, said, facts)]
    return sorted(found, key=lambda each: order.index(each.group))


def missing(asks: Iterable[Ask], answers: Mapping[str, str]) -> list[Ask]:
    """What is needed and was not answered."""
    return [ask for ask in asks if ask.needed and not answers.get(ask.key)]


def same_person(asks: Iterable[Ask], answers: Mapping[str, str]) -> list[Ask]:
    """Where two different people were asked for and one name was given twice."""
    said = {key: " ".join(str(value).split()).casefold() for key, value in answers.items()}
    return [ask for ask in asks if ask.second and said.get(ask.key) and said[ask.key] == said.get(ask.second)]


def platform_is_late(due: datetime, outcome: str, unsafe: bool, now: datetime) -> bool:
    """Whether to go past the platform: it refused, had its time, or a child may not be safe and it has not acted."""
    if outcome == REMOVED:
        return False
    return unsafe or bool(outcome) or now >= due


def platform_due(reported: datetime, hours: int) -> datetime:
    """When a platform has had its time: so many hours, by the school's terms, after a report."""
    return reported + timedelta(hours=hours)


def names_a_child(texts: Iterable[str], names: Iterable[str]) -> bool:
    """Whether one of these texts has the name of one of these children in it, as far as the school's list knows it."""
    words = [_folded(text) for text in texts]
    return any(_folded(name) in text for name in names if name.strip() for text in words)


def _folded(text: str) -> str:
    return f" {' '.join(''.join(sign if sign.isalnum() else ' ' for sign in text.casefold()).split())} "


def _so(wanted: Answered, said: Mapping[str, Mapping]) -> bool:
    return said.get(wanted.step, {}).get(wanted.ask) in wanted.is_


def ask_from(row: dict) -> Ask:
    return Ask(**row)


def answered_from(row: dict | None) -> Answered | None:
    return Answered(row["ask"], tuple(row["is"]), row.get("step", ""), row.get("says", "")) if row else None


def _step(row: dict) -> Step:
    plain = {name: row[name] for name in ("number", "key", "group", "label", "says", "source")}
    extra = {name: row[name] for name in ("numbers", "does", "fact") if name in row}
    return Step(
        **plain, **extra, kinds=tuple(row["kinds"]), branches=tuple(row.get("branches", ())),
        asks=tuple(map(ask_from, row["asks"])), when=answered_from(row.get("when")),
        unless=answered_from(row.get("unless")),
    )  # fmt: skip
