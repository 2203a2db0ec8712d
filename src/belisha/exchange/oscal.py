"""The policy as an OSCAL catalog: sections as groups, clauses as controls, sources as back matter.

What OSCAL has no word for stands under our own namespace. `policy/carried/oscal.py` reads it back.
"""

import json
import re

from belisha.exchange.plain import Plain, Section, normative, sections
from belisha.policy.carried.oscal import NS, PARTS, PREFIX, escaped
from belisha.policy.written import Written

MEDIA_TYPE = "application/oscal+json"
# The edition of OSCAL that today's tools take; nothing here is newer than 1.1.
OSCAL = "1.2.1"
TITLE = 80  # characters of a clause that make its title
# Sentences that ask nothing of anybody stand in their group as they are.
CONTROLS = ("definition", "scope")
# An approver is named only where every word is of a body, so that no person's name goes into a catalog.
BODY = re.compile(
    r"(?:(?:the|full|local|interim|executive|whole|academy|school|staffing|personnel|resources?|finance|polic(?:y|ies)"
    r"|curriculum|standards|safeguarding|education|governing|body|boards?|of|and|governors|trustees|directors|trust"
    r"|(?:sub-?)?committee|council|cabinet)\b[\s&]*)+",
    re.I,
)


def catalog(plain: Plain) -> dict:
    """The catalog as plain values."""
    groups = _Groups(plain)
    found = {"uuid": plain.key("catalog"), "metadata": _metadata(plain), "groups": groups.all()}
    if groups.cited:
        found["back-matter"] = {"resources": [_resource(uuid, dict(key)) for key, uuid in groups.cited.items()]}
    return {"catalog": found}


def document(plain: Plain) -> bytes:
    """The catalog as JSON."""
    return (json.dumps(catalog(plain), ensure_ascii=False, indent=1) + "\n").encode()


def _one_line(words: str) -> str:
    """As a value of a property has to be."""
    return " ".join(re.sub(r"[\x00-\x1f\x7f-\x9f]", " ", words).split())


def _prop(name: str, value: object) -> dict:
    return {"name": name, "ns": NS, "value": _one_line(str(value))}


def _props(pairs: list[tuple[str, object]]) -> list[dict]:
    return [_prop(name, value) for name, value in pairs if _one_line(str(value))]


# -- the document -----------------------------------------------------------------------------------------------------


def _metadata(plain: Plain) -> dict:
    standing = plain.standing
    school = plain.key("school")
    found = {
        "title": escaped(_one_line(plain.title)) or "Policy",
        **({"published": standing.published_at.isoformat()} if standing.published_at else {}),
        "last-modified": plain.last_changed.isoformat(),
        "version": str(standing.number),
        "oscal-version": OSCAL,
        "props": _props(
            [("format", 1), ("state", standing.state), ("fingerprint", standing.fingerprint),
             ("approved-on", standing.approved_on or ""), ("minute", standing.minute),
             ("review-due", standing.review_due or "")]
        ),
        "roles": [{"id": "publisher", "title": "Publishes the policy"}],
        "parties": [{"uuid": school, "type": "organization", "name": _one_line(standing.school) or "The school"}],
        "responsible-parties": [{"role-id": "publisher", "party-uuids": [school]}],
    }  # fmt: skip
    if standing.approved_by:
        found["roles"].append({"id": "approver", "title": "Approves the policy"})
    if BODY.fullmatch(standing.approved_by.strip()):
        body = {"uuid": plain.key("approver"), "type": "organization", "name": _one_line(standing.approved_by)}
        found["parties"].append(body)
        found["responsible-parties"].append({"role-id": "approver", "party-uuids": [body["uuid"]]})
    return found


def _cited(plain: Plain) -> dict[tuple, str]:
    """Each source that is named, with a key of its own, in the order in which they come."""
    found: dict[tuple, str] = {}
    for clause in plain.clauses:
        for cited in clause.particulars.get("cited", ()):
            found.setdefault(tuple(sorted(cited.items())), plain.key(f"cited {len(found)}"))
    return found


