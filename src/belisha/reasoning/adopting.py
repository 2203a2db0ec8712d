"""A school's own policy under the rules of the shipped one: a rule holds where its clause was found in the document."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from belisha.reasoning.facts import FactSchema
from belisha.reasoning.reading import read_rulebook
from belisha.reasoning.rules import Rulebook


def adopted(
    data: Mapping, facts: FactSchema, has: Mapping[str, str], *, name: str, edition: str, own: Iterable[Mapping] = ()
) -> Rulebook:
    """A rulebook in which clauses bear the school's own ids.

    `data` has the shape of rules.schema.json; `has` maps ids of shipped clauses to the clauses of the document that say
    the same; `own` are rules that the school gave to clauses of its own. A rule whose clause the document does not have
    is off, and its clause is listed. An exception goes with its clause: without it the rule is the stricter one. What
    words mean stays, whoever says it.
    """
    asides = {kind: [_renamed(row, has) for row in data[kind] if row.get("clause") in has] for kind in BESIDE}
    rules = [_rule(row, has) for row in data["rules"] if row["clause"] in has]
    meanings = [{**row, "clause": has.get(row["clause"], "")} for row in data["meanings"]]
    notes = {"notes": data["notes"], "meanings": meanings, "rules": rules}
    book = read_rulebook({**data, **asides, **notes, "pack": name}, facts, edition=edition, extra=own)
    off = dict.fromkeys(row["clause"] for row in data["rules"] if row["clause"] not in has)
    return replace(book, off=tuple(off))


BESIDE = ("duties", "gaps", "silent")


def _renamed(row: Mapping, has: Mapping[str, str]) -> dict:
    return {**row, "clause": has[row["clause"]]}


def _rule(row: Mapping, has: Mapping[str, str]) -> dict:
    kept = [_renamed(each, has) for each in row.get("exceptions", ()) if each["clause"] in has]
    return {**_renamed(row, has), "exceptions": kept}
