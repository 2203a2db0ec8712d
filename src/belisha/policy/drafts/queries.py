"""What the review shows: a clause, the section it stands in, and which one to look at next."""

from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property

from belisha.policy import queries
from belisha.policy.models import Clause, Version
from belisha.policy.remembered import changed

# Which clauses are looked through, and what the filter is called.
FILTERS = {"all": "All", "unsure": "Unsure", "changed": "Changed"}


@dataclass
class Look:
    """A version as somebody looks it through: all of it, what nobody is sure about, or what changed."""

    version: Version
    rows: list[Clause]
    words_before: dict[str, str]
    show: str
    ident: str

    @cached_property
    def wanted(self) -> dict[str, list[Clause]]:
        """The clauses of each filter, in order."""
        spoken = [row for row in self.rows if row.kind != "heading"]
        found = {"all": spoken, "unsure": [row for row in spoken if not row.sure]}
        if self.version.before_id:
            found["changed"] = [row for row in spoken if changed(row, self.words_before)]
        return found

    @property
    def filters(self) -> list[tuple[str, str, int]]:
        """(key, label, how many) of each."""
        return [(key, FILTERS[key], len(some)) for key, some in self.wanted.items()]

    @cached_property
    def chosen(self) -> Clause | None:
        """The clause that was asked for, or the first of the filter."""
        asked = next((row for row in self.rows if row.ident == self.ident), None)
        return asked or next(iter(self.wanted[self.show]), None)

    @property
    def place(self) -> int:
        """Which one of the filter's clauses it is, from 1; 0 where it is none of them."""
        return next((at for at, row in enumerate(self.wanted[self.show], 1) if row is self.chosen), 0)

    @property
    def number(self) -> int:
        return len(self.wanted[self.show])

    @property
    def sure(self) -> int:
        """How many could be confirmed at once."""
        return sum(row.sure and not row.decided for row in self.wanted["all"])

    @property
    def other(self) -> str:
        """Where the key for the unsure ones leads: to them, or back to all."""
        return "all" if self.show == "unsure" else "unsure"

    @cached_property
    def next(self) -> Clause | None:
        return next((row for row in self.wanted[self.show] if row.position > self.chosen.position), None)

    @cached_property
    def before(self) -> Clause | None:
        return next((row for row in reversed(self.wanted[self.show]) if row.position < self.chosen.position), None)

    @property
    def onward(self) -> Clause | None:
        """What to look at when this one is decided. What is unsure is gone round until nothing is left."""
        left = [row for row in self.wanted["unsure"] if row is not self.chosen]
        return self.next or (left[0] if self.show == "unsure" and left else None)

    @cached_property
    def said_before(self) -> list[str] | None:
        """What the version before said here where it was changed; nothing where the clause is new."""
        if not self.version.before_id or not changed(self.chosen, self.words_before):
            return None
        return [self.words_before[ident] for ident in self.chosen.came_from if ident in self.words_before]

    @property
    def page(self) -> int:
        """The page of the document on which the clause begins, from 1; 0 where the document has none."""
        return bisect_right(self.version.pages, self.chosen.start) if self.version.document_id else 0

    @property
    def section(self) -> list[tuple[Clause, str, str, str]]:
        """The clauses of the chosen one's section, each as (clause, words before the cue, the cue, words after it).

        The cue is the chosen clause's: it lies in its own words, or in the lead-in that it took its strength from.
        """
        rows, at = self.rows, self.rows.index(self.chosen)
        first = next((index for index in range(at, -1, -1) if rows[index].kind == "heading"), 0)
        last = next((index for index in range(at + 1, len(rows)) if rows[index].kind == "heading"), len(rows))
        return [_lit(clause, self.version.source, self.chosen) for clause in rows[first:last]]


def look(actor, version: Version, asked) -> Look:
    """The version as `asked` for: `show` is a filter, `clause` an id. Two queries, however long it is."""
    rows = list(queries.clauses(actor, version).defer("particulars"))
    for row in rows:
        row.version, row.school = version, version.school  # whatever stands beside a clause asks for them
    before = version.before.clauses.values_list("ident", "text") if version.before_id else ()
    show = asked.get("show", "")
    known = show in FILTERS and (show != "changed" or version.before_id)
    return Look(version, rows, dict(before), show if known else "all", asked.get("clause", ""))


def _lit(clause: Clause, source: str, chosen: Clause) -> tuple[Clause, str, str, str]:
    inside = chosen.cue_end and clause.start <= chosen.cue_start and chosen.cue_end <= clause.end
    left, right = (chosen.cue_start, chosen.cue_end) if inside else (clause.end, clause.end)
    return clause, source[clause.start : left], source[left:right], source[right : clause.end]
