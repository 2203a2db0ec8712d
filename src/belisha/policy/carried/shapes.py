"""What a file of data brings: as much of a version as another school can use."""

from dataclasses import dataclass

from belisha.policy.rules import BINDS, KINDS, LONGEST_IDENT, MODALITIES
from belisha.policy.written import LONGEST, Written

UNSURE = 0.0


@dataclass(frozen=True)
class Carried:
    """A policy out of a file. `pages` are offsets into `source`, as in `policy.models.Version`."""

    title: str
    source: str
    clauses: tuple[Written, ...]
    pages: tuple[int, ...] = ()


@dataclass(frozen=True)
class Line:
    """One sentence or heading of a catalog, before it has a place in a text."""

    text: str
    kind: str = "information"
    modality: str = "statement"
    number: str = ""
    ident: str = ""
    section: str = ""
    binds: tuple[str, ...] = ()
    why: str = ""
    confidence: float = UNSURE
    decided: bool = False
    pack_id: str = ""
    pack_sure: bool = False
    particulars: dict | None = None


def laid_out(title: str, lines: list[Line]) -> Carried:
    """The lines as a text with their places in it. Ids that are missing, too long or taken are made anew."""
    parts, clauses, taken, at = [], [], set(), 0
    for line in lines:
        start = at
        mark = f"{line.number} " if line.number and line.kind != "heading" else ""
        parts.append(f"{mark}{line.text}\n\n")
        at += len(parts[-1])
        ident = line.ident if 0 < len(line.ident) <= LONGEST_IDENT and line.ident not in taken else _free(taken)
        taken.add(ident)
        clauses.append(_written(line, ident, start, at - 2))
    return Carried(title, "".join(parts), tuple(clauses))


def _free(taken: set[str]) -> str:
    number = len(taken) + 1
    while f"x-{number}" in taken:
        number += 1
    return f"x-{number}"


def _written(line: Line, ident: str, start: int, end: int) -> Written:
    known = line.kind in KINDS and line.modality in MODALITIES and set(line.binds) <= set(BINDS)
    return Written(
        ident=ident, number=line.number[: LONGEST["number"]], section=line.section[: LONGEST["section"]],
        text=line.text, start=start, end=end, kind=line.kind if known else "information",
        modality=line.modality if known else "statement", binds=line.binds if known else (),
        why=line.why[: LONGEST["why"]], cue_start=None, cue_end=None,
        confidence=line.confidence if known else UNSURE, decided=line.decided and known,
        pack_id=line.pack_id, pack_sure=line.pack_sure, particulars=line.particulars or {},
    )  # fmt: skip
