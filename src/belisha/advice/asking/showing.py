"""An answer as a page shows it: from the explanation that was kept, in plain words. No database."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from belisha.advice.asking import rules
from belisha.packs.advising import advice_table
from belisha.packs.loading import load_pack
from belisha.reasoning.explanation import ASKED, DECIDES, MEANT, OPEN
from belisha.reasoning.facts import FactSchema
from belisha.reasoning.rules import PERMITTED

SAID_SO = "You said so"
DEADLINES = {
    "immediately": "at once", "promptly": "soon", "on_joining": "when you join", "regularly": "regularly",
    "yearly": "once a year",
}  # fmt: skip
RESULTS = {
    "violated": "It would break this clause.",
    "curable": "It would break this clause until what is missing is there.",
    "excepted": "An exception lifts this clause.",
    "caution": "It asks for care.",
    "allowed": "It allows this.",
    "noted": "It has to do with this.",
    OPEN: "It is not known whether this clause applies.",
}
# What an exception can ask for, as the rules name it.
NEEDS = {
    "declared": "that you have declared the family tie",
    "acknowledged": "that the Headteacher has acknowledged the family tie",
    "agreed_protocol_followed": "that a way of keeping in touch was agreed, and that you keep to it",
    "discussed_in_advance": "that the Headteacher has talked it over with you beforehand",
    "agreed_protocol_covers_this": "an agreed protocol that covers this",
    "express_permission_headteacher": "the clear permission of the Headteacher",
}
NOT_SAID = "You did not say what you want to do, so no clause could be tested. That is not a yes."
ASK_OR_FIND_OUT = "Find out what is not known, or ask the Headteacher before you do it."
# Notes with which the safeguarding route is offered before anything else.
SAFEGUARDING = frozenset({"danger_to_child", "safety_first", "stop_page", "do_not_copy"})


@dataclass(frozen=True)
class Line:
    """A sentence with the clause it comes from, where there is one."""

    says: str
    clause: object = None


@dataclass(frozen=True)
class ClauseLine:
    """A clause that bears on the answer: its words in the school's policy, and how it came out."""

    ident: str
    clause: object
    decides: bool
    result: str


@dataclass(frozen=True)
class ExceptionLine:
    """An exception that was tested: whether it is met, and what is missing, in words."""

    ident: str
    clause: object
    met: bool
    missing: tuple[str, ...]


@dataclass(frozen=True)
class FactLine:
    """A fact that the answer rests on, and how we know."""

    label: str
    value: str
    source: str
    says: str = ""
    url: str = ""


@dataclass(frozen=True)
class Answer:
    """Everything that an answer page says."""

    verdict: str
    words: str
    because: tuple[Line, ...]
    instead: str
    duties: tuple[Line, ...]
    stops: tuple[str, ...]
    first: tuple[str, ...]
    notes: tuple[str, ...]
    is_stop: bool
    safeguarding: bool
    unknown: tuple[str, ...]
    mildest: str
    left_out: bool
    clauses: tuple[ClauseLine, ...]
    exceptions: tuple[ExceptionLine, ...]
    gaps: tuple[str, ...]
    facts: tuple[FactLine, ...]
    # What they want to do was not said, so that no clause could be tested.
    unsaid: bool = False

    @property
    def unknown_in_words(self) -> str:
        return _listed(self.unknown)


def answer(data: Mapping, facts: FactSchema, clauses: Mapping, registers: Mapping) -> Answer:
    """The answer from an explanation as plain data, the clauses of its version, and what the registers said."""
    if rules.unsaid(data):
        return _unsaid(data, facts, registers)
    notes, verdict = data["notes"], data["verdict"]
    left_out = bool(data.get("left_out"))
    instead = ASK_OR_FIND_OUT if _only_open(data) else data["instead"]
    return Answer(
        verdict, _words(verdict, left_out), _because(data, clauses, facts), instead, _duties(data, clauses),
        _said(notes, "stop"), _said(notes, "first"), _said(notes, "note"), bool(data.get("stop")),
        any(row["key"] in SAFEGUARDING for row in notes),
        tuple(facts.facts[row["fact"]].label for row in data["asked_because"] if row["fact"] in facts.facts),
        rules.VERDICT_WORDS[data["mildest"]], left_out, _clauses(data, clauses), _exceptions(data, clauses),
        tuple(shipped_gaps()[key] for key in data["gaps"] if key in shipped_gaps()), _facts(data, facts, registers),
    )  # fmt: skip


def first_notes(explanation) -> tuple[str, ...]:
    """What stands above everything, already while questions are asked."""
    return _said(explanation.notes, "first")


def is_safeguarding(explanation) -> bool:
    return any(row["key"] in SAFEGUARDING for row in explanation.notes)


