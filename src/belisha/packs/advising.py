"""What the advice engine is given as it ships: facts, rules, what people ask and written cases, each checked."""

import json
from functools import cache
from importlib.resources import files

import yaml

from .loading import LOADER
from .pack import PackError

TABLES = ("facts", "rules", "acts", "words", "scenarios", "tallies")


@cache
def advice_table(name: str) -> dict:
    """The plain content of a table of packs/advice, by its name. PackError if it is damaged."""
    return read_table(name, files(__package__).joinpath(f"advice/{name}.yaml").read_text(encoding="utf-8"))


def read_table(name: str, text: str) -> dict:
    """The same from the text of a file."""
    try:
        data = yaml.load(text, Loader=LOADER)  # noqa: S506 - both loaders are the safe ones
    except yaml.YAMLError as error:
        raise PackError(f"The {name} are not readable YAML: {error}") from error
    return check_table(name, data)


def check_table(name: str, data: object) -> dict:
    """The same table, or PackError saying where it does not have the shape of its schema."""
    from jsonschema import Draft202012Validator  # slow to import, and needed once

    shape = json.loads(files(__package__).joinpath(f"advice/{name}.schema.json").read_bytes())
    for error in Draft202012Validator(shape).iter_errors(data):
        at = "/".join(map(str, error.absolute_path))
        raise PackError(f"{name}, at {at or 'the top'}{_clause(data, error.absolute_path)}: {error.message[:300]}")
    return data


def _clause(data: object, path) -> str:
    """The clause of the row that an error is in, for whoever has to mend it."""
    path = list(path)
    if len(path) < 2 or not isinstance(data[path[0]], list):
        return ""
    row = data[path[0]][path[1]]
    return f" (clause {row['clause']})" if isinstance(row, dict) and "clause" in row else ""
