"""What stands beside a clause while it is looked through."""

from belisha.policy.models import Clause


def beside(rows: list[Clause], source: str, chosen: Clause) -> list[tuple[Clause, str, str, str]]:
    """The clauses of the chosen one's section, each as (clause, words before the cue, the cue, words after it).

    The cue is the chosen clause's: it lies in its own words, or in the lead-in that it inherited its strength from.
    """
    at = next(index for index, clause in enumerate(rows) if clause.pk == chosen.pk)
    first = next((index for index in range(at, -1, -1) if rows[index].kind == "heading"), 0)
    last = next((index for index in range(at + 1, len(rows)) if rows[index].kind == "heading"), len(rows))
    return [_lit(clause, source, chosen) for clause in rows[first:last]]


def _lit(clause: Clause, source: str, chosen: Clause) -> tuple[Clause, str, str, str]:
    inside = chosen.cue_end and clause.start <= chosen.cue_start and chosen.cue_end <= clause.end
    left, right = (chosen.cue_start, chosen.cue_end) if inside else (clause.end, clause.end)
    return clause, source[clause.start : left], source[left:right], source[right : clause.end]


def step(rows: list[Clause], chosen: Clause, *, unsure_only: bool, back: bool = False) -> Clause | None:
    """The clause to look at next (or before): of all that are not headings, or of those nobody is sure about."""
    order = [row for row in rows if row.kind != "heading"]
    after = [row for row in order if (row.position < chosen.position if back else row.position > chosen.position)]
    wanted = [row for row in after if not unsure_only or not row.sure]
    return (wanted[-1] if back else wanted[0]) if wanted else None
