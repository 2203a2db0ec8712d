"""OpenDocument's paragraph and text styles: which are headings, bold or hidden; followed up the chain of parents."""

import re
from dataclasses import dataclass, field

from belisha.policy.reading.opennumbers import STYLE, TEXT, whole

FO = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}"
HEADING = re.compile(r"heading(?: (\d{1,2}))?$", re.I)
TITLES = {"title": 1, "subtitle": 2}
DEEPEST = 12  # styles in a chain; a damaged file may go round in a circle


@dataclass(frozen=True, slots=True)
class Look:
    """What a paragraph style says: heading level or 0, bold, the list style it names, and hidden."""

    heading: int = 0
    bold: bool = False
    lists: str = ""
    hidden: bool = False


@dataclass(slots=True)
class Styles:
    """The styles of a document by name."""

    named: dict[str, object] = field(default_factory=dict)

    def look(self, name: str | None) -> Look:
        """The style of that name, with what it takes over from those it is made from."""
        chain = []
        while name in self.named and len(chain) < DEEPEST:
            chain.append(self.named[name])
            name = chain[-1].get(f"{STYLE}parent-style-name")
        names = [(style.get(f"{STYLE}display-name") or _spoken(style.get(f"{STYLE}name"))).lower() for style in chain]
        heading = next((whole(found[1], 1) for each in names if (found := HEADING.match(each))), 0)
        heading = heading or next((TITLES[each] for each in names if each in TITLES), 0)
        bold = next((value for style in chain if (value := _weight(style))), "")
        lists = next((value for style in chain if (value := style.get(f"{STYLE}list-style-name"))), "")
        return Look(min(heading, 9), _is_bold(bold), lists, _is_hidden(chain))

    def all_bold(self, element, bold: bool) -> bool:
        """Whether every piece of the paragraph that has words is bold; `bold` is what its own style says."""
        if (element.text or "").strip() and not bold:
            return False
        for inner in element.iter():
            if inner is element or not isinstance(inner.tag, str):
                continue
            if (inner.text or "").strip() and not self._bold_at(inner, element, bold):
                return False
            if (inner.tail or "").strip() and not self._bold_at(inner.getparent(), element, bold):
                return False
        return True

    def _bold_at(self, element, top, bold: bool) -> bool:
        while element is not top and element is not None:
            style = self.named.get(element.get(f"{TEXT}style-name"))
            if element.tag == f"{TEXT}span" and style is not None and _weight(style):
                return _is_bold(_weight(style))
            element = element.getparent()
        return bold


def read_styles(roots: list) -> Styles:
    """The styles of the parts of one document; those of a later part go over those of an earlier one."""
    return Styles({style.get(f"{STYLE}name"): style for root in roots for style in root.iter(f"{STYLE}style")})


def _spoken(name: str | None) -> str:
    return (name or "").replace("_20_", " ")


def _weight(style) -> str:
    properties = style.find(f"{STYLE}text-properties")
    return "" if properties is None else properties.get(f"{FO}font-weight") or ""


def _is_bold(weight: str) -> bool:
    return weight == "bold" or (weight.isdigit() and int(weight[:4]) >= 600)


def _is_hidden(chain: list) -> bool:
    properties = (style.find(f"{STYLE}text-properties") for style in chain[:1])
    return any(each is not None and each.get(f"{TEXT}display") == "none" for each in properties)
