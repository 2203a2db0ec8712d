"""What decides about asking, without a database: which question comes next, and when the answer stops everything."""

import hashlib
import json
from collections.abc import Collection, Mapping
from uuid import UUID, uuid4

from belisha.core.workflow import Workflow
from belisha.reasoning.explanation import DECIDES, VIOLATED, Explanation
from belisha.reasoning.facts import SET, Fact, FactSchema, Value
from belisha.reasoning.rules import ACT, VERDICTS, Rulebook
from belisha.reasoning.shipped import shipped_facts

ASKING, ANSWERED = "asking", "answered"
STATES = {ASKING: "Not finished", ANSWERED: "Answered"}
LIFECYCLE = Workflow(say=({ASKING}, ASKING), conclude=({ASKING}, ANSWERED))
VERDICT_WORDS = dict(
    zip(
        VERDICTS,
        ("You may.", "Be careful.", "You need permission first. Until then: no.", "You must not."),
        strict=True,
    )
)
# What is said in the place of a verdict where nobody said what they want to do.
NO_ANSWER = "There is no answer yet."
# How a record is written before it is hashed, so that anybody can do it again.
CANONICAL = {"sort_keys": True, "ensure_ascii": False, "separators": (",", ":")}
# The question which of one's own declarations is meant. It is no fact, but settles several, so it comes before them.
DECLARATION = "declaration"
# Asked on a page of its own, although nearly always "none of these": a child's safety may hang on it.
ASKED_ALONE = frozenset({"content.topic"})
# What an act is all about has no usual answer there, whatever it is elsewhere.
CENTRAL = {
    "content.image_of": frozenset({"publish_image", "take_image", "share", "access_material"}),
    "content.about": frozenset(
        {"post", "share", "comment", "publish_image", "give_information", "request_information"}
    ),
    "content.tone": frozenset({"post", "comment"}),
    "content.work_related": frozenset({"message", "reply", "email", "call", "create_group"}),
    "content.official_source": frozenset({"share"}),
    "content.identifies_school": frozenset({"add_profile_info"}),
    "content.confidential": frozenset({"give_information"}),
    "content.explicit": frozenset({"access_material", "bring_device"}),
    "circumstances.emergency": frozenset({"call"}),
}
OF_A_DECLARATION = frozenset(
    {
        *("counterpart.declared", "counterpart.discussed_in_advance"),
        *("counterpart.acknowledged", "counterpart.agreed_protocol_followed"),
    }
)


def typed(facts: FactSchema, said: Mapping[str, object]) -> dict[str, Value]:
    """What was said as facts. What the list of facts does not hold, or no longer holds, is not known."""
    listed = {name: value for name, value in said.items() if name in facts.facts and not facts.facts[name].derived}
    return facts.typed(
        {name: value for name, value in listed.items() if value is not None and not facts.unread(name, value)}
    )


def weighed(
    said: Mapping[str, Value], registers: Mapping[str, tuple[Value | None, Collection[str]]]
) -> tuple[dict[str, Value], tuple[str, ...]]:
    """The facts to decide on, and the names of those that are a register's.

    A register gives a value and the values that may stand in its place if the asker says so. What it knows is so,
    whatever was said. Where it knows nothing and names values, another word than these is not known.
    """
    values, used = dict(said), []
    for name, (value, may_be) in registers.items():
        if name in said and said[name] in may_be:
            continue
        if value is not None:
            values[name] = value
            used.append(name)
        elif may_be:
            values.pop(name, None)
    return values, tuple(used)


def usually(facts: FactSchema, values: Mapping[str, Value], said: Collection[str]) -> dict[str, Value]:
    """The facts as they would be if all that nobody spoke of were as it nearly always is. Nothing is decided on it: it
    only tells which questions are worth a page of their own."""
    act = values.get(ACT)
    return dict(values) | {
        name: fact.silent
        for name, fact in facts.facts.items()
        if name not in values and name not in said and act and _is_usual(facts, name, act)
    }


