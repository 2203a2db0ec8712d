"""OpenDocument's automatic numbers, worked out from its list styles: level, format, start, and what goes on."""

from dataclasses import dataclass, field

from belisha.policy.reading.numbering import formatted

TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
XML_ID = "{http://www.w3.org/XML/1998/namespace}id"
FORMS = {"1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
LEVELS = 10


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list style; `form` is "" for no number and "bullet" for a bullet."""

    form: str = "bullet"
    prefix: str = ""
    suffix: str = ""
    start: int = 1
    shown: int = 1  # how many levels are printed, as in 2.1.3


@dataclass(slots=True)
class Counts:
    """The list styles of a document, and how far each list has counted: one count for each level from 1."""

    styles: dict[str, dict[int, Level]] = field(default_factory=dict)
    lists: dict[str, dict[int, int]] = field(default_factory=dict)  # of a list by its id
    last: dict[str, dict[int, int]] = field(default_factory=dict)  # of the list that last had this style

    def opened(self, style: str, ident: str, follows: str, goes_on: bool) -> dict[int, int]:
        """The counts of a list that begins: new, or those of the list that it continues."""
        counts = self.lists.get(follows) if follows else self.last.get(style) if goes_on else None
        counts = {} if counts is None else counts
        self.last[style] = counts
        if ident:
            self.lists[ident] = counts
        return counts

    def next(self, style: str, depth: int, counts: dict[int, int], start: int | None = None) -> str:
        """Counts one on at `depth` and returns what is printed: a number, "•", or "" where the style prints nothing."""
        levels = self.styles.get(style, {})
        level = levels.get(depth, Level())
        counts[depth] = start if start is not None else counts.get(depth, level.start - 1) + 1
        for deeper in [other for other in counts if other > depth]:
            del counts[deeper]
        if level.form == "bullet":
            return "•"
        if not level.form:
            return ""
        shown = []
        for at in range(max(1, depth - level.shown + 1), depth + 1):
            above = levels.get(at, level)
            if above.form in {"", "bullet"}:
                continue
            shown.append(formatted(counts.setdefault(at, above.start), above.form))
        return f"{level.prefix}{'.'.join(shown)}{level.suffix}".strip()


def read_list_styles(roots: list) -> dict[str, dict[int, Level]]:
    """The list styles by name; the numbers of headings are the style ""."""
    found: dict[str, dict[int, Level]] = {}
    for root in roots:
        for style in root.iter(f"{TEXT}list-style"):
            found[style.get(f"{STYLE}name") or ""] = _levels(style)
        for style in root.iter(f"{TEXT}outline-style"):
            found[""] = _levels(style)
    return found


def _levels(style) -> dict[int, Level]:
    return {whole(level.get(f"{TEXT}level"), 1): _level(level) for level in style if isinstance(level.tag, str)}


def _level(element) -> Level:
    if not element.tag.endswith(("list-level-style-number", "outline-level-style")):
        return Level()
    return Level(
        FORMS.get(element.get(f"{STYLE}num-format") or "", ""),
        element.get(f"{STYLE}num-prefix") or "",
        element.get(f"{STYLE}num-suffix") or "",
        whole(element.get(f"{TEXT}start-value"), 1),
        min(whole(element.get(f"{TEXT}display-levels"), 1), LEVELS),
    )


def whole(written: str | None, default: int = 0) -> int:
    """A whole number as the file writes it; `default` for none or for one that is no count of anything."""
    return int(written) if written and written.isascii() and written.isdigit() and len(written) < 7 else default
