"""The policy in Belisha's own format, as YAML for people and as JSON for programs: everything, to be read back.

The shape is `policy/carried/policy.schema.json`, and `policy/carried/own.py` reads it.
"""

import json
from dataclasses import asdict

import yaml

from belisha.exchange.plain import Plain
from belisha.policy.carried.own import FORMAT, NUMBER
from belisha.policy.written import Written

JSON_TYPE, YAML_TYPE = "application/json", "application/yaml"
WIDTH = 110


class _Dumper(getattr(yaml, "CSafeDumper", yaml.SafeDumper)):
    """YAML without anchors, and long texts line by line."""

    def ignore_aliases(self, data) -> bool:
        return True


def _text(dumper, words: str):
    return dumper.represent_scalar("tag:yaml.org,2002:str", words, style="|" if "\n" in words else None)


_Dumper.add_representer(str, _text)


def as_data(plain: Plain) -> dict:
    """The version as lists and words. `policy` goes with it; `school` belongs to the school that wrote it."""
    return {
        "format": FORMAT,
        "format_version": NUMBER,
        "policy": {
            "title": plain.title,
            "source": plain.source,
            "pages": list(plain.pages),
            "clauses": [_clause(clause) for clause in plain.clauses],
        },
        "school": _school(plain),
    }


def _clause(clause: Written) -> dict:
    return {name: list(value) if isinstance(value, tuple) else value for name, value in clause.fields().items()}


def _school(plain: Plain) -> dict:
    standing = asdict(plain.standing)
    renamed = {"name": standing.pop("school"), "version": standing.pop("number"), **standing}
    said = {key: value.isoformat() if hasattr(value, "isoformat") else value for key, value in renamed.items()}
    return {key: value for key, value in said.items() if value not in (None, "")}


def as_yaml(plain: Plain) -> bytes:
    """As YAML, in the order of the schema."""
    return yaml.dump(as_data(plain), Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=WIDTH, encoding="utf-8")


def as_json(plain: Plain) -> bytes:
    """As JSON."""
    return (json.dumps(as_data(plain), ensure_ascii=False, indent=1) + "\n").encode()
