"""The reference library and the points to look for that ship with the product: from their files to checked values."""

import datetime
import json
from dataclasses import dataclass, field, fields
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

import yaml

from .loading import LOADER
from .pack import PackError

if TYPE_CHECKING:
    from jsonschema import Draft202012Validator

FOLDER = "shelf"


@dataclass(frozen=True, slots=True)
class ShippedReference:
    """A law, guidance or sister policy as it ships; the fields are those of references.schema.json."""

    key: str
    title: str
    kind: str
    source: str
    certainty: str
    cited_as: tuple[str, ...]
    edition: str = ""
    since: str = ""
    replaced: str = ""
    replaced_by: str = ""
    address: str = ""
    each_year: str = ""
    for_whom: str = "adult"
    aged: tuple[str, ...] = ()
    notes: str = ""
    register: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ShippedCheck:
    """A point to look for as it ships; the fields are those of checks.schema.json. `looks` are plain mappings."""

    key: str
    title: str
    says: str
    now: str
    severity: str
    source: str
    certainty: str
    looks: tuple[dict, ...] = field(hash=False)
    point: int = 0
    gap: str = ""
    reference: str = ""
    wording: str = ""


@dataclass(frozen=True)
class Library:
    """A whole file: its rows in order, and the day on which somebody last looked them through."""

    edition: str
    last_checked: datetime.date
    rows: tuple

    def get(self, key: str):
        """The row of that key, or None."""
        return next((row for row in self.rows if row.key == key), None)


@cache
def shipped_references() -> Library:
    """The references that ship, checked."""
    return read_library(shelf_text("references.yaml"), "references", ShippedReference)


@cache
def shipped_checks() -> Library:
    """The points that ship, checked, each gap and point of them once, each reference they name there to be found."""
    found = read_library(shelf_text("checks.yaml"), "checks", ShippedCheck)
    known = {row.key for row in shipped_references().rows}
    for row in found.rows:
        named = {row.reference, *(look.get("cites", "") for look in row.looks)} - {""}
        if named - known:
            raise PackError(f"check {row.key} names a reference that is not there: {', '.join(sorted(named - known))}")
    for name in ("point", "gap"):
        said = [getattr(row, name) for row in found.rows if getattr(row, name)]
        if len(said) != len(set(said)):
            raise PackError(f"checks: a {name} is there twice")
    return found


def read_library(text: str, name: str, kind: type) -> Library:
    """A library from the YAML of its file. PackError, naming the row, if it is not one."""
    try:
        data = yaml.load(text, Loader=LOADER)  # noqa: S506 - both loaders are the safe ones
    except yaml.YAMLError as error:
        raise PackError(f"The file is not readable YAML: {error}") from error
    for complaint in sorted(_complaints(data, name)):
        raise PackError(complaint)
    rows = tuple(_row(row, kind) for row in data[name])
    keys = [row.key for row in rows]
    if len(keys) != len(set(keys)):
        raise PackError(f"{name}: {next(key for key in keys if keys.count(key) > 1)} is there twice")
    return Library(data["edition"], datetime.date.fromisoformat(data["last_checked"]), rows)


def fault_in_looks(looks: object) -> str:
    """What is wrong with what a school typed to be looked for, as a sentence; empty where nothing is."""
    return min((error.message[:200] for error in _of_looks().iter_errors(looks)), default="")


def _row(row: dict, kind: type):
    given = {name: tuple(value) if isinstance(value, list) else value for name, value in row.items()}
    known = {each.name for each in fields(kind)}
    return kind(**{name: value for name, value in given.items() if name in known})


def _complaints(data: object, name: str) -> list[str]:
    found = []
    for error in _schema(name).iter_errors(data):
        path = list(error.absolute_path)
        row = data[name][path[1]] if len(path) > 1 else None
        where = f"{name} {row.get('key', path[1])}" if isinstance(row, dict) else "the file"
        found.append(f"{where}: {error.message[:200]}")
    return found


@cache
def _schema(name: str) -> "Draft202012Validator":
    from jsonschema import Draft202012Validator  # slow to import

    return Draft202012Validator(json.loads(shelf_text(f"{name}.schema.json")))


@cache
def _of_looks() -> "Draft202012Validator":
    from jsonschema import Draft202012Validator

    whole = json.loads(shelf_text("checks.schema.json"))
    return Draft202012Validator({"$defs": whole["$defs"], "$ref": "#/$defs/looks"})


def shelf_text(name: str) -> str:
    """A file of the shelf."""
    return files(__package__).joinpath(FOLDER, name).read_text(encoding="utf-8")
