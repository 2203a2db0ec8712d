"""What permission can be asked for, and what no permission can allow: from its file to checked values."""

import datetime
import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import yaml

from .loading import LOADER
from .pack import PackError

FILE, SCHEMA = "permissions.yaml", "permissions.schema.json"
OTHER = "other"


@dataclass(frozen=True, slots=True)
class Named:
    """An audience or a platform."""

    key: str
    label: str


@dataclass(frozen=True, slots=True)
class Act:
    """Something that permission can be asked for."""

    key: str
    label: str
    hint: str
    clauses: tuple[str, ...]
    source: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Absolute:
    """Something that no permission can allow: why, and what to do instead. `leads` names the place that helps."""

    key: str
    label: str
    says: str
    instead: str
    clauses: tuple[str, ...]
    leads: str
    source: str


@dataclass(frozen=True)
class Vocabulary:
    """The whole file."""

    edition: str
    last_checked: datetime.date
    acts: dict[str, Act]
    audiences: dict[str, Named]
    platforms: dict[str, Named]
    absolute: dict[str, Absolute]


@cache
def vocabulary() -> Vocabulary:
    """The vocabulary that ships, checked."""
    return read_vocabulary(_text(FILE))


def read_vocabulary(text: str) -> Vocabulary:
    """A vocabulary from the YAML of its file. PackError if it is not one."""
    try:
        data = yaml.load(text, Loader=LOADER)  # noqa: S506 - both loaders are the safe ones
    except yaml.YAMLError as error:
        raise PackError(f"The file is not readable YAML: {error}") from error
    from jsonschema import Draft202012Validator  # slow to import

    for error in Draft202012Validator(json.loads(_text(SCHEMA))).iter_errors(data):
        raise PackError(f"permissions: {'.'.join(map(str, error.absolute_path))}: {error.message[:200]}")
    acts, absolute = _rows(data, "acts", Act), _rows(data, "absolute", Absolute)
    if both := set(acts) & set(absolute):
        raise PackError(f"permissions: {min(both)} cannot be asked for and be absolute")
    return Vocabulary(
        data["edition"], datetime.date.fromisoformat(data["last_checked"]), acts, _rows(data, "audiences", Named),
        _rows(data, "platforms", Named), absolute,
    )  # fmt: skip


def _rows(data: dict, name: str, kind: type) -> dict:
    rows = [
        kind(**{key: tuple(value) if isinstance(value, list) else value for key, value in row.items()})
        for row in data[name]
    ]
    if len({row.key for row in rows}) != len(rows):
        raise PackError(f"permissions: a key of {name} is there twice")
    return {row.key: row for row in rows}


def _text(name: str) -> str:
    return files(__package__).joinpath("shelf", name).read_text(encoding="utf-8")
