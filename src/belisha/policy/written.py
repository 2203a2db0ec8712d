"""From a file or a pack to the clauses of a draft. No database: what comes out is handed to an action."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field, replace
from functools import lru_cache
from pathlib import Path

from belisha import config
from belisha.packs import PackClause, as_document, load_pack, render
from belisha.policy.matching import match
from belisha.policy.reading import Item, Reading
from belisha.policy.reading.apart import Bounds, read_apart
from belisha.policy.reading.particulars import particulars

SHIPPED = "staff-social-media"
# The reader's words for what it found that is no sentence of its own.
LONGEST = {"number": 20, "section": 300, "why": 500, "ident": 20}


@dataclass(frozen=True)
class Written:
    """One clause as it will stand in a draft; the fields are those of `policy.models.Clause`."""

    ident: str
    number: str
    section: str
    text: str
    start: int
    end: int
    kind: str
    modality: str
    binds: tuple[str, ...]
    why: str
    cue_start: int | None
    cue_end: int | None
    confidence: float
    decided: bool = False
    pack_id: str = ""
    pack_sure: bool = False
    particulars: dict = field(default_factory=dict)
    came_from: tuple[str, ...] = ()

    def fields(self) -> dict:
        """As keyword arguments for the model."""
        return {**asdict(self), "binds": list(self.binds), "came_from": list(self.came_from)}


@lru_cache(maxsize=64)
def shipped(school: str) -> Mapping[str, PackClause]:
    """The clauses of the shipped policy by id, in the words of a school."""
    return {clause.id: clause for clause in render(load_pack(SHIPPED), {"school": school})}


def from_file(
    path: Path, filename: str, limit: int, progress: Callable[[int], None] | None = None
) -> tuple[Reading, list[Written]]:
    """Read a document and match its clauses with the shipped policy. Raises `Unreadable`; `limit` is in bytes.

    `progress` is told now and then how much has been read, in hundredths.
    """
    made = config.load()
    bounds = Bounds(made.reading_memory, made.reading_seconds, 2 * made.reading_seconds)
    reading = read_apart(path, filename, limit, progress, bounds)
    clauses = _each_its_own([_from_item(item) for item in reading.items])
    spoken = [at for at, item in enumerate(reading.items) if item.kind != "heading"]
    for found in match([reading.items[at] for at in spoken], load_pack(SHIPPED).clauses):
        at = spoken[found.index]
        clauses[at] = replace(clauses[at], pack_id=found.pack_id or "", pack_sure=found.sure)
    return reading, clauses


def _each_its_own(clauses: list[Written]) -> list[Written]:
    """The clauses with ids and numbers that differ: a long id was cut; a numbered sentence may hold several duties."""
    taken: set[str] = set()
    shared = Counter(clause.number for clause in clauses if clause.kind != "heading")
    for at, clause in enumerate(clauses):
        if clause.number and clause.kind != "heading" and shared[clause.number] > 1 and clause.ident[-1:].isalpha():
            clauses[at] = clause = replace(
                clause, number=f"{clause.number[:16]}({clause.ident.rpartition('-')[2]})"[:20]
            )
        if clause.ident in taken:
            clauses[at] = replace(clause, ident=f"x-{at}")
        taken.add(clauses[at].ident)
    return clauses


def _from_item(item: Item) -> Written:
    start, end = item.cue or (None, None)
    short = {name: getattr(item, name)[:length] for name, length in LONGEST.items()}
    short["ident"] = short["ident"].replace(".", "-")  # 7.3.1 is 7-03-1-a: an id stands in addresses
    return Written(
        **short, text=item.text, start=item.start, end=item.end, kind=item.kind, modality=item.modality,
        binds=item.binds, cue_start=start, cue_end=end, confidence=item.confidence,
        particulars=asdict(item.particulars),
    )  # fmt: skip


def from_pack(name: str, values: Mapping[str, str]) -> tuple[str, list[Written]]:
    """The shipped policy with a school's particulars: its text, and its clauses with headings between them."""
    pack = load_pack(name)
    source, spans = as_document(pack, values)
    sections = {section.number: section.title for section in pack.sections}
    clauses, reached = [], 0
    for clause in render(pack, values):
        start, end = spans[clause.id]
        line = source.rindex("\n", 0, start) + 1
        clauses += _headings(source, reached, line, len(clauses))
        clauses.append(_from_pack(clause, sections[clause.section], source[line:start].strip(), line, end))
        reached = end
    return source, clauses


def _from_pack(clause: PackClause, section: str, number: str, start: int, end: int) -> Written:
    return Written(
        ident=clause.id, number=number, section=section, text=clause.text, start=start, end=end, kind=clause.kind,
        modality=clause.modality, binds=clause.binds, why="From the shipped policy.", cue_start=None, cue_end=None,
        confidence=1.0, decided=True, pack_id=clause.id, pack_sure=True,
        particulars=asdict(particulars(clause.text, clause.kind)),
    )  # fmt: skip


def _headings(source: str, start: int, end: int, number: int) -> list[Written]:
    """The lines between two clauses that hold words: titles and headings."""
    found, at = [], start
    for line in source[start:end].splitlines(keepends=True):
        if words := line.strip():
            begin = at + line.index(words)
            found.append(_heading(number + len(found), words, begin, begin + len(words)))
        at += len(line)
    return found


def _heading(number: int, text: str, start: int, end: int) -> Written:
    return Written(
        ident=f"h-{number}", number="", section=text[:300], text=text, start=start, end=end, kind="heading",
        modality="statement", binds=(), why="A heading.", cue_start=None, cue_end=None, confidence=1.0, decided=True,
    )  # fmt: skip
