"""Belisha's own format: everything of a version, to be read back without loss. See policy.schema.json."""

import json
import re
from functools import cache
from pathlib import Path

from belisha.policy.carried.parsing import AGAIN
from belisha.policy.carried.shapes import Carried
from belisha.policy.reading import Unreadable
from belisha.policy.rules import IDENT
from belisha.policy.written import Written

FORMAT = "belisha-policy"
NUMBER = 1
SCHEMA = Path(__file__).with_name("policy.schema.json")


@cache
def validator():
    """The published schema of the format, ready to be asked."""
    from jsonschema import Draft202012Validator  # slow to import, and few processes read such a file

    return Draft202012Validator(json.loads(SCHEMA.read_text("utf-8")))


def carried(data: dict) -> Carried:
    """The policy in a file of our format. What belongs to the school that wrote it (number, dates) is left out."""
    number = data.get("format_version")
    if isinstance(number, int) and number > NUMBER:
        raise Unreadable(
            f"This file was written by a newer Belisha: its format is {number}, and this one reads up to {NUMBER}.",
            "Update Belisha here, or ask for the file from a Belisha of this age.",
        )
    fault = next(validator().iter_errors(data), None)
    if fault:
        raise _wrong("/".join(str(step) for step in fault.absolute_path))
    policy = data["policy"]
    clauses = tuple(_written(clause) for clause in policy["clauses"])
    _check(policy["source"], policy["pages"], clauses)
    return Carried(policy["title"], policy["source"], clauses, tuple(policy["pages"]))


def _written(fields: dict) -> Written:
    return Written(**{**fields, "binds": tuple(fields["binds"]), "came_from": tuple(fields["came_from"])})


def _check(source: str, pages: list[int], clauses: tuple[Written, ...]) -> None:
    """What a schema cannot say: every place lies in the text, and every clause has an id of its own."""
    seen = set()
    for at, clause in enumerate(clauses):
        inside = clause.start < clause.end <= len(source)
        lit = (clause.cue_start is None) == (clause.cue_end is None)
        lit = lit and (clause.cue_end is None or clause.cue_start <= clause.cue_end <= len(source))
        if not (inside and lit and clause.text.strip() and re.fullmatch(IDENT, clause.ident)) or clause.ident in seen:
            raise _wrong(f"policy/clauses/{at}")
        seen.add(clause.ident)
    if pages != sorted(pages) or any(page > len(source) for page in pages):
        raise _wrong("policy/pages")


def _wrong(where: str) -> Unreadable:
    return Unreadable(f"This file is not a whole policy: something is missing or wrong at “{where[:200]}”.", AGAIN)