def _resource(uuid: str, cited: dict) -> dict:
    title = _one_line(cited.get("title", "") or cited.get("words", ""))
    found = {"uuid": uuid, "title": escaped(title) or "A source"}
    props = _props([("kind", cited.get("kind", "")), ("edition", cited.get("edition", ""))])
    if props:
        found["props"] = props
    if words := _one_line(cited.get("words", "")):
        found["citation"] = {"text": escaped(words)}
    return found


# -- groups and controls ----------------------------------------------------------------------------------------------


class _Groups:
    """The sections of one version as groups."""

    def __init__(self, plain: Plain):
        self.plain = plain
        self.cited = _cited(plain)
        self.place = {clause.ident: at for at, clause in enumerate(plain.clauses)}

    def all(self) -> list[dict]:
        """In the order of the document."""
        return [self._group(at, section) for at, section in enumerate(sections(self.plain), 1)]

    def _group(self, number: int, section: Section) -> dict:
        heading = section.heading
        title = heading.text if heading else self.plain.title
        found = {"id": f"g{number}", "title": escaped(_one_line(title)) or "Section"}
        if heading:
            found["props"] = _props(
                [("ident", heading.ident), ("number", heading.number), ("under", heading.section),
                 ("decided", "yes" if heading.decided else "")]
            )  # fmt: skip
        under = heading.text if heading else ""
        controls = [self._control(clause, under) for clause in section.clauses if _is_control(clause)]
        others = [self._part(clause, under) for clause in section.clauses if not _is_control(clause)]
        return found | ({"parts": others} if others else {}) | ({"controls": controls} if controls else {})

    def _control(self, clause: Written, under: str) -> dict:
        key = f"{PREFIX}{clause.ident}"
        label = {"name": "label", "value": _one_line(clause.number) or clause.ident}
        parts = [{"id": f"{key}_smt", "name": "statement", "prose": escaped(clause.text)}, *self._more(key, clause)]
        return {
            "id": key, "class": clause.kind, "title": escaped(_short(_one_line(clause.text))) or key,
            "props": [label, *self._reading(clause, under)], "parts": parts, **self._links(clause),
        }  # fmt: skip

    def _part(self, clause: Written, under: str) -> dict:
        key = f"{PREFIX}{clause.ident}"
        more = self._more(key, clause)
        return {
            "id": key, "name": "information", "ns": NS, "props": self._reading(clause, under),
            "prose": escaped(clause.text), **({"parts": more} if more else {}), **self._links(clause),
        }  # fmt: skip

    def _more(self, key: str, clause: Written) -> list[dict]:
        return [
            {"id": f"{key}_{name}-{at}", "name": name, "ns": NS, "prose": escaped(words)}
            for name, field in PARTS.items()
            for at, words in enumerate(clause.particulars.get(field, ()), 1)
        ]

    def _links(self, clause: Written) -> dict:
        keys = [self.cited[tuple(sorted(each.items()))] for each in clause.particulars.get("cited", ())]
        return {"links": [{"href": f"#{key}", "rel": "reference"} for key in keys]} if keys else {}

    def _reading(self, clause: Written, under: str) -> list[dict]:
        """How the clause is read, as properties of ours."""
        more = clause.particulars
        pairs = [
            ("ident", clause.ident), ("position", self.place[clause.ident]), ("number", clause.number),
            ("section", "" if clause.section == under else clause.section),
            ("kind", clause.kind), ("modality", clause.modality),
            *[("binds", who) for who in clause.binds], *[("tell", whom) for whom in more.get("tell", ())],
            ("deadline", more.get("deadline", "")), ("defines", more.get("defines", "")),
            ("decided", "yes" if clause.decided else "no"), ("confidence", f"{clause.confidence:.4f}"),
            ("pack-id", clause.pack_id), ("pack-sure", "yes" if clause.pack_sure else ""),
        ]  # fmt: skip
        return _props(pairs)


def _is_control(clause: Written) -> bool:
    return normative(clause) or clause.kind in CONTROLS


def _short(words: str) -> str:
    return words if len(words) <= TITLE else f"{words[:TITLE].rpartition(' ')[0] or words[:TITLE]} …"
