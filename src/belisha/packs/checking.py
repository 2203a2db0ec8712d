"""Is this file a pack that hangs together? Its shape by JSON Schema, then what a schema cannot say."""

import json
import re
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import TYPE_CHECKING

from .pack import PackError

if TYPE_CHECKING:
    from jsonschema import Draft202012Validator, ValidationError

BRACED = re.compile(r"\{([^{}]*)\}")
CLAUSE_LINKS = ("consequences", "see")
TABLE_LINKS = (("refs", "references"), ("defines", "glossary"), ("gaps", "gaps"))


def check(data: object) -> None:
    """Raise PackError, naming the clause and field, for the first thing wrong with a pack as read from its file."""
    for complaint in _shape(data):
        raise PackError(complaint)
    for rule in RULES:
        for complaint in rule(data):
            raise PackError(complaint)


@cache
def schema() -> "Draft202012Validator":
    """The validator for policy-pack.schema.json."""
    from jsonschema import Draft202012Validator  # slow to import, and a pack is loaded when it is first asked for

    return Draft202012Validator(json.loads(files(__package__).joinpath("policy-pack.schema.json").read_bytes()))


def _shape(data: object) -> Iterator[str]:
    errors = sorted(schema().iter_errors(data), key=lambda error: [str(step) for step in error.absolute_path])
    return (f"{_place(data, error)}: {error.message[:300]}" for error in errors)


def _place(data: object, error: "ValidationError") -> str:
    """Where an error is, in words a person editing the file can use."""
    path = list(error.absolute_path)
    if len(path) < 2 or path[0] != "clauses":
        return f"field {'.'.join(map(str, path))}" if path else "the file"
    clauses, index = data["clauses"], path[1]
    rest = "".join(f", field {step}" for step in path[2:3])
    if path[2:3] != ["id"] and isinstance(clauses[index], dict) and isinstance(clauses[index].get("id"), str):
        return f"clause {clauses[index]['id']}{rest}"
    return f"clause number {index + 1}{rest}"


def _twice(ids: Iterable[object]) -> Iterator[object]:
    seen = set()
    for each in ids:
        if each in seen:
            yield each
        seen.add(each)


def _unique(data: dict) -> Iterator[str]:
    for clause_id in _twice(clause["id"] for clause in data["clauses"]):
        yield f"clause {clause_id} is there twice"
    keys = {"modalities": "id", "variables": "name", "sections": "number"}
    for table in ("modalities", "variables", "sections", "references", "glossary", "gaps"):
        for key in _twice(row[keys.get(table, "id")] for row in data[table]):
            yield f"{table}: {key} is there twice"


def _rank(clause_id: str) -> tuple[int, int, str]:
    section, paragraph, letter = clause_id.split("-")
    return int(section), int(paragraph), letter


def _order(data: dict) -> Iterator[str]:
    ids = [clause["id"] for clause in data["clauses"]]
    for before, after in pairwise(ids):
        if _rank(after) < _rank(before):
            yield f"clause {after} stands after clause {before}"
    numbers = [section["number"] for section in data["sections"]]
    if numbers != sorted(numbers):
        yield "sections are not in order"


def _sections(data: dict) -> Iterator[str]:
    numbers = {section["number"] for section in data["sections"]}
    for clause in data["clauses"]:
        if clause["section"] != _rank(clause["id"])[0]:
            yield f"clause {clause['id']} says it is in section {clause['section']}"
        if clause["section"] not in numbers:
            yield f"clause {clause['id']} is in section {clause['section']}, which is not listed"
    for number in sorted(numbers - {clause["section"] for clause in data["clauses"]}):
        yield f"section {number} has no clause"


def _clause_links(data: dict) -> Iterator[str]:
    ids = {clause["id"] for clause in data["clauses"]}
    for clause in data["clauses"]:
        linked = [(field, target) for field in CLAUSE_LINKS for target in clause.get(field, ())]
        linked += [("exceptions", each["id"]) for each in clause.get("exceptions", ()) if "id" in each]
        linked += [("deadline_from", clause["deadline_from"])] if "deadline_from" in clause else []
        for field, target in linked:
            if target not in ids or target == clause["id"]:
                yield f"clause {clause['id']}: {field} points to {target}, which is not another clause of this pack"
    for gap in data["gaps"]:
        for target in gap["clauses"]:
            if target not in ids:
                yield f"gap {gap['id']} names clause {target}, which is not in this pack"


def _table_links(data: dict) -> Iterator[str]:
    for field, table in TABLE_LINKS:
        known = {row["id"] for row in data[table]}
        used = set()
        for clause in data["clauses"]:
            for target in clause.get(field, ()):
                used.add(target)
                if target not in known:
                    yield f"clause {clause['id']}: {field} names {target}, which is not listed"
        for target in sorted(known - used):
            yield f"{table}: no clause names {target}"


def _gaps_agree(data: dict) -> Iterator[str]:
    listed = {(clause_id, gap["id"]) for gap in data["gaps"] for clause_id in gap["clauses"]}
    named = {(clause["id"], gap) for clause in data["clauses"] for gap in clause.get("gaps", ())}
    for clause_id, gap in sorted(listed ^ named):
        yield f"clause {clause_id} and gap {gap} do not name each other"


def _variables(data: dict) -> Iterator[str]:
    declared = {variable["name"] for variable in data["variables"]}
    used = set()
    for clause in data["clauses"]:
        names = BRACED.findall(clause["text"])
        used.update(names)
        for name in names:
            if name not in declared:
                yield f"clause {clause['id']}: the variable {{{name}}} is not declared"
        if set("{}") & set(BRACED.sub("", clause["text"])):
            yield f"clause {clause['id']}: a brace stands alone"
    for name in sorted(declared - used):
        yield f"variables: no clause uses {name}"


def _speaks(data: dict) -> Iterator[str]:
    words = {modality["id"]: modality["words"] for modality in data["modalities"]}
    for clause in data["clauses"]:
        wanted = words.get(clause["modality"])
        if wanted is None:
            yield f"clause {clause['id']}: the modality {clause['modality']} is not described"
        elif wanted and not re.search(rf"\b(?:{'|'.join(map(re.escape, wanted))})\b", clause["text"], re.IGNORECASE):
            yield f"clause {clause['id']} is {clause['modality']}, but its text has none of: {', '.join(wanted)}"


def _times(data: dict) -> Iterator[str]:
    deadlines = {clause["id"]: clause.get("deadline") for clause in data["clauses"]}
    for clause in data["clauses"]:
        source = clause.get("deadline_from")
        if source is not None and ("deadline" in clause or deadlines[source] is None):
            yield f"clause {clause['id']}: deadline_from must point from a clause without a deadline to one with"


RULES = (_unique, _order, _sections, _clause_links, _table_links, _gaps_agree, _variables, _speaks, _times)
