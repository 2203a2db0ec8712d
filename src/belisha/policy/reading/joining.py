"""Blocks that say nothing apart become one: a question and its yes or no, a table row and its marks."""

from itertools import pairwise

from belisha.policy.reading.answers import answered, tick
from belisha.policy.reading.cells import HEAD_WORDS
from belisha.policy.reading.folding import fold
from belisha.policy.reading.kinds import main_modal
from belisha.policy.reading.leadins import from_heading
from belisha.policy.reading.roles import named
from belisha.policy.reading.sentences import LONGEST, sentences
from belisha.policy.reading.shapes import Block
from belisha.policy.reading.verbs import third_person

ASKING = 600  # characters: a longer block is not a question


def with_answers(source: str, blocks: list[Block]) -> list[Block]:
    """A question and the block that answers it with yes or no become one block."""
    made: list[Block] = []
    for block in blocks:
        last = made[-1] if made else None
        if last and _may_answer(source, last, block) and _answers(source, last, block):
            skips = (*last.skips, (last.inner[1], block.inner[0]), *block.skips)
            inner = (last.inner[0], block.inner[1])
            made[-1] = Block(last.start, block.end, inner, "paragraph", skips=skips, number=last.number)
            continue
        made.append(block)
    return made


def _may_answer(source: str, last: Block, block: Block) -> bool:
    return (
        last.shape in {"heading", "paragraph", "item"}
        and block.shape in {"paragraph", "item"}
        and last.inner[1] - last.inner[0] < ASKING
        and "?" in source[max(last.inner[0], last.inner[1] - 8) : last.inner[1]]
    )


def _answers(source: str, last: Block, block: Block) -> bool:
    question = fold(source, *last.inner, last.skips).plain
    if not question.endswith("?"):
        return False
    asked = question[slice(*sentences(question)[-1])]
    end = min(block.inner[1], block.inner[0] + ASKING)
    return answered(asked, fold(source, block.inner[0], end, block.skips).plain) is not None


def with_ticked_rows(source: str, blocks: list[Block]) -> list[Block]:
    """A table row whose marks agree becomes one block: topic and mark say nothing apart. `level` is its column."""
    rows: dict[tuple[int, int], list[Block]] = {}
    heads: dict[tuple[int, int], str] = {}
    for block in blocks:
        if block.cell and block.cell[1]:
            rows.setdefault(block.cell[:2], []).append(block)
        elif block.cell:
            heads[block.cell[0], block.cell[2]] = source[slice(*block.inner)]
    joined: dict[int, Block | None] = {}
    for place, cells in rows.items():
        chosen = _deciding(source, cells, heads, place[0])
        if chosen is None:
            continue
        skips = tuple((a.inner[1], b.inner[0]) for a, b in pairwise(cells))
        if chosen is not cells[-1]:  # the other marks are not words of the clause
            skips = ((cells[0].inner[1], chosen.inner[0]), (chosen.inner[1], cells[-1].inner[1]))
        first, last = cells[0], cells[-1]
        inner = (first.inner[0], last.inner[1])
        joined[first.start] = Block(first.start, last.end, inner, "cell", chosen.cell[2], "", first.cell, skips)
        joined.update({cell.start: None for cell in cells[1:]})
    return [kept for block in blocks if (kept := joined.get(block.start, block)) is not None]


def _deciding(source: str, cells: list[Block], heads: dict, table: int) -> Block | None:
    """The mark that says how the row is meant: the only one, the only yes, or any of several that agree."""
    if len(cells) < 2 or cells[0].cell[2] or tick(_words(source, cells[0])):
        return None
    marks = [(cell, tick(_words(source, cell))) for cell in cells[1:]]
    if not all(said for _, said in marks):
        return None
    if len({said for _, said in marks}) == 1 and (len(marks) == 1 or not _strong(heads, marks, table)):
        return marks[0][0]
    yes = [cell for cell, said in marks if said == "yes"]
    return yes[0] if len(yes) == 1 and _strong(heads, marks, table) else None


def _strong(heads: dict, marks: list, table: int) -> bool:
    found = [from_heading(heads.get((table, cell.cell[2]), "")) for cell, _ in marks]
    return all(lead is not None and lead.strong for lead in found)


def _words(source: str, cell: Block) -> str:
    return source[slice(*cell.inner)].strip("*_ ")


def headless(source: str, blocks: list[Block]) -> set[int]:
    """The tables whose first row is a row like the others: long, marked, or saying what somebody does."""
    first: dict[int, list[str]] = {}
    for block in blocks:
        if block.cell and block.cell[1] == 0:
            first.setdefault(block.cell[0], []).append(fold(source, *block.inner, block.skips).plain)
    return {table for table, words in first.items() if not _are_heads(words)}


def _are_heads(words: list[str]) -> bool:
    if any(len(cell.split()) > HEAD_WORDS or cell[-1:] in {".", ";", "!"} for cell in words):
        return False
    if any(tick(cell) and not from_heading(cell) for cell in words[1:]):
        return False
    if any(len(cell.split()) > 3 and main_modal(cell[:LONGEST]) and not from_heading(cell) for cell in words[1:]):
        return False
    return not (len(words) > 1 and named(words[0]) and third_person(words[1]))
