"""What NIST's specification of the OSCAL catalog says of the objects that we write, as a table to be checked.

Written from the model's reference, release 1.2: which keys an object may have and must have, and how each value looks.
"""

import re

TOKEN = r"[^\W\d][\w.\-]*"
UUID = r"[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[45][0-9A-Fa-f]{3}-[89ABab][0-9A-Fa-f]{3}-[0-9A-Fa-f]{12}"
STRING = r"\S(?:.*\S)?"
LINE = r"[^\n]+"
PROSE = r"(?s:.*)"
URI = r"[a-zA-Z][a-zA-Z0-9+\-.]+:.+"
MOMENT = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)"
# Object → key → (must it be there, what it is: a pattern, the name of an object, or a list of those).
OBJECTS = {
    "document": {"catalog": (True, "catalog")},
    "catalog": {
        "uuid": (True, UUID), "metadata": (True, "metadata"), "groups": (False, ["group"]),
        "back-matter": (False, "back-matter"),
    },
    "metadata": {
        "title": (True, LINE), "published": (False, MOMENT), "last-modified": (True, MOMENT), "version": (True, STRING),
        "oscal-version": (True, r"1\.2\.[01]"), "props": (False, ["prop"]), "roles": (False, ["role"]),
        "parties": (False, ["party"]), "responsible-parties": (False, ["responsible-party"]),
    },
    "role": {"id": (True, TOKEN), "title": (True, LINE)},
    "party": {"uuid": (True, UUID), "type": (True, "person|organization"), "name": (False, STRING)},
    "responsible-party": {"role-id": (True, TOKEN), "party-uuids": (True, [UUID])},
    "prop": {"name": (True, TOKEN), "ns": (False, URI), "value": (True, STRING)},
    "link": {"href": (True, r"\S+"), "rel": (False, TOKEN)},
    "group": {
        "id": (False, TOKEN), "title": (True, LINE), "props": (False, ["prop"]), "parts": (False, ["part"]),
        "controls": (False, ["control"]),
    },
    "control": {
        "id": (True, TOKEN), "class": (False, TOKEN), "title": (True, LINE), "props": (False, ["prop"]),
        "links": (False, ["link"]), "parts": (False, ["part"]),
    },
    "part": {
        "id": (False, TOKEN), "name": (True, TOKEN), "ns": (False, URI), "props": (False, ["prop"]),
        "parts": (False, ["part"]), "prose": (False, PROSE), "links": (False, ["link"]),
    },
    "back-matter": {"resources": (False, ["resource"])},
    "resource": {
        "uuid": (True, UUID), "title": (False, LINE), "props": (False, ["prop"]), "citation": (False, "citation"),
    },
    "citation": {"text": (True, LINE)},
}  # fmt: skip


def faults(document: dict) -> list[str]:
    """Everything that the specification does not allow, with where it stands."""
    return [*_object(document, "document", ""), *_ids(document)]


def _object(value: object, name: str, at: str):
    if not isinstance(value, dict):
        yield f"{at} is no {name}"
        return
    known = OBJECTS[name]
    yield from (f"{at}/{key} is not known" for key in value if key not in known)
    for key, (needed, shape) in known.items():
        if key in value:
            yield from _value(value[key], shape, f"{at}/{key}")
        elif needed:
            yield f"{at}/{key} is missing"


def _value(value: object, shape, at: str):
    if isinstance(shape, list):
        if not isinstance(value, list) or not value:
            yield f"{at} is no list with something in it"
            return
        for number, each in enumerate(value):
            yield from _value(each, shape[0], f"{at}/{number}")
    elif shape in OBJECTS:
        yield from _object(value, shape, at)
    elif not isinstance(value, str) or not re.fullmatch(shape, value):
        yield f"{at} is {value!r}"


def _ids(document: dict) -> list[str]:
    """Ids that are used twice, and links that lead nowhere."""
    ids, links, pending = [], [], [document]
    while pending:
        value = pending.pop()
        if isinstance(value, dict):
            ids += [value[key] for key in ("id", "uuid") if key in value]
            links += [value["href"][1:]] if "href" in value else []
            pending += value.values()
        elif isinstance(value, list):
            pending += value
    return [f"{each} is used twice" for each in sorted({i for i in ids if ids.count(i) > 1})] + [
        f"{each} leads nowhere" for each in links if each not in ids
    ]
