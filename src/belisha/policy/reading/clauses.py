"""Blocks into pieces: every sentence judged under the lead-in, heading or column head that it stands below."""

from dataclasses import dataclass, field, replace
from itertools import pairwise

from belisha.policy.reading.answers import answered, is_bare, tick, ticked
from belisha.policy.reading.folding import Folded, fold
from belisha.policy.reading.judging import Setting, judge
from belisha.policy.reading.kinds import main_modal
from belisha.policy.reading.leadins import (
    NOUN_LIST,
    PREAMBLE,
    RESPONSIBLE,
    LeadIn,
    from_heading,
    introduces,
    lead_in,
    moved,
)
from belisha.policy.reading.modals import modals
from belisha.policy.reading.roles import named
from belisha.policy.reading.sentences import LONGEST, sentences
from belisha.policy.reading.shapes import Block, Judgement
from belisha.policy.reading.splitting import parts
from belisha.policy.reading.verbs import forbidding, gerund, imperative

HEADING = Judgement("heading", "statement", "A heading.", 0.95)
FURNITURE = Judgement("information", "statement", "A page number, running head or rule of the page.", 0.9)
HEAD_WORDS = 12  # a first row with longer cells, or with full stops, is not a row of column heads
LEADS = Judgement("information", "statement", "A lead-in: its strength goes to the list below it.", 0.9)
ROW_HEAD = Judgement("information", "statement", "The head of a table row.", 0.9)


@dataclass(frozen=True, slots=True)
class Piece:
    """A span of the source with its words and reading; `role` is heading, lead, furniture or clause."""

    block: Block
    start: int
    text: str
    judged: Judgement
    role: str


@dataclass(slots=True)
class Above:
    """What stands above the block being read; changes as the document goes by."""

    heading: LeadIn | None = None
    preamble: bool = False
    leads: dict[int, LeadIn | None] = field(default_factory=dict)
    columns: dict[int, LeadIn | None] = field(default_factory=dict)
    row: tuple[int, int] = (-1, -1)
    row_binds: tuple[str, ...] = ()


def pieces(source: str, blocks: list[Block]) -> list[Piece]:
    """Every piece of the document in order. Their starts are offsets; each reaches to the next piece."""
    above, made = Above(), []
    blocks = _with_answers(source, _with_ticked_rows(source, blocks))
    for index, block in enumerate(blocks):
        folded = fold(source, *block.inner, block.skips)
        following = blocks[index + 1] if index + 1 < len(blocks) else None
        if not folded.text:
            made.append(Piece(block, block.start, source[block.start : block.end].strip(), FURNITURE, "furniture"))
        elif block.shape == "furniture":
            made.append(Piece(block, block.start, folded.text, FURNITURE, "furniture"))
        elif block.shape == "heading":
            made.append(_heading(block, folded, above))
        elif block.shape == "cell":
            made += _cell(block, folded, above)
        else:
            made += _prose(block, folded, above, following)
    return made


def _heading(block: Block, folded: Folded, above: Above) -> Piece:
    plain = folded.plain
    above.leads.clear()
    above.preamble = bool(PREAMBLE.search(plain)) and not RESPONSIBLE.search(plain)
    above.heading = moved(from_heading(plain), folded.at) if not plain.endswith("?") else None
    return Piece(block, block.start, folded.text, HEADING, "heading")


def _cell(block: Block, folded: Folded, above: Above) -> list[Piece]:
    """A table cell under its column head; the first row are the heads, the first column may name who is bound."""
    table, row, column = block.cell
    plain = folded.plain
    if row == 0 and len(plain.split()) <= HEAD_WORDS and plain[-1] not in ".;!":
        if column == 0 or above.row[0] != table:
            above.columns = {}
        above.row = (table, 0)
        above.columns[column] = moved(from_heading(plain), folded.at)
        return [Piece(block, block.start, folded.text, replace(HEADING, why="The head of a table column."), "heading")]
    if above.row != (table, row):
        above.row, above.row_binds = (table, row), ()
    head = above.columns.get(column)
    if tick(plain.rsplit(" ", 1)[-1]) or tick(plain):
        return [_ticked(block, folded, above)]
    if column == 0 and not (head and head.strong) and main_modal(plain[:LONGEST]) is None:
        above.row_binds = named(plain)
        return [Piece(block, block.start, folded.text, ROW_HEAD, "furniture")]
    if head and above.row_binds and not head.binds:
        head = replace(head, binds=above.row_binds)
    lead = head or (LeadIn(plain, "norm", "must", above.row_binds, None, strong=False) if above.row_binds else None)
    return _sentences(block, folded, Setting(lead, listed=True, binds=above.row_binds), leads=False)


