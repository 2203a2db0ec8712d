"""How the clauses of a version are laid out to be read: sections, columns of a table, second halves, furniture."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from belisha.policy.models import Clause
from belisha.policy.reading.clauses import FURNITURE

FINISHED = ".;:!?"
# A lead-in that says when: without it, what stands in its list would hold always.
WHEN = re.compile(
    r"\b(?:if|when|whenever|where|wherever|before|after|while|whilst|during|unless|until|except|using|in case)\b", re.I
)


@dataclass(frozen=True)
class Section:
    """A section as it is read: its title, an anchor, its clauses in order, and the heading that opens it."""

    anchor: str
    title: str
    clauses: list[Clause]
    heading: Clause | None = None


def sections(rows: Iterable[Clause]) -> list[Section]:
    """The clauses by the headings they stand under, without page furniture; each knows its column and its opening."""
    found: list[Section] = []
    before = lead = None
    for clause in rows:
        clause.column, clause.opening = "", _opening(before, clause) or _condition(lead, clause)
        before = clause
        lead = clause if clause.kind == "information" and clause.text.rstrip(" -–").endswith(":") else lead
        if clause.kind == "heading":
            found.append(Section(f"section-{len(found) + 1}", clause.text, [], clause))
        elif not is_furniture(clause):
            if not found:
                found.append(Section("section-1", "", []))
            found[-1].clauses.append(clause)
    return [section for section in _with_columns(found) if section.clauses or section.title]


def is_furniture(clause: Clause) -> bool:
    """Whether it is a running head, a page number or a line of the printed list of contents."""
    return clause.kind == "information" and clause.why == FURNITURE.why


def _opening(before: Clause | None, clause: Clause) -> str:
    """The words that a second half goes on from: "and must not reply." says nothing by itself."""
    if before is None or before.kind == "heading" or before.text[-1:] in FINISHED:
        return ""
    if not clause.text[:1].islower() or clause.start - before.end > 1:
        return ""
    return f"{before.opening} {before.text}".strip()


def _condition(lead: Clause | None, clause: Clause) -> str:
    """The lead-in that gave an item its strength, where it says when: "When they use their own phone, staff must:"."""
    if lead is None or clause.cue_start is None or not lead.start <= clause.cue_start < lead.end:
        return ""
    return lead.text if WHEN.search(lead.text) else ""


def _with_columns(found: list[Section]) -> list[Section]:
    """Below "Do" and "Don't" the cells stand in turns: each says which column it is from, and the heads go."""
    made: list[Section] = []
    for section in found:
        above = [*_empty(made), section]
        for clause in section.clauses:
            clause.column = next((head.title for head in above if head.heading and _holds(head.heading, clause)), "")
        columns = {clause.column for clause in section.clauses} - {""}
        if len(columns) > 1:
            made = [other for other in made if not (other in above and other.title in columns)]
            over = made.pop() if _empty(made) else section
            section = replace(over, clauses=section.clauses)
        else:
            for clause in section.clauses:
                clause.column = ""
        made.append(section)
    return made


def _empty(made: list[Section]) -> list[Section]:
    """The headings at the end under which nothing stands yet."""
    at = len(made)
    while at and not made[at - 1].clauses:
        at -= 1
    return made[at:]


def _holds(heading: Clause, clause: Clause) -> bool:
    """Whether the word that decided the clause stands in the heading."""
    return clause.cue_start is not None and heading.start <= clause.cue_start < heading.end
