"""What of a PDF page is not its text: running heads and feet, page numbers, notes, contents, pages without words."""

import re
from collections import defaultdict

from belisha.policy.reading.lines import PAGE
from belisha.policy.reading.pdflines import Line

BAND = 0.14  # of the page's height, above and below, where running heads stand
NEAR = 4  # points
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
    return marked


def _key(line: Line) -> str:
    return re.sub(r"\d+", "#", " ".join(line.text.split())).casefold()


def _in_margin(found: list[Line], index: int) -> bool:
    """Whether this is one of the first or last two lines of its page."""
    return index < 2 or index >= len(found) - 2


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
