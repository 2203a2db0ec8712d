"""Word's automatic numbers worked out from numbering.xml, because every reader of .docx loses them."""

import re
from dataclasses import dataclass, field

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"),
         (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip
LEVELS = 9  # Word has levels 0..8


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a numbering scheme; `restart` is the 1-based level that restarts it, 0 never, None any above."""

    start: int = 1
    form: str = "decimal"
    text: str = ""
    restart: int | None = None
    style: str = ""
    legal: bool = False


@dataclass(slots=True)
class Numbers:
    """All schemes of one document, and how far each has counted."""

    schemes: dict[str, dict[int, Level]] = field(default_factory=dict)
    nums: dict[str, tuple[str, dict[int, int], dict[int, Level]]] = field(default_factory=dict)
    counts: dict[str, dict[int, int]] = field(default_factory=dict)
    started: set = field(default_factory=set)

    def level(self, num: str, depth: int) -> Level | None:
        """The level `depth` (0..8) of the list `num`, None when the document does not define it."""
        if num not in self.nums:
            return None
        scheme, _, replaced = self.nums[num]
        return replaced.get(depth) or self.schemes.get(scheme, {}).get(depth)

    def depth_of_style(self, num: str, style: str) -> int:
        """The level that a paragraph style stands for in the list `num`; 0 when none says so."""
        found = (depth for depth in range(LEVELS) if (level := self.level(num, depth)) and level.style == style)
        return next(found, 0)

    def next(self, num: str, depth: int) -> str:
        """Counts one on and returns the number as Word prints it, "" for bullets and unknown lists."""
        level = self.level(num, depth)
        if level is None:
            return ""
        scheme, starts, _ = self.nums[num]
        counts = self.counts.setdefault(scheme, {})
        first = starts.get(depth) if (num, depth) not in self.started else None
        self.started.add((num, depth))
        counts[depth] = first if first is not None else counts.get(depth, level.start - 1) + 1
        for deeper in [other for other in counts if other > depth and self._restarts(num, other, depth)]:
            del counts[deeper]
        if level.form in {"bullet", "none"}:
            return ""
        return re.sub(r"%([1-9])", lambda match: self._shown(num, int(match[1]) - 1, level, counts), level.text).strip()

    def _restarts(self, num: str, deeper: int, depth: int) -> bool:
        level = self.level(num, deeper)
        restart = level.restart if level else None
        return restart is None or (restart != 0 and depth < restart)

    def _shown(self, num: str, depth: int, at: Level, counts: dict[int, int]) -> str:
        level = self.level(num, depth) or Level()
        return formatted(counts.setdefault(depth, level.start), "decimal" if at.legal else level.form)


# A list that starts beyond this is no list of clauses; in letters or roman numerals it would fill the memory.
FARTHEST = 3999


def formatted(count: int, form: str) -> str:
    """The count in Word's number format `form`; unknown formats are shown as decimals."""
    if count > FARTHEST:
        return str(count)
    if form in {"lowerLetter", "upperLetter"}:
        letters = chr(97 + (count - 1) % 26) * ((count - 1) // 26 + 1) if count > 0 else ""
        return letters.upper() if form == "upperLetter" else letters
    if form in {"lowerRoman", "upperRoman"}:
        return roman(count).upper() if form == "upperRoman" else roman(count)
    return f"{count:02}" if form == "decimalZero" else str(count)


def roman(count: int) -> str:
    """The count as a small Roman number."""
    shown = ""
    for value, letters in ROMAN:
        while count >= value:
            shown, count = shown + letters, count - value
    return shown


def read_numbers(root) -> Numbers:
    """The schemes of a numbering.xml element; an empty Numbers for None."""
    if root is None:
        return Numbers()
    schemes, linked, links = {}, {}, {}
    for abstract in root.iter(f"{W}abstractNum"):
        ident = abstract.get(f"{W}abstractNumId")
        schemes[ident] = {_int(lvl.get(f"{W}ilvl")): _level(lvl) for lvl in abstract.iter(f"{W}lvl")}
        for tag, table in (("styleLink", linked), ("numStyleLink", links)):
            if (value := _value(abstract, tag)) is not None:
                table[value if table is linked else ident] = ident if table is linked else value
    for ident, style in links.items():
        if not schemes[ident] and style in linked:
            schemes[ident] = schemes[linked[style]]
    return Numbers(schemes, {num.get(f"{W}numId"): _num(num) for num in root.iter(f"{W}num")})


def _num(num) -> tuple[str, dict[int, int], dict[int, Level]]:
    """The scheme that a list uses, with the starts and levels it replaces."""
    starts, replaced = {}, {}
    for override in num.iter(f"{W}lvlOverride"):
        depth = _int(override.get(f"{W}ilvl"))
        if (start := _value(override, "startOverride")) is not None:
            starts[depth] = _int(start)
        if (lvl := override.find(f"{W}lvl")) is not None:
            replaced[depth] = _level(lvl)
    return _value(num, "abstractNumId"), starts, replaced


def _level(lvl) -> Level:
    restart = _value(lvl, "lvlRestart")
    return Level(
        start=_int(_value(lvl, "start"), 1),
        form=_value(lvl, "numFmt") or "decimal",
        text=_value(lvl, "lvlText") or "",
        restart=None if restart is None else _int(restart),
        style=_value(lvl, "pStyle") or "",
        legal=lvl.find(f"{W}isLgl") is not None,
    )


def _value(element, tag: str) -> str | None:
    child = element.find(f"{W}{tag}")
    return None if child is None else child.get(f"{W}val")


def _int(text: str | None, default: int = 0) -> int:
    return int(text) if text and text.lstrip("-").isdigit() else default