def next_questions(
    explanation: Explanation, usual: Explanation, facts: FactSchema, said: Collection[str], asked: Collection[str],
    choices: bool,
) -> tuple[str, ...]:  # fmt: skip
    """What the next page asks for: one fact, or DECLARATION; nothing where nothing more would change the answer.

    First what is open even if everything else is as usual (`usual`, decided on `usually`), beginning with what may
    settle the answer soonest. Then all that has an ordinary answer, put to the adult together, to agree to or to
    change; and one by one what that left open. What was answered with "I don't know" stands in `said` and is not asked
    again. `choices`: whether the adult has declarations of their own to choose from.
    """
    if any(note["kind"] == "stop" for note in explanation.notes):
        return ()
    if not any(each.name == ACT and each.value for each in explanation.facts):
        # Without it every rule is open, and nobody wants to be asked thirty things: it comes first, or nothing does.
        return () if ACT in said else (ACT,)
    act = next(each.value for each in explanation.facts if each.name == ACT)
    waiting = [each.fact for each in explanation.asked_because if each.fact not in said]
    ordinary = tuple(name for name in waiting if _is_usual(facts, name, act))
    first = _soonest(usual, said, waiting)
    if not first and not ordinary:
        first = next(iter(waiting), "")
    if first in OF_A_DECLARATION and choices and DECLARATION not in asked:
        return (DECLARATION,)
    return (first,) if first else ordinary


def _soonest(usual: Explanation, said: Collection[str], waiting: Collection[str]) -> str:
    """What to ask first: what keeps open the clause that decides, which hangs on the fewest facts; then the rest."""
    deciding = [name for each in usual.clauses if each.role == DECIDES for name in each.open]
    rest = [each.fact for each in usual.asked_because]
    return next((name for name in (*deciding, *rest) if name in waiting and name not in said), "")


def _is_usual(facts: FactSchema, name: str, act: str) -> bool:
    """Whether a fact has an answer that is the same in nearly every case of an act."""
    return facts.facts[name].silent is not None and name not in ASKED_ALONE and act not in CENTRAL.get(name, ())


def stops(explanation: Explanation, book: Rulebook) -> bool:
    """Whether a clause that nothing excuses is broken for certain, so that there is nothing to ask, cure or send."""
    absolute = {rule.key for rule in book.rules if rule.absolute}
    broken = any(
        each.rule in absolute and each.role == DECIDES and each.result == VIOLATED for each in explanation.clauses
    )
    return broken or any(note["kind"] == "stop" for note in explanation.notes)


def in_order(facts: FactSchema, said: Collection[str], asked: Collection[str]) -> list[str]:
    """What was said, numbered from the first: what the inquiry began with, then what was asked, as it was asked."""
    begun = [name for name in facts.facts if name in said and name not in asked]
    return begun + [name for name in asked if name in said or name == DECLARATION]


def proof(record: Mapping) -> str:
    """SHA-256 over a record in its one canonical form: keys sorted, no spaces, UTF-8."""
    return hashlib.sha256(json.dumps(record, **CANONICAL).encode()).hexdigest()


def facts() -> FactSchema:
    """The facts in whose words answers are shown."""
    return shipped_facts()


def as_value(fact: Fact, raw) -> Value:
    """A value as it was kept, as facts hold it."""
    return frozenset(raw) if fact.kind == SET else raw


def deciding(data: Mapping) -> list[str]:
    """The clauses that decide, each once, from an explanation as plain data."""
    return list(dict.fromkeys(row["id"] for row in data["clauses"] if row["role"] == DECIDES))


def unsaid(data: Mapping) -> bool:
    """Whether an explanation as plain data was given without knowing what somebody wants to do."""
    return not any(row["name"] == ACT and row["value"] for row in data["facts"])


def key_from(text: str | None) -> UUID:
    """The key that a form carried against a second click; a new one where it is none."""
    try:
        return UUID(text or "")
    except ValueError:
        return uuid4()
