"""The front door: a document's file in, its clauses out."""

import re
from collections.abc import Callable
from pathlib import Path

from belisha.policy.reading.clauses import Piece, pieces
from belisha.policy.reading.intake import HTML, LIMITS, PDF, TEXT, decoded, media_type
from belisha.policy.reading.lines import text_blocks
from belisha.policy.reading.outline import Place, places
from belisha.policy.reading.packages import OPEN, WORD
from belisha.policy.reading.particulars import particulars
from belisha.policy.reading.shapes import Block, Item, Reading, Unreadable

POLICY = re.compile(
    r"\b(?:polic(?:y|ies)|code of conduct|agreement|guidance|guidelines|protocol|procedures?|handbook)\b", re.I
)
START, READ = 3, 80  # hundredths of the way: when the kind of file is known, and when its words are
Progress = Callable[[int], None] | None
FRONT = 8  # headings looked at for a title


def read_document(path: Path, filename: str, max_bytes: int = LIMITS["file"], progress: Progress = None) -> Reading:
    """The reading of the file at `path`, known to its owner as `filename`; `progress` is told hundredths.

    Raises Unreadable, with a reason and a remedy, for anything that is not a whole document of a kind we know, of at
    most `max_bytes`. It reads in this process: `apart.read_apart` is for files that come from outside.
    """
    path, told = Path(path), progress or (lambda hundredths: None)
    kind = media_type(path, filename, max_bytes)
    told(START)
    source, blocks, pages = _blocks(path, kind, lambda hundredths: told(START + hundredths * (READ - START) // 100))
    told(READ)
    reading = _read(source, blocks, filename, kind, tuple(pages))
    told(100)
    return reading


def _blocks(path: Path, kind: str, told: Callable[[int], None]) -> tuple[str, list[Block], list[int]]:
    """The source, its blocks and its pages. Each reader is imported when needed: some are slow to import."""
    if kind == PDF:
        from belisha.policy.reading.pdf import pdf_blocks

        return pdf_blocks(path, told)
    if kind == WORD:
        from belisha.policy.reading.word import word_blocks

        return *word_blocks(path), []
    if kind == OPEN:
        from belisha.policy.reading.opendocument import open_blocks

        return *open_blocks(path), []
    if kind == HTML:
        from belisha.policy.reading.html import html_blocks

        return *html_blocks(decoded(path, HTML)), []
    source = decoded(path)
    return source, text_blocks(source), []


def read_text(source: str, filename: str = "policy.txt", media_type: str = TEXT) -> Reading:
    """The reading of text or Markdown already decoded, with newlines as "\\n"."""
    return _read(source, text_blocks(source), filename, media_type)


def _read(source: str, blocks: list[Block], filename: str, kind: str, pages: tuple[int, ...] = ()) -> Reading:
    if not source.strip():
        raise Unreadable(
            "The document has no words in it.", "If it is a scan, type or export the words and save them as text."
        )
    found = pieces(source, blocks)
    if len(found) > LIMITS["sentences"]:
        raise Unreadable(
            f"The document has more than {LIMITS['sentences']:,} sentences; a policy has a few hundred.",
            "Choose the policy alone, without other documents.",
        )
    return Reading(filename, kind, _title(found, filename), source, tuple(_items(source, found)), pages)


def _items(source: str, found: list[Piece]) -> list[Item]:
    """Each piece reaches to the start of the next one, less white space and the bars of tables, so that no word falls
    between two."""
    made = []
    edges = [piece.start for piece in found[1:]] + [len(source)]
    cells = [*(piece.block.shape == "cell" for piece in found[1:]), False]
    for piece, place, edge, before_cell in zip(found, places(found), edges, cells, strict=True):
        edge = min(edge, piece.block.end) if piece.block.shape == "cell" else edge
        words = source[piece.start : edge].rstrip()
        end = piece.start + len(words.rstrip("| \t\n") or words if before_cell else words)
        made.append(_item(piece, place, end))
    return made


def _item(piece: Piece, place: Place, end: int) -> Item:
    judged = piece.judged
    return Item(
        start=piece.start,
        end=end,
        text=piece.text,
        kind=judged.kind,
        modality=judged.modality,
        section=place.section,
        number=place.number,
        ident=place.ident,
        binds=judged.binds,
        why=judged.why,
        cue=judged.cue,
        inherited=judged.inherited,
        confidence=judged.confidence,
        particulars=particulars(piece.text, judged.kind),
    )


def _title(found: list[Piece], filename: str) -> str:
    """The first heading that calls itself a policy, else the first heading, else the file's name in words."""
    headings = [piece.text for piece in found if piece.block.shape == "heading"][:FRONT]
    for text in headings:
        if POLICY.search(text) and not text.endswith("?"):
            return text
    return headings[0] if headings else re.sub(r"[-_]+", " ", Path(filename).stem).strip()
