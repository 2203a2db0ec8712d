"""Written cases ("May I…?" as nested facts) to typed facts, and an answer back into the shape that they expect.

The shape is that of `belisha advise --scenarios`: who, counterpart, channel, act, content, circumstances. A field
that a case does not mention means what the fact schema says that silence means; null, or "unknown", is not known.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from belisha.reasoning.deciding import decide
from belisha.reasoning.explanation import ASKED, MEANT, TAKEN, Explanation
from belisha.reasoning.facts import SET, FactSchema, Value
from belisha.reasoning.rules import ACT, Rulebook

GROUPS = ("who", "counterpart", "channel", "content", "circumstances")
UNKNOWN = "unknown"
TOPIC = "content.topic"


@dataclass(frozen=True)
class Read:
    """The facts of a case, where each comes from, and what could not be read, in words."""

    known: dict[str, Value]
    sources: dict[str, str]
    not_understood: tuple[str, ...]


def read_case(case: Mapping, facts: FactSchema) -> Read:
    """The facts of one case. What is not on the list of facts is left unknown and reported, never guessed."""
    said = {f"{group}.{name}": raw for group in GROUPS for name, raw in (case.get(group) or {}).items()}
    said[ACT] = case.get(ACT)
    # A way that has no name of its own but runs on some app or site is online, whichever it is (clause 2-03-b).
    if said.get("channel.platform") and "channel.online" not in said:
        said["channel.online"] = True
    known: dict[str, Value] = {}
    complaints: list[str] = []
    mentioned = _renamed(said, facts)
    for name, raw in mentioned.items():
        if raw is None or raw == UNKNOWN or name in facts.no_clause_asks:
            continue
        if name not in facts.facts:
            # That something is not so changes nothing, whatever it is.
            complaints += [f"there is no fact called {name!r}"] if raw is not False else []
            continue
        several = facts.facts[name].kind == SET
        raw = _several(raw) if several else raw
        wrong = facts.unread(name, raw)
        complaints += [f"{name} cannot be {word!r}" for word in wrong]
        known |= facts.typed({name: _kept(raw, wrong) if several or not wrong else facts.facts[name].unread or None})
    sources = dict.fromkeys(known, ASKED)
    for name, fact in facts.facts.items():
        if name not in mentioned and fact.silent is not None and known.get(ACT) not in fact.not_silent_for:
            known[name], sources[name] = fact.silent, TAKEN
    return Read(known, sources, tuple(complaints))


def _several(raw: object) -> object:
    """The values of a set; a single word stands for a list of one."""
    return [raw] if isinstance(raw, str) else raw or []


def _kept(raw: object, wrong: tuple[str, ...]) -> object:
    """What could be read of a value; where that is nothing, it is not known."""
    if not wrong:
        return raw
    return ([each for each in raw if str(each) not in wrong] or None) if isinstance(raw, list) else None


def _renamed(said: Mapping, facts: FactSchema) -> dict:
    """The fields of a case, those that are another way of saying a fact put into it.

    A topic can be one too: "personal_information" as the topic says what it is about.
    """
    if (field := f"content.{said.get(TOPIC)}") in facts.also_named and facts.unread(TOPIC, said[TOPIC]):
        said = {**{name: raw for name, raw in said.items() if name != TOPIC}, field: True}
    found = {facts.same_as[name]: raw for name, raw in said.items() if name in facts.same_as}
    found |= {name: raw for name, raw in said.items() if name not in facts.also_named and name not in facts.same_as}
    for name in said:
        for fact, value in facts.also_named.get(name, {}).items() if said[name] is True else ():
            found[fact] = [*_several(found.get(fact)), value] if facts.facts[fact].kind == SET else value
    return found


def answer_case(book: Rulebook, case: Mapping) -> tuple[Explanation, Read]:
    """The answer to one case, and how it was read."""
    read = read_case(case, book.facts)
    return decide(book, read.known, read.sources, unread=bool(read.not_understood)), read


def facts_again(data: Mapping, facts: FactSchema) -> tuple[dict[str, Value], dict[str, str]]:
    """The facts of a kept answer (Explanation.as_data), and where each came from: deciding on them gives it again."""
    rows = [row for row in data["facts"] if row["source"] != MEANT]
    return facts.typed({row["name"]: row["value"] for row in rows}), {row["name"]: row["source"] for row in rows}


def as_answer(explanation: Explanation, read: Read) -> dict:
    """An answer in the words of the `expected` part of a case, with the rest of what the engine can say."""
    return {
        "verdict": explanation.verdict,
        "until_then": explanation.until_then or None,
        "deciding_clauses": list(explanation.deciding),
        "also_relevant": list(explanation.relevant),
        "exceptions": [
            {"clause": each.clause, "met": each.met, "missing": list(each.missing)} for each in explanation.exceptions
        ],
        "duties": [{**row, "deadline": row["deadline"] or None} for row in explanation.duties],
        "gaps": list(explanation.gaps),
        "must_show": [row["key"] for row in explanation.notes],
        "must_ask": [each.fact for each in explanation.asked_because],
        "instead": explanation.instead or None,
        "could_become": explanation.mildest,
        "not_understood": list(read.not_understood),
        "facts": {
            fact.name: {"value": fact.value, "source": fact.source}
            for fact in explanation.facts
            if fact.name in read.known and fact.source != TAKEN
        },
        "taken_for_granted": [name for name, source in read.sources.items() if source == TAKEN],
    }
