"""A fact as a register knows it, and the table by which it is said."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from belisha.packs.advising import advice_table
from belisha.reasoning.facts import Value

REGISTER = "register:"
PEOPLE, FAMILY, PERMISSIONS, PROTOCOLS, ACCOUNTS = ("people", "family", "permissions", "protocols", "accounts")


@dataclass(frozen=True)
class Known:
    """What a register knows about one fact.

    `value` is None where the register leaves it to the asker; `may_be` are the values that the asker's own word may
    then have, and beside a value those that may stand against it (never a better one). `key` is that of the row it
    rests on, empty where it rests on there being none. `says` is for the page, `url` where to look. `needs` is a fact
    that has to be said before the register knows.
    """

    value: Value | None
    register: str
    says: str
    url: str = ""
    key: str = ""
    may_be: tuple[str, ...] = ()
    needs: str = ""

    @property
    def source(self) -> str:
        """As an explanation keeps it: "register:permissions:KEY", or without a key where nothing is on file."""
        return REGISTER + ":".join(filter(None, (self.register, self.key)))


@cache
def table() -> Mapping:
    """How registers are said as facts (packs/advice/registers.yaml)."""
    return advice_table("registers")
