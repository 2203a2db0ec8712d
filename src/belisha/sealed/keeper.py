"""What the audit log seals its entries with: the key of the record that an entry is about."""

import uuid

from belisha.sealed.box import Missing, Shredded
from belisha.sealed.keys import open_text, open_texts, seal_text, seal_texts

PURPOSE = "audit"


class KeyMissing(Missing, LookupError):
    """The same for the log below us, which cannot know our names."""


def seal(school_id: uuid.UUID, record: str, plain: bytes) -> bytes:
    """Seal an entry's body. Raises `Shredded`: an entry about shredding a record is sealed before, or under another."""
    return seal_text(school_id, record, plain, PURPOSE)


def seal_many(school_id: uuid.UUID, texts: list[tuple[str, bytes]]) -> list[bytes]:
    """The same for (record, body) of many entries of one school, with a handful of queries."""
    return seal_texts(school_id, texts, PURPOSE)


def unseal(school_id: uuid.UUID, record: str, blob: bytes) -> bytes | None:
    """Open an entry's body; `None` when the record was shredded. Raises `Tampered` or `KeyMissing`."""
    try:
        return open_text(school_id, record, blob, PURPOSE)
    except Shredded:
        return None
    except Missing as fault:
        raise KeyMissing(str(fault)) from fault


def unseal_many(school_id: uuid.UUID, texts: list[tuple[str, bytes]]) -> list[bytes | None]:
    """The same for (record, body) of many entries of one school, with a handful of queries."""
    try:
        return open_texts(school_id, texts, PURPOSE)
    except Missing as fault:
        raise KeyMissing(str(fault)) from fault
