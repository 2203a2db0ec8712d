"""OSCAL catalogs in: our own export as it was read, and one from elsewhere as sentences that nobody has read yet."""

import re

from belisha.policy.carried.parsing import AGAIN
from belisha.policy.carried.shapes import Carried, Line, laid_out
from belisha.policy.reading import Unreadable

CATALOG = "catalog"
OTHER_MODELS = {
    "profile": "profile",
    "component-definition": "component definition",
    "system-security-plan": "system security plan",
    "assessment-plan": "assessment plan",
    "assessment-results": "report of an assessment",
    "plan-of-action-and-milestones": "plan of action",
    "mapping-collection": "collection of mappings",
}
# The namespace of what OSCAL has no name for, and the id that no control may begin with a digit instead of.
NS = "urn:belisha:oscal:1"
PREFIX = "c"
# Parts of one of our controls, and the particulars that they hold.
PARTS = {"exception": "exceptions", "consequence": "consequences"}
MOST = 5_000
MARKUP = re.compile(r"([\\`*_\[\]<>{}])")
INSERT = re.compile(r"\{\{\s*(?:insert:\s*param,\s*)?([\w.:-]+)\s*\}\}")


def escaped(text: str) -> str:
    """Plain words as OSCAL's prose, which is Markdown."""
    return MARKUP.sub(r"\\\1", text)


def unescaped(prose: str) -> str:
    """OSCAL's prose as plain words."""
    return re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", prose).strip()


def carried(catalog: object) -> Carried:
    """The policy in a catalog; raises Unreadable for what is no catalog or has no words in it."""
    if not isinstance(catalog, dict) or not isinstance(catalog.get("metadata"), dict):
        raise Unreadable("This OSCAL catalog has no metadata, so it is damaged or was cut short.", AGAIN)
    metadata = catalog["metadata"]
    title = unescaped(_words(metadata.get("title")))[:200] or "A policy"
    lines = _ours(catalog) if _prop(metadata, "format") else list(_Foreign(catalog).lines())
    if not any(line.kind != "heading" for line in lines):
        raise Unreadable("There are no words of a policy in this OSCAL catalog.", AGAIN)
    if len(lines) > MOST:
        raise Unreadable(f"This OSCAL catalog has more than {MOST:,} sentences; a policy has a few hundred.", AGAIN)
    return laid_out(title, lines)


def _list(thing: object, name: str) -> list[dict]:
    """The members of a list, whatever stands there instead."""
    found = thing.get(name) if isinstance(thing, dict) else None
    return [each for each in found if isinstance(each, dict)] if isinstance(found, list) else []


def _words(value: object) -> str:
    return value if isinstance(value, str) else ""


# -- what Belisha exported ------------------------------------------------------------------------------------------


def _props(thing: dict, name: str) -> list[str]:
    return [_words(prop.get("value")) for prop in _list(thing, "props") if prop.get("name") == name and _ns(prop)]


def _prop(thing: dict, name: str) -> str:
    return next(iter(_props(thing, name)), "")


def _ns(thing: dict) -> bool:
    return thing.get("ns") == NS


def _ours(catalog: dict) -> list[Line]:
    resources = {_words(each.get("uuid")): each for each in _list(catalog.get("back-matter"), "resources")}
    lines = []
    for group in _list(catalog, "groups"):
        heading = unescaped(_words(group.get("title")))
        if ident := _prop(group, "ident"):
            lines.append(
                Line(heading, "heading", number=_prop(group, "number"), ident=ident, section=_prop(group, "under"),
                     why="A heading.", confidence=1.0, decided=_prop(group, "decided") == "yes")
            )  # fmt: skip
        inside = _list(group, "controls") + [part for part in _list(group, "parts") if _ns(part)]
        inside.sort(key=lambda each: int(_prop(each, "position")) if _prop(each, "position").isdecimal() else 0)
        lines += [_line(each, heading if ident else "", resources) for each in inside]
    return [line for line in lines if line.text]


def _line(thing: dict, section: str, resources: dict) -> Line:
    """One of our controls, or a sentence of ours that asks nothing, as it was read."""
    statement = next((part for part in _list(thing, "parts") if part.get("name") == "statement"), thing)
    confidence = _prop(thing, "confidence")
    return Line(
        text=unescaped(_words(statement.get("prose"))),
        kind=_prop(thing, "kind"), modality=_prop(thing, "modality"), number=_prop(thing, "number"),
        ident=_prop(thing, "ident"), section=_prop(thing, "section") or section, binds=tuple(_props(thing, "binds")),
        why="As it was read where it was exported.",
        confidence=float(confidence) if re.fullmatch(r"[01](\.\d{1,20})?", confidence) else 0.0,
        decided=_prop(thing, "decided") == "yes", pack_id=_prop(thing, "pack-id")[:20],
        pack_sure=_prop(thing, "pack-sure") == "yes", particulars=_particulars(thing, resources),
    )  # fmt: skip


