"""Which boxes were drawn, and whether a file may be shown. No database."""

import re

CLEAN, FOUND, UNABLE = "clean", "found", "unable"
OUTCOMES = {CLEAN: "Nothing found", FOUND: "Something harmful found", UNABLE: "Not checked"}
READ, NOTHING, FAILED = "read", "nothing", "failed"
READINGS = {READ: "Words were found", NOTHING: "No words were found", FAILED: "It could not be read"}

# Why a file that has to be checked for viruses first is not shown, by what came of checking it ("" is: not yet).
HELD_BACK = {
    "": "It was not checked for viruses yet: it can only be downloaded.",
    UNABLE: "It could not be checked for viruses: it can only be downloaded.",
    FOUND: "The virus check found something harmful in it. It is kept, and is not opened here.",
}
HARMFUL = (
    "The virus check found something harmful in this file. Open it only on a machine that may be lost, "
    "or leave that to the police or your IT support."
)

Box = tuple[int, float, float, float, float]  # page, then left, top, width and height in hundredths
MOST = 300  # boxes of one copy
WRITTEN = re.compile(
    r"(\d{1,4}):(\d{1,3}(?:\.\d{1,2})?),(\d{1,3}(?:\.\d{1,2})?),(\d{1,3}(?:\.\d{1,2})?),(\d{1,3}(?:\.\d{1,2})?)"
)


def held_back(checked: bool, outcome: str) -> str:
    """Why a file is not shown, where files are checked; empty where it may be. Not to know is not to show."""
    if outcome == FOUND:
        return HELD_BACK[FOUND]
    return HELD_BACK.get(outcome, "") if checked else ""


def box(page: int, left: float, top: float, width: float, height: float) -> Box:
    """A box within the picture; raises ValueError where nothing of it is."""
    left, top = max(0.0, left), max(0.0, top)
    width, height = min(width, 100.0 - left), min(height, 100.0 - top)
    if page < 1 or width <= 0 or height <= 0:
        raise ValueError("a box outside the picture")
    return page, left, top, width, height


def boxes_in(text: str) -> list[Box]:
    """The boxes as a form carries them: `1:10,20.5,30,5 2:…`. Raises ValueError for whatever is not one."""
    found = []
    for each in text.split():
        match = WRITTEN.fullmatch(each)
        if match is None:
            raise ValueError("not a box")
        page, *sides = match.groups()
        found.append(box(int(page), *map(float, sides)))
    if len(found) > MOST:
        raise ValueError("too many boxes")
    return found


def written(boxes: list[Box]) -> str:
    """The same boxes for a form to carry."""
    return " ".join(f"{page}:{','.join(f'{round(side, 2):g}' for side in sides)}" for page, *sides in boxes)


def number_in(typed: str) -> int | None:
    """The number of a page, from 1 to 9999; None for whatever else was sent."""
    return int(typed) if re.fullmatch(r"[0-9]{1,4}", typed) and int(typed) else None


def by_page(boxes: list[Box]) -> dict[int, list[tuple[float, float, float, float]]]:
    """The boxes of each page."""
    found: dict[int, list] = {}
    for page, *sides in boxes:
        found.setdefault(page, []).append(tuple(sides))
    return found


def holds(text: str, wanted: str) -> bool:
    """Whether each of the wanted words stands in a text, whatever its letters' size."""
    folded = text.casefold()
    return all(word in folded for word in wanted.casefold().split())
