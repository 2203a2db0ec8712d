"""Pages of a long list that cost the same wherever they lie: the next one begins after the last row."""

from functools import reduce
from uuid import UUID

from django.db.models import Q, QuerySet


def page(rows: QuerySet, *, by: str, key: str, after: str, size: int, falling: bool = False) -> tuple[list, str]:
    """One page of `rows` in the order of the field `by` and then of the UUID field `key`; `falling`: the last first.

    `after` is what the page before returned ("" for the first): the key of its last row and not its name, since it
    stands in an address, which must name nobody. Returns the rows and the same for the next page, "" at the end. A key
    that is in no row begins at the beginning.
    """
    sign, beyond = ("-", "lt") if falling else ("", "gt")
    ordered = rows.order_by(f"{sign}{by}", f"{sign}{key}")
    if after and (name := _name(rows, by, key, after)) is not None:
        ordered = ordered.filter(Q(**{f"{by}__{beyond}": name}) | Q(**{by: name, f"{key}__{beyond}": after}))
    found = list(ordered[: size + 1])
    more, found = len(found) > size, found[:size]
    return found, str(reduce(getattr, key.split("__"), found[-1])) if more else ""


def _name(rows: QuerySet, by: str, key: str, after: str):
    try:
        return rows.filter(**{key: UUID(after)}).values_list(by, flat=True).first()
    except ValueError:
        return None
