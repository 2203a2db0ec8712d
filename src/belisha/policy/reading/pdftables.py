"""Tables of a PDF page: ruled lines and filled boxes into a grid, words into its cells."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import pairwise

from belisha.policy.reading.pdflines import Line, Word
from belisha.policy.reading.pdfpages import Leaf

NEAR = 3.5  # points: lines this near are one line, and ends this near touch
SHORTEST = 6  # points of a rule that counts
HIGHEST = 0.92  # share of the page: a box as high as this is a frame round the page
WIDE = 100  # points of the rules of a table without upright rules
HEAD = 24  # points above the first rule where column heads may stand
MOST = 3000  # rules of one page; a drawing has more

Span = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Rule:
    """A ruled line: where it stands, and from where to where it goes."""

    at: float
    start: float
    end: float


@dataclass(slots=True)
class Box:
    """One cell: its place on the page, its first row and column, how many it spans, and its words."""

    left: float
    top: float
    right: float
    bottom: float
    row: int
    column: int
    wide: int = 1
    high: int = 1
    words: list[Word] = field(default_factory=list)
    turned: list[str] = field(default_factory=list)

    def holds(self, x: float, y: float) -> bool:
        """Whether this place is inside."""
        return self.left - 1 <= x <= self.right + 1 and self.top - 1 <= y <= self.bottom + 1


@dataclass(slots=True)
class Table:
    """A table on one page; `shaded` are its rows that are filled with colour."""

    page: int
    boxes: list[Box]
    top: float
    bottom: float
    left: float
    right: float

    @property
    def columns(self) -> list[float]:
        """Where its columns begin."""
        return sorted({round(box.left) for box in self.boxes})


def tables(leaf: Leaf, found: list[Line], page: int) -> list[Table]:
    """The tables of a page that hold words in two columns or more, with their words."""
    flat, upright = _rules(leaf)
    words = [word for line in found for word in line.words]
    made: list[list[Box]] = []
    for across, down in _groups(flat, upright):
        boxes = _grid(across, down) if down else []
        _fill(boxes, words)
        boxes = [part for each in boxes for part in _split(each, boxes)]
        if down and len({each.column for each in boxes}) > 1:
            made.append(boxes)
        elif len(across) > 1:
            made += _open_tables(across, words)
    return sorted(
        (_table(boxes, page) for boxes in made if _is_table(boxes)), key=lambda table: (table.top, table.left)
    )


def _is_table(boxes: list[Box]) -> bool:
    filled = [each for each in boxes if each.words]
    return len({each.column for each in filled}) > 1 and len(filled) > 2


def _table(boxes: list[Box], page: int) -> Table:
    top, bottom = min(box.top for box in boxes), max(box.bottom for box in boxes)
    return Table(page, boxes, top, bottom, min(box.left for box in boxes), max(box.right for box in boxes))


def _rules(leaf: Leaf) -> tuple[list[Rule], list[Rule]]:
    """The level and the upright rules of the page, those that go on from each other joined."""
    flat, upright = [], []
    rules = list(leaf.rules)
    for x0, y0, x1, y1 in leaf.boxes:
        if (y1 - y0) < HIGHEST * leaf.height and (x1 - x0) <= leaf.width:
            rules += [(x0, y0, x1, y0), (x0, y1, x1, y1), (x0, y0, x0, y1), (x1, y0, x1, y1)]
    for x0, y0, x1, y1 in rules[:MOST]:
        wide, high = abs(x1 - x0), abs(y1 - y0)
        if wide >= SHORTEST and high < NEAR:
            flat.append(Rule((y0 + y1) / 2, min(x0, x1), max(x0, x1)))
        elif high >= SHORTEST and wide < NEAR and high < HIGHEST * leaf.height:
            upright.append(Rule((x0 + x1) / 2, min(y0, y1), max(y0, y1)))
    return _joined(flat), _joined(upright)


def _joined(rules: list[Rule]) -> list[Rule]:
    """Rules at one place that touch or overlap, as one."""
    rows: list[list[Rule]] = []
    for rule in sorted(rules, key=lambda each: each.at):
        if rows and rule.at - rows[-1][-1].at <= 1.0 and rule.at - rows[-1][0].at <= NEAR:
            rows[-1].append(rule)
        else:
            rows.append([rule])
    made = []
    for row in rows:
        at = sum(rule.at for rule in row) / len(row)
        start = end = None
        for rule in sorted(row, key=lambda each: each.start):
            if end is not None and rule.start <= end + NEAR:
                end = max(end, rule.end)
                continue
            if end is not None:
                made.append(Rule(at, start, end))
            start, end = rule.start, rule.end
        made.append(Rule(at, start, end))
    return made


def _groups(flat: list[Rule], upright: list[Rule]) -> list[tuple[list[Rule], list[Rule]]]:
    """Rules that touch each other, together; each group may be a table."""
    parent = list(range(len(flat) + len(upright)))

    def root(index: int) -> int:
        while parent[index] != index:
            parent[index] = parent[parent[index]]
            index = parent[index]
        return index

    for one, across in enumerate(flat):
        for two, down in enumerate(upright, len(flat)):
            if (
                across.start - NEAR <= down.at <= across.end + NEAR
                and down.start - NEAR <= across.at <= down.end + NEAR
            ):
                parent[root(one)] = root(two)
    groups: dict[int, tuple[list[Rule], list[Rule]]] = {}
    for index, rule in enumerate([*flat, *upright]):
        groups.setdefault(root(index), ([], []))[index >= len(flat)].append(rule)
    loose = [across[0] for across, down in groups.values() if not down]
    return [*((across, down) for across, down in groups.values() if across and down), *_level(loose)]


def _level(loose: list[Rule]) -> list[tuple[list[Rule], list[Rule]]]:
    """Level rules of one length below each other, which may be those of a table without upright rules."""
    made: list[list[Rule]] = []
    for rule in sorted(loose, key=lambda each: each.at):
        for group in made:
            if abs(group[-1].start - rule.start) < NEAR and abs(group[-1].end - rule.end) < NEAR:
                group.append(rule)
                break
        else:
            made.append([rule])
    return [(group, []) for group in made if group[0].end - group[0].start > WIDE]


def _near(places: Iterable[float]) -> list[float]:
    made: list[float] = []
    for place in sorted(places):
        if not made or place - made[-1] > NEAR:
            made.append(place)
    return made


def _grid(across: list[Rule], down: list[Rule]) -> list[Box]:
    """The cells between the rules; where a rule is missing, the cells on its sides are one."""
    xs, ys = _near(rule.at for rule in down), _near(rule.at for rule in across)
    if len(xs) < 2 or len(ys) < 2 or len(xs) * len(ys) > MOST:
        return []
    below = {(i, j): _drawn(across, ys[i + 1], (xs[j] + xs[j + 1]) / 2) for i, j in _places(xs, ys)}
    beside = {(i, j): _drawn(down, xs[j + 1], (ys[i] + ys[i + 1]) / 2) for i, j in _places(xs, ys)}
    taken: set[tuple[int, int]] = set()
    boxes = []
    for i, j in _places(xs, ys):
        if (i, j) in taken:
            continue
        wide = high = 1
        while j + wide < len(xs) - 1 and not beside[i, j + wide - 1] and (i, j + wide) not in taken:
            wide += 1
        while i + high < len(ys) - 1 and not any(below[i + high - 1, j + k] for k in range(wide)):
            high += 1
        taken |= {(i + down_by, j + over) for down_by in range(high) for over in range(wide)}
        boxes.append(Box(xs[j], ys[i], xs[j + wide], ys[i + high], i, j, wide, high))
    return boxes


def _places(xs: list[float], ys: list[float]) -> list[tuple[int, int]]:
    return [(i, j) for i in range(len(ys) - 1) for j in range(len(xs) - 1)]


def _drawn(rules: list[Rule], at: float, middle: float) -> bool:
    return any(abs(rule.at - at) <= NEAR and rule.start - NEAR <= middle <= rule.end + NEAR for rule in rules)


def _fill(boxes: list[Box], words: Iterable[Word]) -> None:
    for word in words:
        x, y = (word.x0 + word.x1) / 2, word.base - 0.3 * word.look.size
        box = next((each for each in boxes if each.holds(x, y)), None)
        if box is not None:
            box.words.append(word)


def _split(box: Box, boxes: list[Box]) -> list[Box]:
    """A cell over several columns is taken apart where its words keep to the columns: its rules were not drawn."""
    edges = sorted({each.left for each in boxes if box.left + NEAR < each.left < box.right - NEAR})
    cuts = [
        edge for edge in edges if box.words and not any(word.x0 < edge - 1 and word.x1 > edge + 1 for word in box.words)
    ]
    parts = []
    for left, right in pairwise([box.left, *cuts, box.right]):
        words = [word for word in box.words if left <= (word.x0 + word.x1) / 2 < right]
        column = next((each.column for each in boxes if abs(each.left - left) <= NEAR), box.column)
        parts.append(Box(left, box.top, right, box.bottom, box.row, column, 1, box.high, words))
    with_words = [part for part in parts if part.words]
    return parts if len(with_words) > 1 and len(parts) > 1 else [box]


def _open_tables(across: list[Rule], words: list[Word]) -> list[list[Box]]:
    """Rows between level rules, cut into columns where no word of any row stands; prose between them ends a table."""
    left, right = min(rule.start for rule in across), max(rule.end for rule in across)
    ys = _near(rule.at for rule in across)
    inside = [word for word in words if left - 2 <= word.x0 and word.x1 <= right + 2]
    above = max((w.base for w in inside if w.base < ys[0] and ys[0] - w.base < HEAD), default=None)
    ys = [above - 2 * HEAD / 3, *ys] if above is not None else ys
    runs: list[list[tuple[float, float, list[Word]]]] = [[]]
    for top, bottom in pairwise(ys):
        row = (top, bottom, [word for word in inside if top < word.base - 0.3 * word.look.size < bottom])
        if not _cuts([word for each in [*runs[-1], row] for word in each[2]]):
            runs.append([])
        if _cuts(row[2]) or (runs[-1] and row[2]):
            runs[-1].append(row)
    return [boxes for run in runs if len(run) > 1 and (boxes := _columns(run, left, right))]


def _cuts(words: list[Word]) -> list[float]:
    """Where between the words there is room for the line between two columns, all the way down."""
    cuts, reach = [], None
    for word in sorted(words, key=lambda each: each.x0):
        if reach is not None and word.x0 - reach > max(8.0, 0.8 * word.look.size):
            cuts.append(word.x0 - 2)
        reach = max(reach or 0.0, word.x1)
    return cuts


def _columns(run: list[tuple[float, float, list[Word]]], left: float, right: float) -> list[Box]:
    edges = [left - 2, *_cuts([word for _, _, words in run for word in words]), right + 2]
    made = []
    for row, (top, bottom, words) in enumerate(run):
        for column, (start, end) in enumerate(pairwise(edges)):
            inside = [word for word in words if start <= word.x0 < end]
            made.append(Box(start, top, end, bottom, row, column, words=inside))
    full = [row for row in range(len(run)) if sum(bool(box.words) for box in made if box.row == row) > 1]
    marks = all(len(word.text) < 4 for box in made if box.column == 0 for word in box.words)
    return made if len(full) * 2 >= len(run) and len(full) > 1 and not marks else []
