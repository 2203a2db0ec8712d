"""What stands beside a policy while it is read, put there by the folders above: "you are asked to acknowledge this"."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Aside:
    """A template and the thing it shows."""

    template: str
    thing: object


ASIDES: list[Callable] = []


def asides(actor, version) -> list[Aside]:
    """What every folder has to say to this adult about this version."""
    return [aside for aside in (ask(actor, version) for ask in ASIDES) if aside]
