"""What stands on the registers' own page. Each register puts its lines into `SHELVES` as Django starts."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Shelf:
    """A register as one adult sees it: its name, what it is for, where it leads, and how many wait there for them."""

    title: str
    says: str
    url: str
    waiting: int = 0


SHELVES: list[Callable[..., Iterable[Shelf]]] = []


def seen(actor) -> list[Shelf]:
    """The registers that this adult may open, in the order in which they were put in."""
    return [shelf for find in SHELVES for shelf in find(actor)]
