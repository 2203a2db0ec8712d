"""From the bytes of a YAML or JSON file to plain values. The file is hostile until shown otherwise.

No aliases, anchors or tags of YAML: our own files have none, and they are what bombs are made of.
"""

import json
import math
from pathlib import Path

import yaml

from belisha.policy.reading import Unreadable

MB = 1024 * 1024
LIMITS = {
    "file": 8 * MB,  # a policy of 200 pages is about 2 MB, its words standing in it twice
    "depth": 60,  # an OSCAL catalog has about 20
    "nodes": 500_000,  # of 150 clauses about 10,000
}
JSON, YAML = "json", "yaml"
EXTENSIONS = {".json": JSON, ".yaml": YAML, ".yml": YAML}
AGAIN = "Export it again from where it came from, and choose that file unchanged."


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):
    """YAML in which a date is a word like any other."""


_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in pairs if not tag.endswith(":timestamp")]
    for first, pairs in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def kind_of(filename: str) -> str | None:
    """ "json" or "yaml" by the file's name; None for every other file."""
    return EXTENSIONS.get(Path(filename).suffix.lower())


def parsed(path: Path, kind: str, limit: int) -> dict:
    """The mapping that the file holds; raises Unreadable."""
    size = path.stat().st_size
    limit = min(limit, LIMITS["file"])
    if size > limit:
        raise Unreadable(
            f"The file is too big: {size / MB:.1f} MB, and the limit for a policy as data is {limit / MB:g} MB.", AGAIN
        )
    try:
        text = path.read_bytes().decode("utf-8-sig")
        data = json.loads(text, parse_constant=_no_number) if kind == JSON else _from_yaml(text)
    except (ValueError, RecursionError, yaml.YAMLError) as fault:
        raise Unreadable(
            f"This file is not {kind.upper()} that can be read: it is damaged or cut short.", AGAIN
        ) from fault
    if not isinstance(data, dict):
        raise Unreadable("This file is data, but not a policy.", AGAIN)
    _check(data)
    return data


def _no_number(name: str) -> None:
    raise ValueError(name)


def _from_yaml(text: str):
    """What the one document of `text` holds. Its events are looked at first: they are read without recursion."""
    depth = 0
    for number, event in enumerate(yaml.parse(text, Loader=_Loader)):
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise Unreadable("This file has YAML anchors in it, which a policy as data never has.", AGAIN)
        if getattr(event, "tag", None):
            raise Unreadable("This file has YAML tags in it, which a policy as data never has.", AGAIN)
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        _within(depth, number)
    return yaml.load(text, Loader=_Loader)  # noqa: S506 (a safe loader)


def _within(depth: int, nodes: int) -> None:
    if depth > LIMITS["depth"] or nodes > 2 * LIMITS["nodes"]:
        raise Unreadable("This file is nested too deeply or has too many parts to be a policy.", AGAIN)


def _check(data: dict) -> None:
    """No list too deep, no word that a database cannot keep, no number without a value."""
    pending, nodes = [(data, 1)], 1
    while pending:
        value, depth = pending.pop()
        if isinstance(value, dict | list):
            nodes += len(value)
            _within(depth, nodes)
            inside = [*value, *value.values()] if isinstance(value, dict) else value
            pending += [(each, depth + 1) for each in inside]
        elif isinstance(value, str):
            _keepable(value)
        elif isinstance(value, float) and not math.isfinite(value):
            raise Unreadable("There is a number in this file that is not a number.", AGAIN)


def _keepable(word: str) -> None:
    try:
        word.encode()
    except UnicodeEncodeError as fault:
        raise Unreadable("There are half characters in this file, so its words cannot be kept.", AGAIN) from fault
    if "\0" in word:
        raise Unreadable("There is a zero byte in the words of this file, so they cannot be kept.", AGAIN)