def _ticked(block: Block, folded: Folded, above: Above) -> Piece:
    word = folded.plain if tick(folded.plain) else folded.plain.rsplit(" ", 1)[-1]
    at = len(folded.plain) - len(word)
    column = block.level or block.cell[2]
    judged = ticked(word, (at, at + len(word)), above.columns.get(column))
    return Piece(block, block.start, folded.text, _in_source(judged, folded, 0), "clause")


def _prose(block: Block, folded: Folded, above: Above, following: Block | None) -> list[Piece]:
    depth = block.level if block.shape == "item" else 0
    listed = depth > 0 or _goes_on_list(folded.plain, above)
    if not listed:
        above.leads.clear()
    for deeper in [level for level in above.leads if depth and level >= depth]:
        del above.leads[deeper]
    lead = above.leads[max(above.leads)] if above.leads else above.heading
    opening = folded.plain[:LONGEST]
    fragment = gerund(opening) and not modals(opening)
    under_heading = not above.leads and above.heading is not None and (bool(fragment) or imperative(opening))
    setting = Setting(lead, listed or bool(under_heading), above.preamble, above.heading.binds if above.heading else ())
    leads = _opens_list(folded.plain, depth, following)
    made = _sentences(block, folded, setting, leads)
    if leads:
        last = sentences(folded.plain)[-1]
        opened = moved(lead_in(folded.plain[last[0] :]), folded.at[last[0] :])
        if opened is None and NOUN_LIST.search(folded.plain[last[0] :]):
            opened = LeadIn(folded.plain[last[0] :], "information", "statement", (), None)
        if opened is None and lead is not None and listed and not modals(opening):
            opened = lead
        above.leads[depth] = opened
        if opened is None:
            del above.leads[depth]
    return made


def _goes_on_list(plain: str, above: Above) -> bool:
    """An unmarked line below a lead-in that can only be its list item: it has no subject and no modal."""
    if 0 not in above.leads or introduces(plain):
        return False
    bare = plain[0].islower() or bool(imperative(plain) or forbidding(plain) or gerund(plain))
    return bare and main_modal(plain[:LONGEST]) is None


def _opens_list(plain: str, depth: int, following: Block | None) -> bool:
    if following is None or following.shape not in {"item", "paragraph"}:
        return False
    deeper = following.shape == "item" and following.level > depth
    if introduces(plain):
        return deeper or following.shape == "paragraph"
    return deeper and plain[-1] not in ".!?;," and (depth == 0 or bool(modals(plain[-24:])))


def _sentences(block: Block, folded: Folded, setting: Setting, leads: bool) -> list[Piece]:
    """The pieces of one block of prose; the last sentence may be the lead-in of a list."""
    plain = folded.plain
    spans = sentences(plain)
    made: list[tuple[int, int, Judgement, str]] = []
    index = 0
    while index < len(spans):
        left, right = spans[index]
        if index + 1 < len(spans) and plain[right - 1] == "?":
            taken = _answer(plain, spans, index, setting)
            if taken:
                made.append((left, spans[index + taken - 1][1], taken_judgement(plain, spans, index), "clause"))
                index += taken
                continue
        if leads and index == len(spans) - 1 and _only_leads(plain[left:right]):
            made.append((left, right, LEADS, "lead"))
        else:
            made += _judged_parts(plain, left, right, setting, first=index == 0, made=made)
        index += 1
    return [_piece(block, folded, order, *row) for order, row in enumerate(made)]


def _only_leads(plain: str) -> bool:
    """Whether a lead-in rules nothing by itself: its strength goes to the list, or it has none."""
    return lead_in(plain) is not None or (introduces(plain) and not modals(plain) and not imperative(plain))


def _answer(plain: str, spans: list, index: int, setting: Setting) -> int:
    """How many sentences the question, its yes or no, and an explanation that only repeats it take; 0 if none."""
    judged = taken_judgement(plain, spans, index)
    if judged is None:
        return 0
    left, right = spans[index + 1]
    if is_bare(plain[left:right]) and index + 2 < len(spans):
        again = judge(plain[slice(*spans[index + 2])], setting)
        if again.modality in {judged.modality, "statement"} and again.kind != "reference":
            return 3
    return 2


def taken_judgement(plain: str, spans: list, index: int) -> Judgement | None:
    """The reading of the question at `index` with the sentence after it; the cue counts from the question."""
    return answered(plain[slice(*spans[index])], plain[slice(*spans[index + 1])])


