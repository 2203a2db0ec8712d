"""Plain text and Markdown: lines into blocks. The lines are read, not rendered, so every offset is the file's own."""

import re
from collections import Counter
from dataclasses import dataclass, replace

from belisha.policy.reading.headings import heading_level
from belisha.policy.reading.marks import Mark, depth_in, read_mark
from belisha.policy.reading.pipes import is_row, table_blocks
from belisha.policy.reading.shapes import Block
from belisha.policy.reading.tabs import tab_blocks, tabbed

RULE = re.compile(r"\s*([-*_=~])(?:\s*\1){2,}\s*$|\s*```.*$")
UNDERLINE = re.compile(r"\s{0,3}(=+|-{3,})\s*$")
PAGE = re.compile(r"\s*(?:[-–|]\s*)?(?:page\s+)?\d{1,3}(?:\s*(?:of|/)\s*\d{1,3})?(?:\s*[-–|]\s*(?:page)?)?\s*$", re.I)
ENDED = re.compile(r"[.!?:;]['\")\]’”*_]*\s*$")
DANGLING = re.compile(
    r"\b(?:and|or|of|the|a|an|to|in|for|with|by|their|our|any|all|that|which|is|are|be|must|should)$", re.I
)
DOTTED = re.compile(r"(?:\.{4,}|…{2,}|(?:\s\.){4,})\s*\d{1,3}\s*$")  # how a line of a list of contents ends
TAIL = 40  # characters: enough of its end
HEAD = 130  # characters: a running head is shorter, even one that is set at both edges of the page
LONG = 50  # characters: a line this long was probably wrapped, and the next line goes on
TOGETHER = 12  # lines looked at on each side to see how wide the text is set
TORN = 40  # characters: a paragraph this long without a full stop may be torn by a page end


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the source, without its newline."""

    start: int
    end: int
    text: str


def lines_of(source: str) -> list[Line]:
    """Every line of the source with its offsets."""
    found, at = [], 0
    for text in source.split("\n"):
        found.append(Line(at, at + len(text), text))
        at += len(text) + 1
    return found


def text_blocks(source: str) -> list[Block]:
    """The blocks of a text or Markdown document, in order; every character that is not white space is in one."""
    lines = lines_of(source)
    furniture = _running_heads(lines)
    blocks: list[Block] = []
    stack: list[str] = []
    index, table = 0, 0
    while index < len(lines):
        line = lines[index]
        if not line.text.strip():
            index += 1
        elif is_row(lines, index):
            made, index = table_blocks(lines, index, table)
            blocks, table = blocks + made, table + 1
        elif until := tabbed(lines, index):
            blocks, index, table = blocks + tab_blocks(lines, index, until, table), until, table + 1
        elif index in furniture or RULE.match(line.text) or DOTTED.search(line.text[-TAIL:]):
            blocks.append(_whole(line, "furniture"))
            index += 1
        else:
            index = _take(lines, index, furniture, blocks, stack)
    return blocks


def _running_heads(lines: list[Line]) -> set[int]:
    """Line numbers of page numbers and of short lines that come back three times or more, but for their number."""
    counts = Counter(_unnumbered(line.text) for line in lines)
    return {
        index
        for index, line in enumerate(lines)
        if line.text.strip()
        and (PAGE.match(line.text) or (counts[_unnumbered(line.text)] >= 3 and _is_running_head(line.text)))
    }


def _unnumbered(text: str) -> str:
    """The line as it would stand on every page: "Social media policy   Page # of #"."""
    return re.sub(r"\s+", " ", re.sub(r"\d+", "#", text.strip())) if len(text) < HEAD else text


def _is_running_head(text: str) -> bool:
    # A short line with a full stop or a colon may be a rule or a lead-in that really is repeated.
    words = text.strip()
    return 8 < len(words) < HEAD and not ENDED.search(text) and not _is_marked(text) and "|" not in text


def _is_marked(text: str) -> bool:
    """Whether the line has a bullet or number that is more than the number of the page: "12 Code of conduct"."""
    return read_mark(text).listed and not re.match(r"\s*\d+\s", text)


def _whole(line: Line, shape: str) -> Block:
    start = line.start + len(line.text) - len(line.text.lstrip())
    end = line.start + len(line.text.rstrip())
    return Block(start, end, (start, end), shape)


def _take(lines: list[Line], index: int, furniture: set[int], blocks: list[Block], stack: list[str]) -> int:
    """Adds the line at `index`, and what belongs to it, to `blocks`; returns the next line to look at."""
    line = lines[index]
    mark = read_mark(line.text)
    start = line.start + len(line.text) - len(line.text.lstrip())
    if mark.length and not line.text[mark.length :].strip():
        return _torn_bullet(lines, index, start, mark, blocks, stack)
    level = heading_level(lines, index, mark)
    end = line.start + len(line.text.rstrip())
    if level:
        stack.clear()
        inner_end = line.start + len(line.text.rstrip().rstrip("#").rstrip())
        blocks.append(
            Block(
                start,
                end,
                (line.start + mark.length, max(inner_end, line.start + mark.length)),
                "heading",
                level,
                mark.number,
            )
        )
        return _with_underline(lines, index, blocks)
    if not mark.length and _carries_on(blocks, lines, index):
        skips = tuple(block.inner for block in _pop_furniture(blocks))
        last = blocks[-1]
        blocks[-1] = replace(last, end=end, inner=(last.inner[0], end), skips=last.skips + skips)
        return index + 1
    shape = "item" if mark.listed else "paragraph"
    depth = depth_in(stack, mark) if mark.listed else 0
    if not mark.listed:
        stack.clear()
    blocks.append(Block(start, end, (line.start + mark.length, end), shape, depth, mark.number))
    return index + 1


def _with_underline(lines: list[Line], index: int, blocks: list[Block]) -> int:
    following = lines[index + 1] if index + 1 < len(lines) else None
    if following and UNDERLINE.match(following.text):
        blocks[-1] = replace(blocks[-1], end=following.start + len(following.text.rstrip()))
        return index + 2
    return index + 1


def _torn_bullet(lines: list[Line], index: int, start: int, mark: Mark, blocks: list[Block], stack: list[str]) -> int:
    """A bullet or number alone on its line takes the next line that has words, if that has no mark of its own."""
    after = index + 1
    while after < len(lines) and not lines[after].text.strip():
        after += 1
    if after >= len(lines) or read_mark(lines[after].text).length:
        blocks.append(_whole(lines[index], "furniture"))
        return index + 1
    line = lines[after]
    first = line.start + len(line.text) - len(line.text.lstrip())
    end = line.start + len(line.text.rstrip())
    blocks.append(Block(start, end, (first, end), "item", depth_in(stack, mark), mark.number))
    return after + 1


def _carries_on(blocks: list[Block], lines: list[Line], index: int) -> bool:
    """Whether this unmarked line goes on from the block before it: wrapped, or torn by a page end."""
    before = next((block for block in reversed(blocks) if block.shape != "furniture"), None)
    if before is None or before.shape in {"heading", "cell"}:
        return False
    text = lines[index].text.strip()
    previous = lines[index - 1].text
    if blocks[-1] is before and previous.strip():
        if "\t" in text or "\t" in previous.strip() or previous.rstrip().endswith((":", ":-", ";")):
            return False
        if text[0].islower():
            return len(previous.strip()) >= LONG or not ENDED.search(previous)
        return len(previous.strip()) >= LONG and not _had_room(lines, index)
    return _is_torn(_last_line(lines, index, before), text)


def _had_room(lines: list[Line], index: int) -> bool:
    """Whether the line above was ended on purpose: this line's first word would still have fitted in it."""
    above = lines[index - 1].text.rstrip()
    if DANGLING.search(above) or above.endswith(","):
        return False
    first = lines[index].text.split(maxsplit=1)[0]
    return len(above) + 1 + len(first) <= _width(lines, index)


def _width(lines: list[Line], index: int) -> int:
    """How long lines are around here: the longest of those that stand together with this one, within bounds."""
    first, last = index, index
    while first and index - first < TOGETHER and lines[first - 1].text.strip():
        first -= 1
    while last + 1 < len(lines) and last - index < TOGETHER and lines[last + 1].text.strip():
        last += 1
    return max(len(line.text.rstrip()) for line in lines[first : last + 1])


def _last_line(lines: list[Line], index: int, block: Block) -> str:
    return next(line.text.rstrip() for line in reversed(lines[:index]) if line.start < block.end and line.text.strip())


def _is_torn(before: str, text: str) -> bool:
    if ENDED.search(before) or not text[0].islower():
        return False
    return len(before) >= TORN or bool(DANGLING.search(before))


def _pop_furniture(blocks: list[Block]) -> list[Block]:
    popped = []
    while blocks[-1].shape == "furniture":
        popped.insert(0, blocks.pop())
    return popped
