"""A version of a policy as plain frozen values: the one shape that every writer of this folder takes."""

import datetime
import re
from dataclasses import dataclass
from uuid import NAMESPACE_URL, UUID, uuid5

from belisha.policy.reading.marks import read_mark
from belisha.policy.rules import DRAFT, NORMATIVE, READABLE
from belisha.policy.written import Written


@dataclass(frozen=True)
class Standing:
    """What belongs to the school: how far the version came, who approved it, and what the school chose."""

    school: str
    number: int
    state: str = DRAFT
    pack: str = ""
    fingerprint: str = ""
    approved_by: str = ""
    approved_on: datetime.date | None = None
    minute: str = ""
    published_at: datetime.datetime | None = None
    superseded_at: datetime.datetime | None = None
    review_due: datetime.date | None = None
    review_months: int = 12
    acknowledge_days: int = 10
    review_notice_days: int = 60


@dataclass(frozen=True)
class Plain:
    """One version, whole. `made_at` is when it was taken out."""

    id: UUID
    title: str
    source: str
    clauses: tuple[Written, ...]
    standing: Standing
    made_at: datetime.datetime
    pages: tuple[int, ...] = ()

    @property
    def draft(self) -> bool:
        """Whether nobody published it, so that it must not be taken for the policy."""
        return self.standing.state not in READABLE

    @property
    def urn(self) -> str:
        """A name for this version that names nobody."""
        return f"urn:belisha:version:{self.id}"

    def key(self, what: str) -> str:
        """A UUID that is the same every time this version is taken out; standards refuse those that tell a time."""
        return str(uuid5(NAMESPACE_URL, f"{self.urn}:{what}"))

    @property
    def last_changed(self) -> datetime.datetime:
        """When the words were fixed: published or, before that, now."""
        return self.standing.published_at or self.made_at


@dataclass(frozen=True)
class Section:
    """A heading (none before the first one) and the sentences under it. `depth` is 1 for the outermost heading."""

    heading: Written | None
    clauses: tuple[Written, ...]
    depth: int


def normative(clause: Written) -> bool:
    """Whether it asks, forbids, allows or threatens something."""
    return clause.kind in NORMATIVE


def sections(plain: Plain) -> list[Section]:
    """The clauses by the headings they stand under, in the order of the document."""
    found: list[tuple[Written | None, list[Written], int]] = []
    above: list[str] = []
    for clause in plain.clauses:
        if clause.kind == "heading":
            above = above[: above.index(clause.section) + 1] if clause.section in above else []
            found.append((clause, [], len(above) + 1))
            above = [*above, clause.text]
        else:
            if not found:
                found.append((None, [], 1))
            found[-1][1].append(clause)
    return [Section(heading, tuple(clauses), depth) for heading, clauses, depth in found]


def columns(plain: Plain) -> dict[str, str]:
    """Clause id → the head of the table column that it stands in: what is below "Don't" must not read as advice.

    A cell's strength was read from its column's head. Where all cells of a section stand in one column, that head is
    their heading and says it already.
    """
    heads = [clause for clause in plain.clauses if clause.kind == "heading"]
    found: dict[str, str] = {}
    for section in sections(plain):
        inside = {clause.ident: head for clause in section.clauses if (head := _head_of(clause, heads))}
        found |= inside if len(set(inside.values())) > 1 else {}
    return found


def _head_of(clause: Written, heads: list[Written]) -> str:
    at = clause.cue_start
    return next((head.text for head in heads if at is not None and head.start <= at < head.end), "")


@dataclass(frozen=True)
class Paragraph:
    """One line of the document: its mark as printed ("7.2", "(a)", "•" or nothing) and the clauses in it."""

    mark: str
    clauses: tuple[Written, ...]

    @property
    def text(self) -> str:
        return " ".join(clause.text for clause in self.clauses)


def paragraphs(plain: Plain, clauses: tuple[Written, ...]) -> list[Paragraph]:
    """Sentences that stand in one line of the document, together again with the mark before them."""
    found: list[list[Written]] = []
    for clause in clauses:
        last = found[-1][-1] if found else None
        if last and _in_one_line(plain.source, last, clause):
            found[-1].append(clause)
        else:
            found.append([clause])
    return [Paragraph(mark(plain.source, group[0]), tuple(group)) for group in found]


def _in_one_line(source: str, before: Written, after: Written) -> bool:
    between = source[before.end : after.start]
    return before.end <= after.start and not between.strip() and "\n" not in between and not mark(source, after)


def mark(source: str, clause: Written) -> str:
    """The number or bullet that the document prints before a clause; "•" for every bullet."""
    words = source[clause.start : clause.end]
    found = read_mark(words)
    if found.number:
        number = found.number
        return number if clause.kind == "heading" or not _dotted(words, number) else f"{number}."
    return "•" if found.bullet else ""


def _dotted(words: str, number: str) -> bool:
    return bool(re.match(rf"\W*{re.escape(number)}\.(?!\d)", words)) and number[-1:].isalnum()