def _judged_parts(plain: str, left: int, right: int, setting: Setting, *, first: bool, made: list) -> list[tuple]:
    """One sentence in its parts. Only the first sentence of a list item takes the lead-in's strength."""
    if not first:
        setting = replace(setting, listed=setting.listed and setting.lead is not None and not setting.lead.strong)
    inherits = setting.listed and setting.lead is not None and setting.lead.strong
    found = []
    for start, end in parts(plain, left, right, inherits):
        judged = judge(_without_link(plain[start:end], start > left), setting)
        if found and found[-1][2].kind == "norm" and _goes_on(plain, start, end):
            judged = replace(found[-1][2], why=f"Goes on from: {found[-1][2].why[0].lower()}{found[-1][2].why[1:]}")
            judged = replace(judged, cue=_relative(found[-1], start), inherited=True)
            found.append((start, end, judged, "clause"))
            continue
        if start > left and judged.cue and not judged.inherited:
            shift = len(plain[start:end]) - len(_without_link(plain[start:end], True))
            judged = replace(judged, cue=(judged.cue[0] + shift, judged.cue[1] + shift))
        if start > left and found and judged.binds == ("adult",) and found[-1][2].binds:
            judged = replace(judged, binds=found[-1][2].binds)
        found.append((start, end, judged, "clause"))
    return found


def _goes_on(plain: str, start: int, end: int) -> bool:
    """Whether a later part has no strength of its own and takes that of the part before it."""
    if plain[:start].rstrip().endswith(";") or forbidding(_without_link(plain[start:end], True)):
        return False
    return main_modal(plain[start:end]) is None


def _relative(before: tuple, start: int) -> tuple[int, int] | None:
    """The cue of the part before, counted from the part that goes on; or its source span when inherited."""
    judged = before[2]
    if judged.cue is None or judged.inherited:
        return judged.cue
    return (judged.cue[0] + before[0] - start, judged.cue[1] + before[0] - start)


def _without_link(words: str, later: bool) -> str:
    if not later:
        return words
    for link in ("and to ", "and ", "but ", "or "):
        if words.lower().startswith(link):
            return words[len(link) :]
    return words


def _piece(block: Block, folded: Folded, order: int, left: int, right: int, judged: Judgement, role: str) -> Piece:
    start = block.start if order == 0 else folded.at[left]
    return Piece(block, start, folded.text[left:right], _in_source(judged, folded, left), role)


def _in_source(judged: Judgement, folded: Folded, left: int) -> Judgement:
    if judged.cue is None or (judged.inherited and not judged.why.startswith("Goes on from")):
        return judged
    first, last = left + judged.cue[0], left + judged.cue[1] - 1
    if judged.inherited and not (0 <= first <= last < len(folded.at)):
        return judged
    return replace(judged, cue=(folded.at[first], folded.at[last] + 1))


def _with_answers(source: str, blocks: list[Block]) -> list[Block]:
    """A question and the block that answers it with yes or no become one block."""
    made: list[Block] = []
    for block in blocks:
        last = made[-1] if made else None
        if last and last.shape in {"heading", "paragraph", "item"} and block.shape in {"paragraph", "item"}:
            question = fold(source, *last.inner, last.skips).plain
            asked = sentences(question)[-1] if question.endswith("?") else None
            if asked and answered(question[slice(*asked)], fold(source, *block.inner, block.skips).plain):
                skips = (*last.skips, (last.inner[1], block.inner[0]), *block.skips)
                made[-1] = Block(
                    last.start, block.end, (last.inner[0], block.inner[1]), "paragraph", skips=skips, number=last.number
                )
                continue
        made.append(block)
    return made


def _with_ticked_rows(source: str, blocks: list[Block]) -> list[Block]:
    """A table row with exactly one mark becomes one block: topic and mark say nothing apart. `level` is its column."""
    rows: dict[tuple[int, int], list[Block]] = {}
    for block in blocks:
        if block.cell and block.cell[1]:
            rows.setdefault(block.cell[:2], []).append(block)
    joined: dict[int, Block] = {}
    for cells in rows.values():
        marks = [cell for cell in cells if cell.cell[2] and tick(source[slice(*cell.inner)].strip("*_ "))]
        if len(marks) == 1 and marks[0] is cells[-1] and len(cells) == 2 and cells[0].cell[2] == 0:
            skips = tuple((a.inner[1], b.inner[0]) for a, b in pairwise(cells))
            joined[cells[0].start] = Block(
                cells[0].start,
                cells[-1].end,
                (cells[0].inner[0], marks[0].inner[1]),
                "cell",
                marks[0].cell[2],
                "",
                cells[0].cell,
                skips,
            )
            joined.update({cell.start: None for cell in cells[1:]})
    return [kept for block in blocks if (kept := joined.get(block.start, block)) is not None]
