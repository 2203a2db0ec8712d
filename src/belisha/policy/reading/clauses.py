"""Blocks into pieces: every sentence judged under the lead-in, heading or column head that it stands below."""

import re
from dataclasses import dataclass, field, replace

from belisha.policy.reading.cells import Table, cell_pieces
from belisha.policy.reading.folding import Folded, fold
from belisha.policy.reading.joining import headless, with_answers, with_ticked_rows
from belisha.policy.reading.judging import Setting
from belisha.policy.reading.kinds import main_modal
from belisha.policy.reading.leadins import (
    EXPECTING,
    NOUN_LIST,
    OBJECTS,
    PREAMBLE,
    RESPONSIBLE,
    LeadIn,
    from_heading,
    introduces,
    lead_in,
    moved,
)
from belisha.policy.reading.modals import modals
from belisha.policy.reading.passages import Piece, opening, passages, without_link
from belisha.policy.reading.roles import subject
from belisha.policy.reading.sentences import LONGEST, sentences
from belisha.policy.reading.shapes import NORMATIVE, Block, Judgement
from belisha.policy.reading.verbs import forbidding, gerund, imperative, infinitive

__all__ = ["Piece", "pieces"]

HEADING = Judgement("heading", "statement", "A heading.", 0.95)
FURNITURE = Judgement("information", "statement", "A page number, running head or rule of the page.", 0.9)
# "Passwords are changed each term" stands for itself, whatever heading it is under.
FINITE = re.compile(r"\b(?:is|are|was|were|has|have|had|does|do)\b", re.I)
FRAGMENT = 15  # words


@dataclass(slots=True)
class Above:
    """What stands above the block being read; changes as the document goes by."""

    heading: LeadIn | None = None
    preamble: bool = False
    leads: dict[int, LeadIn | None] = field(default_factory=dict)
    family: str = ""  # of the first item under the outermost lead-in: bullet, decimal or number
    table: Table = field(default_factory=Table)


def pieces(source: str, blocks: list[Block]) -> list[Piece]:
    """Every piece of the document in order. Their starts are offsets; each reaches to the next piece."""
    above, made = Above(), []
    blocks = with_answers(source, with_ticked_rows(source, blocks))
    without_heads = headless(source, blocks)
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
            made += cell_pieces(block, folded, above.table, block.cell[0] in without_heads)
        else:
            made += _prose(block, folded, above, following)
    return made


def _heading(block: Block, folded: Folded, above: Above) -> Piece:
    plain = folded.plain
    above.leads.clear()
    above.preamble = bool(PREAMBLE.search(plain)) and not RESPONSIBLE.search(plain)
    above.heading = moved(from_heading(plain), folded.at) if not plain.endswith("?") else None
    return Piece(block, block.start, folded.text, HEADING, "heading")


def _prose(block: Block, folded: Folded, above: Above, following: Block | None) -> list[Piece]:
    depth = block.level if block.shape == "item" else 0
    listed = depth > 0 or _goes_on_list(folded.plain, above)
    if not listed or _is_new_list(block, above):
        above.leads.clear()
    if depth and above.leads and not above.family:
        above.family = _family(block)
    for deeper in [level for level in above.leads if depth and level >= depth]:
        del above.leads[deeper]
    lead = above.leads[max(above.leads)] if above.leads else above.heading
    setting = _setting(folded.plain[:LONGEST], above, lead, listed)
    leads = _opens_list(folded.plain, depth, following)
    made = passages(block, folded, setting, leads)
    if leads:
        _open(folded, above, depth, lead if listed else None)
    return made


def _family(block: Block) -> str:
    return "bullet" if not block.number else "decimal" if re.match(r"\d+\.\d", block.number) else "number"


def _is_new_list(block: Block, above: Above) -> bool:
    """Whether a paragraph numbered 2.4 follows the bullets of a lead-in: then the numbering of the text goes on."""
    return _family(block) == "decimal" and above.family in {"bullet", "number"} and 0 in above.leads


def _setting(opening: str, above: Above, lead: LeadIn | None, listed: bool) -> Setting:
    """What stands above the words. Right under a heading even an unmarked fragment is an item of its list."""
    binds = above.heading.binds if above.heading else ()
    under_heading = not above.leads and above.heading is not None
    if under_heading and not modals(opening):
        if listed and EXPECTING.search(above.heading.words) and _is_fragment(opening):
            lead = LeadIn(lead.words, lead.kind, lead.modality, lead.binds, lead.cue)
        listed = listed or bool(gerund(opening) or infinitive(opening))
    listed = listed or (under_heading and bool(imperative(opening)))
    return Setting(lead, listed, above.preamble, binds)


def _is_fragment(plain: str) -> bool:
    return len(plain.split()) <= FRAGMENT and not FINITE.search(plain)


def _open(folded: Folded, above: Above, depth: int, outer: LeadIn | None) -> None:
    """Notes what the lead-in at the end of these words hands down to the list that follows."""
    left, right = sentences(folded.plain)[-1]
    left = opening(folded.plain, left, right)
    whole = folded.plain[left:right]
    words = without_link(whole) if left else whole
    opened = moved(lead_in(words), folded.at[right - len(words) :])
    if opened and not opened.binds and left:
        opened = replace(opened, binds=subject(folded.plain[: right - len(words)]))
    if opened is None and (NOUN_LIST.search(words) or (outer is not None and OBJECTS.search(words))):
        opened = LeadIn(words, "information", "statement", (), None)
    if opened is None and outer is not None and not modals(folded.plain[:LONGEST]):
        opened = outer
    above.family = above.family if len(above.leads) else ""
    above.leads[depth] = opened
    if opened is None:
        del above.leads[depth]
    if opened is None or opened.kind in NORMATIVE:
        above.preamble = False  # an introduction that gives instructions has ended


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
