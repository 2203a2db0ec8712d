"""Word's paragraph styles: which are headings, which are lists, which are bold; followed up the chain of parents."""

import re
from dataclasses import dataclass

from belisha.policy.reading.numbering import W

HEADING = re.compile(r"heading (\d)$", re.I)
TITLES = {"title": 1, "subtitle": 2}
LIST = re.compile(r"list (?:bullet|number|paragraph)(?: \d)?$", re.I)
DEEPEST = 12  # styles in a chain; a damaged file may go round in a circle


@dataclass(frozen=True, slots=True)
class Style:
    """One paragraph style. `heading` is 1..9 or 0; `num` and `depth` its list, `listed` one without numbers."""

    ident: str = ""
    heading: int = 0
    num: str = ""
    depth: int = 0
    listed: bool = False
    bold: bool = False


def read_styles(root) -> dict[str, Style]:
    """The styles of a styles.xml element by their id."""
    elements = {style.get(f"{W}styleId"): style for style in root.iter(f"{W}style")}
    return {ident: _style(ident, elements) for ident in elements}


def _style(ident: str, elements: dict) -> Style:
    chain = []
    at: str | None = ident
    while at in elements and len(chain) < DEEPEST:
        chain.append(elements[at])
        at = _find(elements[at], "basedOn")
    names = [_find(style, "name") or "" for style in chain]
    outline = _first(chain, "pPr", "outlineLvl")
    heading = next((int(found[1]) for name in names if (found := HEADING.match(name))), 0)
    heading = heading or next((TITLES[name.lower()] for name in names[:1] if name.lower() in TITLES), 0)
    if not heading and outline and outline.isdigit() and int(outline) < 9:
        heading = int(outline) + 1
    depth = _first(chain, "pPr", "numPr", "ilvl")
    # "List Paragraph" alone only indents: it is a list item only with a number of its own.
    listed = any(LIST.match(name) and "paragraph" not in name.lower() for name in names)
    num = _first(chain, "pPr", "numPr", "numId") or ""
    return Style(ident, heading, num, int(depth) if depth and depth.isdigit() else 0, listed, _bold(chain))


def _find(element, *tags: str) -> str | None:
    for tag in tags:
        element = element.find(f"{W}{tag}") if element is not None else None
    return None if element is None else element.get(f"{W}val", "")


def _first(chain: list, *tags: str) -> str | None:
    return next((value for style in chain if (value := _find(style, *tags)) is not None), None)


def _bold(chain: list) -> bool:
    value = _first(chain, "rPr", "b")
    return value is not None and value not in {"0", "false", "off"}


def is_bold(paragraph, style: Style) -> bool:
    """Whether every run of the paragraph that has words is bold."""
    runs = [run for run in paragraph.iter(f"{W}r") if any((text.text or "").strip() for text in run.iter(f"{W}t"))]
    return bool(runs) and all(_run_is_bold(run, style) for run in runs)


def _run_is_bold(run, style: Style) -> bool:
    value = _find(run, "rPr", "b")
    return style.bold if value is None else value not in {"0", "false", "off"}
