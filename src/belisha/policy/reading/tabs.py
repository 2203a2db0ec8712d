"""Tables whose columns are parted by tabs, as they come out of a word processor as plain text."""

from belisha.policy.reading.leadins import from_heading
from belisha.policy.reading.marks import read_mark
from belisha.policy.reading.roles import named
from belisha.policy.reading.shapes import Block
from belisha.policy.reading.verbs import imperative, third_person

ROWS = 2  # a table has at least so many


def _cells(text: str) -> list[str]:
    """The fields of a line; a line whose first tab stands after a bullet or number, or at its edge, has one."""
    bare = text.strip(" ")
    if "\t" not in bare.strip() or bare.startswith("\t") or read_mark(text).length:
        return []
    return [field.strip() for field in bare.split("\t")]


def tabbed(lines: list, index: int) -> int:
    """The line after the table of tabs that starts at `index`; 0 when no table starts there."""
    rows: list[list[str]] = []
    while index + len(rows) < len(lines) and (cells := _cells(lines[index + len(rows)].text)):
        rows.append(cells)
    return index + len(rows) if len(rows) >= ROWS and _is_table(rows) else 0


def _is_table(rows: list[list[str]]) -> bool:
    """Three columns make a table; two only if their heads or their words say so: "Headteacher⇥Mrs Ash" is none."""
    if sum(len(row) > 2 for row in rows) >= ROWS:
        return True
    heads = [from_heading(cell) for cell in rows[0] if cell]
    if len(heads) > 1 and all(head is not None and head.strong for head in heads):
        return True
    return all(len(row) > 1 and named(row[0]) and (third_person(row[1]) or imperative(row[1])) for row in rows)


def tab_blocks(lines: list, index: int, until: int, table: int) -> list[Block]:
    """One block per cell that has words, of the lines from `index` to before `until`."""
    made: list[Block] = []
    for row, line in enumerate(lines[index:until]):
        at = line.start + len(line.text) - len(line.text.lstrip(" "))
        for column, words in enumerate(line.text.lstrip(" ").split("\t")):
            start = at + len(words) - len(words.lstrip())
            end = at + len(words.rstrip())
            if words.strip():
                made.append(Block(start, end, (start, end), "cell", cell=(table, row, column)))
            at += len(words) + 1
    return made