def _particulars(thing: dict, resources: dict) -> dict:
    parts = [part for part in _list(thing, "parts") if _ns(part)]
    found = {
        field: [unescaped(_words(part.get("prose"))) for part in parts if part.get("name") == name]
        for name, field in PARTS.items()
    }
    hrefs = [_words(link.get("href")) for link in _list(thing, "links") if link.get("rel") == "reference"]
    cited = [_cited(resources[href[1:]]) for href in hrefs if href[1:] in resources]
    told = {"tell": _props(thing, "tell"), "deadline": _prop(thing, "deadline"), "defines": _prop(thing, "defines")}
    return {**found, **told, "cited": cited} if any((*found.values(), *told.values(), cited)) else {}


def _cited(resource: dict) -> dict:
    citation = resource.get("citation")
    words = unescaped(_words(citation.get("text"))) if isinstance(citation, dict) else ""
    return {
        "words": words, "title": unescaped(_words(resource.get("title"))),
        "kind": _prop(resource, "kind"), "edition": _prop(resource, "edition"),
    }  # fmt: skip


# -- what somebody else wrote ---------------------------------------------------------------------------------------


class _Foreign:
    """A walk over a catalog of which only the outline is believed: groups, controls, parts, and words in them."""

    WHY = "From an OSCAL catalog: nobody has read it yet."

    def __init__(self, catalog: dict):
        self.catalog = catalog
        self.params: dict[str, dict] = {}
        self._collect(catalog)

    def _collect(self, root: dict) -> None:
        pending = [root]
        while pending:
            thing = pending.pop()
            self.params |= {_words(param.get("id")): param for param in _list(thing, "params")}
            pending += [each for name in ("groups", "controls") for each in _list(thing, name)]

    def lines(self):
        """A heading for every group and control, a sentence for every part with words."""
        yield from self._under(self.catalog, "")

    def _under(self, thing: dict, section: str):
        for part in _list(thing, "parts"):
            yield from self._part(part, section)
        for group in _list(thing, "groups"):
            title = self._said(group.get("title"))
            if title:
                yield self._heading(title, section)
            yield from self._under(group, title or section)
        for control in _list(thing, "controls"):
            yield from self._control(control, section)

    def _control(self, control: dict, section: str):
        title = self._said(control.get("title")) or _words(control.get("id"))
        label = _label(control)
        if not _list(control, "parts") and not _list(control, "controls"):
            yield from self._sentences(title, section, label)
            return
        yield self._heading(title, section, label)
        yield from self._under(control, title)

    def _part(self, part: dict, section: str):
        if title := self._said(part.get("title")):
            yield self._heading(title, section)
        yield from self._sentences(self._said(part.get("prose")), section, _label(part))
        for inner in _list(part, "parts"):
            yield from self._part(inner, section)

    def _sentences(self, words: str, section: str, number: str):
        for at, paragraph in enumerate(filter(None, (" ".join(each.split()) for each in words.split("\n\n")))):
            yield Line(paragraph, number="" if at else number, section=section, why=self.WHY)

    def _heading(self, title: str, section: str, number: str = "") -> Line:
        return Line(
            " ".join(title.split()), "heading", number=number, section=section, why="A heading.", confidence=1.0
        )

    def _said(self, prose: object, depth: int = 0) -> str:
        """The words with the values of parameters in their places, or what they are called."""
        words = INSERT.sub(lambda found: self._value(found[1], depth), _words(prose))
        return words if depth else unescaped(words)

    def _value(self, name: str, depth: int) -> str:
        param = self.params.get(name)
        if param is None or depth > 3:
            return f"[{name}]"
        given = param.get("values")
        values = [value for value in given if isinstance(value, str)] if isinstance(given, list) else []
        select = param.get("select")
        choices = select.get("choice") if isinstance(select, dict) else None
        offered = [self._said(choice, depth + 1) for choice in choices] if isinstance(choices, list) else []
        said = ", ".join(values) or " or ".join(filter(None, offered)) or self._said(param.get("label"), depth + 1)
        return said if values else f"[{said or name}]"


def _label(thing: dict) -> str:
    """What the catalog prints before a control or part, without the stop after it."""
    found = [_words(prop.get("value")) for prop in _list(thing, "props") if prop.get("name") == "label"]
    return " ".join(found[0].split())[:20] if found else ""
