"""What the registers know for an inquiry, each with its source. (Stub until the registers are read.)"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Known:
    """A fact that a register knows: its value, "register:<key>", what it says in words, and where that can be read."""

    value: object
    source: str
    says: str
    url: str = ""
    may_be: tuple[str, ...] = ()


def from_registers(actor, inquiry) -> dict[str, Known]:
    return {}


def choices(actor) -> list[tuple]:
    return []
