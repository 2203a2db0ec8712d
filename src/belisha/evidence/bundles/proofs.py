"""Proof that entries stand in a log (RFC 6962), from the nodes that lie beside it, without the other entries' words."""

import datetime
from base64 import b64encode
from collections.abc import Iterable
from uuid import UUID

from belisha.core import audit, verifier
from belisha.core.head import origin
from belisha.core.models import AuditCheckpoint, AuditEntry, AuditKey, AuditNode

AT_ONCE = 400


def of_entries(log: UUID, entries: list[AuditEntry], points: list[AuditCheckpoint]) -> dict:
    """The words of these entries, and for each the way to the root of every checkpoint that covers it."""
    tree = _Tree(log)
    for point in points:
        for entry in entries:
            if entry.seq < point.size:
                tree.wants(entry.seq, 0, point.size)
    tree.fetch()
    said = audit.keeper.unseal_many(log, [(entry.kept_under, bytes(entry.body)) for entry in entries])
    return {
        "entries": [_entry(tree, entry, plain, points) for entry, plain in zip(entries, said, strict=True)],
        "checkpoints": [_checkpoint(point) for point in points],
    }


def _entry(tree: "_Tree", entry: AuditEntry, plain: bytes | None, points: Iterable[AuditCheckpoint]) -> dict:
    plain = plain or b""
    ways = [
        {"size": point.size, "path": [each.hex() for each in tree.path(entry.seq, 0, point.size)]}
        for point in points
        if entry.seq < point.size
    ]
    return {
        **audit.header(entry), "commitment": bytes(entry.commitment).hex(), "leaf": bytes(entry.leaf).hex(),
        "salt": b64encode(plain[: audit.SALT]).decode(), "body": plain[audit.SALT :].decode(), "proofs": ways,
    }  # fmt: skip


def _checkpoint(point: AuditCheckpoint) -> dict:
    public = AuditKey.objects.get(name=point.key).public
    return {
        "log": origin(point.school_id), "size": point.size, "root": bytes(point.root).hex(), "at": said_at(point),
        "key": point.key, "public": b64encode(public).decode(), "signature": b64encode(point.signature).decode(),
    }  # fmt: skip


def said_at(point: AuditCheckpoint) -> str:
    """The moment of a checkpoint as its signature has it."""
    return point.at.astimezone(datetime.UTC).isoformat(timespec="microseconds")


def words(point: AuditCheckpoint) -> bytes:
    """What a checkpoint signs, which is what an authority stamps."""
    return verifier.note(origin(point.school_id), point.size, bytes(point.root), said_at(point))


class _Tree:
    """The hashes of ranges of a log: a whole subtree's stands in a row, any other is made of those."""

    def __init__(self, log: UUID):
        self.log, self.wanted, self.known = log, set(), {}

    def wants(self, index: int, start: int, end: int) -> None:
        """Note which rows the way from a leaf to the root of [start, end) will need."""
        if end - start <= 1:
            return
        middle = start + _half(end - start)
        left = index < middle
        self._note(*((middle, end) if left else (start, middle)))
        self.wants(index, *((start, middle) if left else (middle, end)))

    def _note(self, start: int, end: int) -> None:
        size = end - start
        if size & (size - 1) == 0 and start % size == 0:
            self.wanted.add((size.bit_length() - 1, start // size))
        else:
            middle = start + _half(size)
            self._note(start, middle)
            self._note(middle, end)

    def fetch(self) -> None:
        """Read them, a handful of queries for each level."""
        for level in {level for level, _ in self.wanted}:
            places = sorted(at for each, at in self.wanted if each == level)
            for some in (places[at : at + AT_ONCE] for at in range(0, len(places), AT_ONCE)):
                self.known |= {(level, at): value for at, value in self._rows(level, some)}

    def _rows(self, level: int, places: list[int]):
        if level:
            rows = AuditNode.objects.filter(school_id=self.log, level=level, index__in=places)
            return [(row.index, bytes(row.hash)) for row in rows]
        rows = AuditEntry.objects.filter(school_id=self.log, seq__in=places).only("seq", "leaf")
        return [(row.seq, bytes(row.leaf)) for row in rows]

    def path(self, index: int, start: int, end: int) -> list[bytes]:
        """The hashes beside the way from a leaf to the root, from the bottom (RFC 6962, 2.1.1)."""
        if end - start <= 1:
            return []
        middle = start + _half(end - start)
        if index < middle:
            return [*self.path(index, start, middle), self._hash(middle, end)]
        return [*self.path(index, middle, end), self._hash(start, middle)]

    def _hash(self, start: int, end: int) -> bytes:
        size = end - start
        if size & (size - 1) == 0 and start % size == 0:
            return self.known[size.bit_length() - 1, start // size]
        middle = start + _half(size)
        return verifier.node_hash(self._hash(start, middle), self._hash(middle, end))


def _half(size: int) -> int:
    """The largest power of two below a size of two or more."""
    return 1 << (size - 1).bit_length() - 1
