"""The duties that ship with the product: from their file to checked values."""

from dataclasses import dataclass, field
from functools import cache

from .library import Library, read_library, shelf_text, shipped_references
from .pack import PackError


@dataclass(frozen=True, slots=True)
class ShippedDuty:
    """Something to ask of adults as it ships; the fields are those of duties.schema.json. `items` are mappings."""

    key: str
    title: str
    way: str
    says: str
    source: str
    certainty: str
    clauses: tuple[str, ...]
    statement: str = ""
    items: tuple[dict, ...] = field(default=(), hash=False)
    reference: str = ""
    kinds: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    days: int = 10
    every_months: int = 0
    each_year: str = ""
    evidence: str = "none"
    chased_by: tuple[str, ...] = ()
    leads_to: str = ""


@cache
def shipped_duties() -> Library:
    """The duties that ship, checked: each reference that they name is in the shipped library, each line there once."""
    return whole(read_library(shelf_text("duties.yaml"), "duties", ShippedDuty))


def whole(found: Library) -> Library:
    """The same, or PackError where a row names what is not there, or asks again in two ways."""
    known = {row.key for row in shipped_references().rows}
    for row in found.rows:
        if row.reference and row.reference not in known:
            raise PackError(f"duty {row.key} names a reference that is not there: {row.reference}")
        if row.every_months and row.each_year:
            raise PackError(f"duty {row.key} is asked again in two ways")
        for keys in (
            [item["key"] for item in row.items],
            *([o["key"] for o in i.get("options", ())] for i in row.items),
        ):
            if len(keys) != len(set(keys)):
                raise PackError(f"duty {row.key} has a line twice")
    return found
