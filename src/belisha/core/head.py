"""Where each school's log stands, and the key that vouches for it: a file in the keys folder, not in the database."""

import hashlib
import hmac
import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from pathlib import Path
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from belisha import config
from belisha.core import prepared, verifier
from belisha.core.models import AuditHead, AuditNode

SIGNING = "signing.key"


def hold(school_id: UUID) -> AuditHead:
    """The school's head, locked until the transaction ends: one school's entries are written one after another."""
    head = prepared.first(AuditHead, lock=True, school_id=school_id)
    if head is None:
        # Two first entries at once: one of them makes the row, the other waits here and then finds it.
        AuditHead.objects.bulk_create([AuditHead(school_id=school_id)], ignore_conflicts=True)
        head = prepared.first(AuditHead, lock=True, school_id=school_id)
    return head


@dataclass
class Edge:
    """What stands in a head's `frontier`: the complete subtrees, how many checkpoints were signed, and a code (HMAC)
    over all of it and the size, made with a key that is not in the database.

    Without the code, whoever can write to the database could cut off what came after the newest checkpoint. A head
    whose code is wrong is written on, so that nobody can stop a school by breaking it, but marked for good.
    """

    nodes: list[bytes]
    signed: int = 0
    broken: int | None = None

    @classmethod
    def of(cls, head: AuditHead) -> "Edge":
        if not head.size and not head.frontier:
            return cls([])
        try:
            kept = head.frontier
            edge = cls([bytes.fromhex(node) for node in kept["edge"]], kept["signed"], kept["broken"])
        except (TypeError, KeyError, ValueError):
            edge = cls([], 0)
        if len(edge.nodes) != head.size.bit_count():
            # Not our shape at all: the log goes on, and `verify` says where it broke.
            return cls([bytes(32)] * head.size.bit_count(), 0, head.size)
        if edge.broken is None and not edge.is_vouched_for(head):
            edge.broken = head.size
        return edge

    def save(self, head: AuditHead, size: int) -> None:
        """Write it, and the log's new size, into the head that the caller holds."""
        code = self._code(head.school_id, size, signing_key())
        head.size, head.frontier = size, {**self._plain(), "code": code}
        prepared.update(head, "size", "frontier")

    def is_vouched_for(self, head: AuditHead) -> bool:
        """Whether the stored code was made with this installation's signing key, or with one that it had before."""
        stored = str(head.frontier.get("code", "")).encode()
        keys = chain([signing_key()], signing_keys())  # the one in use first: the others are read only for old heads
        return any(hmac.compare_digest(self._code(head.school_id, head.size, key).encode(), stored) for key in keys)

    def _plain(self) -> dict:
        return {"edge": [node.hex() for node in self.nodes], "signed": self.signed, "broken": self.broken}

    def _code(self, school_id: UUID, size: int, key: bytes) -> str:
        said = json.dumps([origin(school_id), size, self._plain()]).encode()
        return hmac.digest(hashlib.sha256(b"belisha audit head\0" + key).digest(), said, "sha256").hex()


def grow(head: AuditHead, leaves: list[bytes]) -> None:
    """Put leaves behind those that there are, and write the nodes that they complete. The caller holds the head."""
    edge, size, nodes = Edge.of(head), head.size, []
    for leaf in leaves:
        nodes += verifier.append(edge.nodes, size, leaf)[1:]
        size += 1
    if nodes:
        prepared.insert(
            [AuditNode(school_id=head.school_id, level=level, index=at, hash=node) for level, at, node in nodes]
        )
    edge.save(head, size)


def origin(school_id: UUID) -> str:
    """The log's name, in every checkpoint and export."""
    return f"belisha/{school_id}"


# -- the signing key ----------------------------------------------------------------------------------


def signing_key() -> bytes:
    """The key in use, made at first use. It is read again when the file is another one."""
    path = config.load().keys / SIGNING
    try:
        stat = path.stat()
    except FileNotFoundError:
        return config.private_bytes(path)
    return _read(path, (stat.st_ino, stat.st_mtime_ns, stat.st_size))


@lru_cache(maxsize=8)
def _read(path: Path, stamp: tuple[int, ...]) -> bytes:
    return path.read_bytes()


def signing_keys() -> Iterator[bytes]:
    """The signing key and those before it: to change it, rename the file to `signing.key.` and the year, say."""
    for path in sorted(config.load().keys.glob(f"{SIGNING}*")):
        if len(key := path.read_bytes()) == 32:
            yield key


def public_half(key: bytes) -> bytes:
    return Ed25519PrivateKey.from_private_bytes(key).public_key().public_bytes_raw()


def name_of(public: bytes) -> str:
    return hashlib.sha256(public).hexdigest()[:16]
