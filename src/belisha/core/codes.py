"""Numbers and codes that people write down, read out and type again. Drawn at random: none says how many there are."""

import secrets

# Letters and digits that nobody mistakes for one another, on paper or read out: no 0 and O, no 1, I and L, no U and V.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTWXYZ"
GROUP = 4
# What people put between the groups, and before and after.
BETWEEN = frozenset("-–—.")


def fresh(length: int) -> str:
    """A code of so many signs that nobody had before, as it is kept: without hyphens."""
    return "".join(secrets.choice(ALPHABET) for _ in range(length))


def shown(code: str) -> str:
    """As it is written down and read out, in groups of four: ABCD-EFGH."""
    return "-".join(code[at : at + GROUP] for at in range(0, len(code), GROUP))


def read(typed: str, length: int) -> str:
    """What somebody typed, as a code: whatever the case, with or without hyphens and spaces. Empty if it is none."""
    code = "".join(sign for sign in typed.upper() if not sign.isspace() and sign not in BETWEEN)
    return code if len(code) == length and set(code) <= set(ALPHABET) else ""
