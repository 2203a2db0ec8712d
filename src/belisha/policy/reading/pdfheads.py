"""What of a PDF page is not its text: running heads and feet, page numbers, notes, contents, pages without words."""

import re
from collections import defaultdict

from belisha.policy.reading.lines import PAGE
from belisha.policy.reading.pdflines import Line

BAND = 0.14  # of the page's height, above and below, where running heads stand
NEAR = 4  # points
ROOM = 1.6  # times the size: more than there is between the lines of a text
PAGES = 3  # so many pages with the same words at the same place
FEW = 5  # a document of so few pages has running heads on two
NOTE = re.compile(r"(?:[\d*†‡§⁰¹²³⁴-⁹]{1,3}|\(\d{1,2}\)|\[\d{1,2}\])\s*\S")
SMALL = 0.9  # of the size of the text: notes are smaller
LEADERS = re.compile(r"(?:(?:\.\s?){4,}|…{2,}|(?:_\s?){4,}|·{4,})\s*(?:page\s*)?\d{1,3}\s*$", re.I)
TABBED = re.compile(r"\S.*\t\s*(?:page\s*)?\d{1,3}$", re.I)
CONTENTS = re.compile(r"\W*(?:table of )?contents\W*$", re.I)
NUMBERED = re.compile(r"\bpage\s+\d|\d\s*(?:of|/)\s*\d", re.I)


def running(pages: list[list[Line]], heights: list[float]) -> list[set[int]]:
    """For each page, which of its lines are running heads and feet: the same at the same place, but for numbers."""
    seen: dict[str, list[tuple[int, int, float]]] = defaultdict(list)
    for page, found in enumerate(pages):
        for index, line in enumerate(found):
            if not BAND * heights[page] < line.base < (1 - BAND) * heights[page] or _in_margin(found, index):
                seen[_key(line)].append((page, index, line.base))
    marked: list[set[int]] = [set() for _ in pages]
    for key, places in seen.items():
        for page, index, base in places:
            line = pages[page][index]
            alike = {other for other, _, at in places if abs(at - base) <= NEAR}
            enough = len(alike) >= PAGES or (len(alike) == 2 and len(pages) <= FEW and len(key) > 2)
            if (
                PAGE.match(line.text)
                or enough
                or (len(pages) > 1 and _numbers(line) and _outermost(pages[page], index))
            ):
                marked[page].add(index)
    return [_outer(found, heads) for found, heads in zip(pages, marked, strict=True)]


def _outer(found: list[Line], heads: set[int]) -> set[int]:
    """Those of the heads and feet that nothing of the text is beyond, and that stand apart from it.

    A line of the text may be the same on three pages, even at the same place; it is not set apart.
    """
    down = sorted(range(len(found)), key=lambda index: found[index].base)
    kept: set[int] = set()
    for order in (down, down[::-1]):
        end = next((at for at, index in enumerate(order) if index not in heads), None)
        if end is None:  # nothing but what is on other pages too: a form, perhaps
            return {index for index in heads if PAGE.match(found[index].text)}
        apart = [at for at in range(end) if _apart(found[order[at]], found[order[at + 1]])]
        kept.update(order[: apart[-1] + 1] if apart else ())
        kept.update(index for index in order[:end] if PAGE.match(found[index].text))
    return kept


def _apart(head: Line, line: Line) -> bool:
    """Whether a head or foot is set apart from the line of the text next to it, by room or by its look."""
    return abs(line.base - head.base) > ROOM * max(line.size, head.size) or line.look != head.look


def _key(line: Line) -> str:
    return re.sub(r"\d+", "#", " ".join(line.text.split())).casefold()


def _in_margin(found: list[Line], index: int) -> bool:
    """Whether this is the first or last line of its page."""
    return index in {0, len(found) - 1}


def _outermost(found: list[Line], index: int) -> bool:
    bases = [line.base for line in found]
    return found[index].base in {min(bases), max(bases)}


def _numbers(line: Line) -> bool:
    """Whether the line has the number of the page: only such a line is a foot without being repeated."""
    return bool(NUMBERED.search(line.text)) and len(line.text) < 100


def notes(found: list[Line], size: float) -> set[int]:
    """Which lines are the notes at the foot of a page: smaller than the text, and begun with a number or a star."""
    last = len(found)
    while last and found[last - 1].size <= SMALL * size and not found[last - 1].table:
        last -= 1
    first = next((at for at in range(last, len(found)) if NOTE.match(found[at].text)), len(found))
    return set(range(first, len(found))) if 0 < first < len(found) and last > 0 else set()


def contents(found: list[Line]) -> set[int]:
    """Which lines are a list of contents: dots that lead to a page number, or numbers far right below that heading."""
    marked, below = set(), False
    for index, line in enumerate(found):
        if CONTENTS.match(line.text):
            below = True
        elif LEADERS.search(line.text) or (below and TABBED.match(line.text)):
            marked.add(index)
        elif below and marked and index - max(marked) > 2:
            below = False
    return _with_torn(found, marked)


def _with_torn(found: list[Line], marked: set[int]) -> set[int]:
    """A line between two lines of contents is the first half of the second."""
    return marked | {
        index for index in range(len(found)) if {index - 1, index + 1} <= marked and not found[index].table
    }
