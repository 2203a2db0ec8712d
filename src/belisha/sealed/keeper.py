"""What the audit log seals its entries with: the key of the record that an entry is about."""

import uuid

from belisha.sealed.box import Shredded
from belisha.sealed.keys import open_text, seal_text

PURPOSE = "audit"


def seal(school_id: uuid.UUID, record: str, plain: bytes) -> bytes:
    """Seal an entry's body. Raises `Shredded`: an entry about shredding a record is sealed before, or under another."""
    return seal_text(school_id, record, plain, PURPOSE)


def unseal(school_id: uuid.UUID, record: str, blob: bytes) -> bytes | None:
    """Open an entry's body; `None` when the record was shredded. Raises `Tampered` or `Missing`."""
    try:
        return open_text(school_id, record, blob, PURPOSE)
    except Shredded:
        return None
