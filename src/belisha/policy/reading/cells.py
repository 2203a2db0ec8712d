"""Table cells under their column heads: what a head hands down, whom a row is about, what a mark means."""

import re
from dataclasses import dataclass, field, replace

from belisha.policy.reading.answers import tick, ticked
from belisha.policy.reading.folding import Folded
from belisha.policy.reading.judging import Setting
from belisha.policy.reading.kinds import main_modal
from belisha.policy.reading.leadins import LeadIn, from_heading, moved, turned
from belisha.policy.reading.passages import Piece, in_source, passages
from belisha.policy.reading.roles import named
from belisha.policy.reading.sentences import LONGEST
from belisha.policy.reading.shapes import Block, Judgement
from belisha.policy.reading.verbs import forbidding, imperative

COLUMN = Judgement("heading", "statement", "The head of a table column.", 0.95)
ROW_HEAD = Judgement("information", "statement", "The head of a table row.", 0.9)
EMPTY = Judgement("information", "statement", "A table cell that says nothing.", 0.9)
REASON = Judgement("information", "statement", "It stands in a column of reasons or notes.", 0.85)
WHY = re.compile(r"\W*(?:why|reasons?|rationale|because|notes?|comments?|risks?|benefits?|purpose|explanation)\b", re.I)
HEAD_WORDS = 12  # a first row with longer cells, or with full stops, is not a row of column heads
NOTHING = re.compile(r"\W*(?:n/?a|none|nil|not applicable)?\W*$", re.I)


@dataclass(slots=True)
class Table:
    """The table being read: its column heads, in words and as lead-ins, and whom the row is about."""

    columns: dict[int, LeadIn | None] = field(default_factory=dict)
    said: dict[int, str] = field(default_factory=dict)
    at: tuple[int, int] = (-1, -1)
    binds: tuple[str, ...] = ()


def cell_pieces(block: Block, folded: Folded, table: Table, headless: bool) -> list[Piece]:
    """The pieces of one cell; the first row are the heads, the first column may name who is bound."""
    number, row, column = block.cell
    plain = folded.plain
    if table.at[0] != number:
        table.columns, table.said = {}, {}
    if row == 0 and not headless:
        table.at, table.binds = (number, 0), ()
        table.said[column] = plain
        table.columns[column] = moved(from_heading(plain) or turned(plain), folded.at)
        return [Piece(block, block.start, folded.text, COLUMN, "heading")]
    if table.at != (number, row):
        table.at, table.binds = (number, row), ()
    head = table.columns.get(column)
    if NOTHING.match(plain) and not tick(plain):
        return [Piece(block, block.start, folded.text, EMPTY, "furniture")]
    if tick(plain) or (block.level and _mark(plain)):
        return [_ticked(block, folded, table)]
    if column == 0 and _is_row_head(plain, head):
        table.binds = named(plain)
        return [Piece(block, block.start, folded.text, ROW_HEAD, "furniture")]
    if WHY.match(table.said.get(column, "")):
        return [Piece(block, block.start, folded.text, REASON, "clause")]
    if head and table.binds and not head.binds:
        head = replace(head, binds=table.binds)
    lead = head or (LeadIn(plain, "norm", "must", table.binds, None, strong=False) if table.binds else None)
    return passages(block, folded, Setting(lead, listed=True, binds=table.binds), leads=False)


def _is_row_head(plain: str, head: LeadIn | None) -> bool:
    if head and head.strong:
        return False
    if forbidding(plain) or (plain[-1] in ".!" and imperative(plain)):
        return False
    return main_modal(plain[:LONGEST]) is None


def _mark(plain: str) -> str:
    """The mark that the cell is, or that a row ends with: "✓", "Not allowed"; "" if there is none."""
    ends = (plain, " ".join(plain.split(" ")[-2:]), plain.rsplit(" ", 1)[-1])
    return next((words for words in ends if tick(words)), "")


def _ticked(block: Block, folded: Folded, table: Table) -> Piece:
    word = _mark(folded.plain)
    at = len(folded.plain) - len(word)
    head = table.columns.get(block.level or block.cell[2])
    judged = ticked(word, (at, at + len(word)), head if head and head.strong else None)
    return Piece(block, block.start, folded.text, in_source(judged, folded, 0), "clause")
