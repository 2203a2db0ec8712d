"""Sealing a small piece of bytes: AES-256-GCM, one random nonce each. Plain functions; no Django, no files.

A sealed piece is `format (1 byte) ‖ nonce (12) ‖ ciphertext ‖ tag (16)`. Random 96-bit nonces are safe for 2³² pieces
under one key (NIST SP 800-38D, 8.3); a record has thousands at most.
"""

import hashlib
import json
import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

FORMAT = b"\x01"
KEY, NONCE, TAG = 32, 12, 16


class SealError(Exception):
    """Something sealed could not be read or written. The message is a sentence for the person who keeps the server."""


class Shredded(SealError):
    """The key was destroyed on purpose; nobody can read this any more."""


class Tampered(SealError, ValueError):
    """The bytes, or the row that describes them, are not what was sealed. A `ValueError` too: that is how those below
    us, who cannot know our names, catch it (`core.audit.verify`).
    """


class Missing(SealError):
    """A key or a file that should be here is not. Unlike `Shredded`, nobody decided that."""


class Withheld(SealError):
    """The file's key was taken out of its row on purpose: it is there, and nobody opens it."""


class NotStored(SealError):
    """The file was not stored, and nothing of it is left."""


class TooLarge(NotStored):
    """The file is larger than `limit` bytes."""

    def __init__(self, limit: int):
        super().__init__(f"The file is larger than {limit:,} bytes.")
        self.limit = limit


def new_key() -> bytes:
    """256 random bits."""
    return secrets.token_bytes(KEY)


def fingerprint(key: bytes) -> str:
    """32 hex digits that name a key without giving it away: the key itself is 256 random bits."""
    return hashlib.sha256(b"belisha key fingerprint\0" + key).hexdigest()[:32]


def context(*parts: object) -> bytes:
    """What a sealed piece belongs to, as bytes to authenticate. Two different lists of parts never give equal bytes."""
    return json.dumps([str(part) for part in parts]).encode()


def seal(key: bytes, plain: bytes, belongs_to: bytes) -> bytes:
    """Seal `plain` so that it opens only with the same key and the same `context`."""
    nonce = secrets.token_bytes(NONCE)
    return FORMAT + nonce + AESGCM(key).encrypt(nonce, plain, belongs_to)


def unseal(key: bytes, sealed: bytes, belongs_to: bytes) -> bytes:
    """Open what `seal` made. Raises `Tampered` if a single bit, the key or the context differs."""
    sealed = bytes(sealed)
    if sealed[:1] != FORMAT or len(sealed) < len(FORMAT) + NONCE + TAG:
        raise Tampered("A sealed text does not have the shape of one.")
    nonce, body = sealed[1 : 1 + NONCE], sealed[1 + NONCE :]
    try:
        return AESGCM(key).decrypt(nonce, body, belongs_to)
    except InvalidTag:
        raise Tampered(f"A sealed text does not belong to {belongs_to.decode()}, or was changed.") from None