@cache
def shipped_gaps() -> dict[str, str]:
    """The gaps of the shipped policy in words, by their names."""
    return {gap.id: gap.gap for gap in load_pack(advice_table("rules")["pack"]).gaps}


def _words(verdict: str, left_out: bool) -> str:
    return "No clause forbids it." if verdict == PERMITTED and left_out else rules.VERDICT_WORDS[verdict]


def _unsaid(data: Mapping, facts: FactSchema, registers: Mapping) -> Answer:
    """The answer to somebody who did not say what they want to do: none, and no clause."""
    return Answer(
        data["verdict"], rules.NO_ANSWER, (Line(NOT_SAID),), "Choose what you want to do, or ask the Headteacher.", (),
        _said(data["notes"], "stop"), _said(data["notes"], "first"), _said(data["notes"], "note"),
        bool(data.get("stop")), any(row["key"] in SAFEGUARDING for row in data["notes"]), (),
        rules.VERDICT_WORDS[data["mildest"]], False, (), (), (), _facts(data, facts, registers), True,
    )  # fmt: skip


def _deciding(data: Mapping) -> list:
    return [row for row in data["clauses"] if row["role"] == DECIDES and row["because"]]


def _only_open(data: Mapping) -> bool:
    """Whether it is not known of any clause that decides that it applies."""
    rows = _deciding(data)
    return bool(rows) and all(row["result"] == OPEN for row in rows)


def _because(data: Mapping, clauses: Mapping, facts: FactSchema) -> tuple[Line, ...]:
    """The reasons of the clauses that decide. Where none is certain to apply, what would have to be known instead:
    nobody is told off by a sentence that may have nothing to do with them."""
    if _only_open(data):
        return tuple(Line(_depends(row, facts), clauses.get(row["id"])) for row in _deciding(data))
    lines = {
        row["because"]: Line(row["because"], clauses.get(row["id"])) for row in _deciding(data) if row["result"] != OPEN
    }
    return tuple(lines.values())


def _depends(row: Mapping, facts: FactSchema) -> str:
    """That it is not known whether a clause applies, and on what that depends."""
    labels = [facts.facts[name].label for name in row.get("open", ()) if name in facts.facts]
    on = f" That depends on: {_listed(labels)}." if labels else ""
    return f"It is not known whether this clause applies.{on}"


def _listed(labels) -> str:
    """Labels within a sentence. Only the first letter is made small: "the Headteacher" stays."""
    return "; ".join(label[:1].lower() + label[1:] for label in labels)


def _duties(data: Mapping, clauses: Mapping) -> tuple[Line, ...]:
    rows = {}
    for row in data["duties"]:
        when = DEADLINES.get(row.get("deadline", ""), "")
        sentence = f"{row['act'][:1].upper()}{row['act'][1:]}{f', {when}' if when else ''}."
        rows.setdefault(sentence, Line(sentence, clauses.get(row["clause"])))
    return tuple(rows.values())


def _said(notes, kind: str) -> tuple[str, ...]:
    return tuple(row["says"] for row in notes if row["kind"] == kind)


def _clauses(data: Mapping, clauses: Mapping) -> tuple[ClauseLine, ...]:
    """Each clause once, those that decide first. What nobody had to go into, since the answer was settled without it,
    stays in the record and off the page: a friend request has nothing to do with indecent images."""
    rows = {}
    for row in data["clauses"]:
        decides = row["role"] == DECIDES
        if row["result"] == OPEN and not decides and not data["asked_because"]:
            continue
        line = ClauseLine(row["id"], clauses.get(row["id"]), decides, RESULTS.get(row["result"], ""))
        rows.setdefault(row["id"], line)
    return tuple(rows.values())


def _exceptions(data: Mapping, clauses: Mapping) -> tuple[ExceptionLine, ...]:
    return tuple(
        ExceptionLine(
            row["clause"], clauses.get(row["clause"]), row["met"],
            tuple(NEEDS.get(name, name.replace("_", " ")) for name in row["missing"]),
        )
        for row in data["exceptions"]
    )  # fmt: skip


def _facts(data: Mapping, facts: FactSchema, registers: Mapping) -> tuple[FactLine, ...]:
    lines = []
    for row in data["facts"]:
        fact = facts.facts.get(row["name"])
        if fact is None or row["value"] is None:
            continue
        value = row["value"] if isinstance(row["value"], str) else frozenset(row["value"])
        on_file = registers.get(row["name"], {})
        source, says, url = _source(row["source"]), on_file.get("says", ""), on_file.get("url", "")
        lines.append(FactLine(fact.label, fact.in_words(value), source, says, url))
    return tuple(lines)


def _source(source: str) -> str:
    if source.startswith("register:"):
        return "The school’s registers"
    return {ASKED: SAID_SO, MEANT: "What the policy says its words mean"}.get(source, "Taken for granted")
