"""What ships for concerns: what one can be about, whom it reaches, what is asked, each from a table that is checked."""

import json
from functools import cache
from importlib.resources import files

import yaml

from .loading import LOADER
from .pack import PackError

FOLDER = "concerns"


@cache
def concern_table(name: str) -> dict:
    """The plain content of packs/concerns/<name>.yaml. PackError if it does not have the shape of its schema."""
    from jsonschema import Draft202012Validator  # slow to import, and needed once

    folder = files(__package__).joinpath(FOLDER)
    try:
        data = yaml.load(folder.joinpath(f"{name}.yaml").read_text("utf-8"), Loader=LOADER)  # noqa: S506 - safe ones
    except yaml.YAMLError as error:
        raise PackError(f"{name} is not readable YAML: {error}") from error
    shape = json.loads(folder.joinpath(f"{name}.schema.json").read_bytes())
    for error in Draft202012Validator(shape).iter_errors(data):
        at = "/".join(map(str, error.absolute_path))
        raise PackError(f"{name}, at {at or 'the top'}: {error.message[:300]}")
    return data
