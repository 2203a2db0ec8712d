"""What was decided about the edition before, proposed again for a new one. No database.

Every decision about a sentence whose words are unchanged is proposed again: how it is read, where it was cut and with
what it was joined. It is only proposed: a person confirms it, all of them at once if they like.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import asdict, replace

from belisha.policy import rules
from belisha.policy.lineage import align, same
from belisha.policy.reading.folding import fold
from belisha.policy.reading.particulars import particulars
from belisha.policy.written import Written

# So many clauses in a row are tried as one sentence that was cut, or as one that was joined.
LONGEST_RUN = 6
DECIDED = ("kind", "modality", "binds", "pack_id", "pack_sure")


def next_edition(before: Sequence, source: str, clauses: list[Written], number: int) -> list[Written]:
    """The clauses of a new edition, each with where it comes from and with what was decided about it.

    `before` are the clauses of version `number`, in order; whatever has their fields will do.
    """
    clauses = list(_joined(before, _cut(before, source, clauses)))
    lineage = align(before, clauses)
    origins = [[before[at] for at in places] for places in lineage]
    return [_known(clause, origin, number) for clause, origin in zip(clauses, origins, strict=True)]


def changed(clause, words_before: dict[str, str]) -> bool:
    """Whether a clause is new or says it in other words than the one clause that it goes back to.

    `words_before` are the texts of the version before, by id.
    """
    if len(clause.came_from) != 1:
        return True
    return same(clause.text) != same(words_before.get(clause.came_from[0], ""))


def _known(clause: Written, origin: list, number: int) -> Written:
    clause = replace(clause, came_from=tuple(each.ident for each in origin))
    if len(origin) != 1 or not origin[0].decided or clause.decided or clause.kind == "heading":
        return clause
    if same(origin[0].text) != same(clause.text):
        return clause
    decided = {name: getattr(origin[0], name) for name in DECIDED}
    decided["binds"] = tuple(decided["binds"])
    why = f"You decided this for version {number}."
    return replace(clause, **decided, why=why, confidence=1.0, decided=False)


# -- cut and joined --------------------------------------------------------------------------------------------------


def _cut(before: Sequence, source: str, clauses: list[Written]) -> Iterator[Written]:
    """A clause that was cut before is cut again, at the same words."""
    runs, alone = _runs(before), {same(each.text) for each in before}
    taken = {clause.ident for clause in clauses}
    for clause in clauses:
        run = runs.get(same(clause.text))
        if run is None or clause.kind == "heading" or same(clause.text) in alone:
            yield clause
            continue
        for part in _parts(clause, source, [len(each.text.split()) for each in run], taken):
            taken.add(part.ident)
            yield part


def _runs(before: Sequence) -> dict[str, list]:
    """Every few decided clauses that stand in a row, by their words together."""
    found: dict[str, list] = {}
    for first in range(len(before)):
        for length in range(2, LONGEST_RUN + 1):
            run = before[first : first + length]
            if len(run) < length or not all(each.decided and each.kind != "heading" for each in run):
                break
            found.setdefault(same(" ".join(each.text for each in run)), list(run))
    return found


def _parts(clause: Written, source: str, sizes: list[int], taken: set[str]) -> Iterator[Written]:
    """The clause in pieces of so many words each."""
    folded = fold(source, clause.start, clause.end)
    begins = folded.text.find(clause.text)
    words = list(re.finditer(r"\S+", clause.text))
    if begins < 0 or sum(sizes) != len(words):
        yield clause
        return
    firsts = [sum(sizes[:at]) for at in range(len(sizes))]
    starts = [clause.start, *(folded.at[begins + words[first].start()] for first in firsts[1:])]
    ends = [*starts[1:], clause.end]
    idents = set(taken)
    for at, (first, size) in enumerate(zip(firsts, sizes, strict=True)):
        text = clause.text[words[first].start() : words[first + size - 1].end()]
        ident = rules.next_ident(clause.ident, idents) if at else clause.ident
        idents.add(ident)
        yield _piece(clause, ident=ident, number="" if at else clause.number, text=text, start=starts[at], end=ends[at])


def _piece(clause: Written, *, start: int, end: int, text: str, **fields) -> Written:
    lit = clause.cue_end is not None and start <= clause.cue_start and clause.cue_end <= end
    cue = (clause.cue_start, clause.cue_end) if lit else (None, None)
    said = asdict(particulars(text, clause.kind))
    return replace(
        clause, start=start, end=end, text=text, cue_start=cue[0], cue_end=cue[1], particulars=said, **fields
    )  # fmt: skip


def _joined(before: Sequence, clauses: Iterator[Written]) -> Iterator[Written]:
    """Clauses that were joined before are joined again."""
    clauses, wanted = list(clauses), {same(each.text) for each in before if each.decided and each.kind != "heading"}
    at = 0
    while at < len(clauses):
        length = _together(clauses, at, wanted)
        yield _one(clauses[at : at + length])
        at += length


def _together(clauses: list[Written], at: int, wanted: set[str]) -> int:
    """How many clauses from this one on are one clause of the edition before."""
    text = same(clauses[at].text)
    if text in wanted:
        return 1
    for length in range(2, LONGEST_RUN + 1):
        run = clauses[at : at + length]
        if len(run) < length or any(each.kind == "heading" for each in run):
            return 1
        if same(" ".join(each.text for each in run)) in wanted:
            return length
    return 1


def _one(run: list[Written]) -> Written:
    if len(run) == 1:
        return run[0]
    text = " ".join(each.text for each in run)
    return _piece(run[0], start=run[0].start, end=run[-1].end, text=text)
