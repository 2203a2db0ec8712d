"""Files: sealed while they stream in, durable before any row speaks of them, verified while they stream out.

    stored = store(upload.chunks(), school_id=…, record="policy:…", filename=…, media_type=…, limit=…)
    with transaction.atomic():
        row = keep(stored)

The original bytes are hashed before anything else touches them and are never re-encoded.
"""

import functools
import hashlib
import os
import time
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import BinaryIO

from django.db import transaction

from belisha import config
from belisha.core import prepared
from belisha.sealed import box, frames
from belisha.sealed.box import Missing, NotStored, Tampered, TooLarge, Withheld
from belisha.sealed.keys import key_for, keys_for, open_text, open_with, seal_text
from belisha.sealed.models import SealedFile

INCOMING = "incoming"
# Seconds between storing and keeping; see `_renew`.
WAIT = 1800


@dataclass(frozen=True)
class Stored:
    """A file that is durable but that no row knows yet. Keep it within half an hour; `reconcile` sweeps it."""

    id: uuid.UUID
    school_id: uuid.UUID
    record: str
    filename: str = field(repr=False)
    media_type: str
    sha256: str
    size: int
    key: bytes = field(repr=False)


def store(
    chunks: Iterable[bytes], *, school_id: uuid.UUID, record: str, filename: str, media_type: str, limit: int | None
) -> Stored:
    """Seal and store a stream in constant memory; when this returns, the file survives a power cut.

    `limit` is in bytes. Raises `TooLarge` as soon as it is crossed and `NotStored` when the disk refuses; either way
    nothing is left behind. Touches no database, so no transaction is held open while a slow upload arrives.
    """
    ident, key, tally = uuid.uuid4(), box.new_key(), _Tally(limit)
    pieces = frames.encrypt(tally.watch(chunks), key, context_of(school_id, record, ident))
    root, final = config.load().sealed, path_of(ident)
    temporary = root / INCOMING / f"{ident}.part"
    try:
        make_folder(temporary.parent)
        _settle(root, root.stat().st_ino)
        _write(temporary, pieces)
        settle(temporary, ident)
    except BaseException as error:
        for path in (temporary, final):
            path.unlink(missing_ok=True)
        if isinstance(error, OSError):
            raise NotStored(f"The file could not be stored: {error.strerror or error}.") from error
        raise
    return Stored(ident, school_id, record, filename, media_type, tally.sha.hexdigest(), tally.size, key)


@transaction.atomic
def keep(stored: Stored) -> SealedFile:
    """Make the row, in the caller's transaction. If that rolls back, the file is an orphan and is swept later.

    Raises `NotStored` when the file was swept meanwhile, and `Shredded` when the record was.
    """
    _renew(path_of(stored.id))
    row = SealedFile(
        id=stored.id,
        school_id=stored.school_id,
        record=stored.record,
        sha256=stored.sha256,
        size=stored.size,
        media_type=stored.media_type,
        name_sealed=seal_text(stored.school_id, stored.record, stored.filename.encode(), f"filename:{stored.id}"),
    )
    row.wrapped_key = box.seal(key_for(row.school_id, row.record), stored.key, _belongs_to(row))
    prepared.insert([row])
    # From then on a row speaks of it, and the sweep asks no more how old it is. Robust: it is kept whatever happens.
    transaction.on_commit(functools.partial(_keep_the_day, path_of(row.id), row.stored_at.timestamp()), robust=True)
    return row


def discard(stored: Stored) -> None:
    """Remove a stored file that will not be kept, without waiting for the sweep."""
    path_of(stored.id).unlink(missing_ok=True)


def open_file(row: SealedFile) -> Iterator[bytes]:
    """The plain bytes in pieces of 1 MiB, each authenticated before it is given out; an empty file gives none.

    The first piece is read at once, so `Shredded`, `Tampered` and `Missing` are mostly raised before a response starts.
    Damage further in is raised there. The SHA-256 of the whole is compared before the last piece is given out.
    """
    if is_withheld(row):
        raise Withheld(f"{row} was sealed off; nobody opens it.")
    key = box.unseal(key_for(row.school_id, row.record), row.wrapped_key, _belongs_to(row))
    pieces = _verified(row, key)
    return chain((first for first in [next(pieces, b"")] if first), pieces)


def withhold(row: SealedFile) -> bytes:
    """Take the file's wrapped key out of its row, in the caller's transaction, and return it to be kept elsewhere.

    From then on nothing opens the file, nor a copy of the database and the store; its bytes stay as they are.
    """
    wrapped, row.wrapped_key = bytes(row.wrapped_key), b""
    row.save(update_fields=["wrapped_key"])
    return wrapped


def pieces_with(row: SealedFile, wrapped: bytes) -> Iterator[bytes]:
    """The plain bytes of a file whose wrapped key was withheld, for whoever was given it back."""
    key = box.unseal(key_for(row.school_id, row.record), wrapped, _belongs_to(row))
    return _verified(row, key)


def is_withheld(row: SealedFile) -> bool:
    """Whether the file's key was taken out of its row."""
    return not row.wrapped_key


def filename(row: SealedFile) -> str:
    """The name the file came with. For display and `Content-Disposition` only: it is whatever the sender wrote."""
    return open_text(row.school_id, row.record, row.name_sealed, f"filename:{row.id}").decode()


def filenames(school_id: uuid.UUID, rows: Iterable[SealedFile]) -> dict[uuid.UUID, str]:
    """The same for many files of one school, with one query. A file whose record was shredded is left out."""
    rows = list(rows)
    keys = keys_for(school_id, {row.record for row in rows})
    return {
        row.id: open_with(keys[row.record], school_id, row.record, row.name_sealed, f"filename:{row.id}").decode()
        for row in rows
        if row.record in keys
    }


def path_of(ident: uuid.UUID) -> Path:
    """Where a sealed file lies: two levels of 256 folders, so that none grows large."""
    name = str(ident)
    return config.load().sealed / name[:2] / name[2:4] / name


def settle(temporary: Path, ident: uuid.UUID) -> None:
    """Put a whole and flushed file in its place, so that the place survives a power cut too."""
    final = path_of(ident)
    make_folder(final.parent)
    os.replace(temporary, final)
    # All three, even if not new to us: another process may have made one an instant ago and not flushed it yet.
    _flush(*final.parents[:3])


def context_of(school_id: uuid.UUID, record: str, ident: uuid.UUID) -> bytes:
    """What every frame of a file is authenticated with."""
    return box.context("file", school_id, record, ident)


def make_folder(folder: Path) -> None:
    """Make a folder and those above it, each for its owner only."""
    if not folder.is_dir():
        make_folder(folder.parent)
        folder.mkdir(mode=0o700, exist_ok=True)


# -- inside -----------------------------------------------------------------------------------------


class _Tally:
    """Counts and hashes what passes through."""

    def __init__(self, limit: int | None):
        self.limit, self.size, self.sha = limit, 0, hashlib.sha256()

    def watch(self, chunks: Iterable[bytes]) -> Iterator[bytes]:
        for chunk in chunks:
            self.size += len(chunk)
            if self.limit is not None and self.size > self.limit:
                raise TooLarge(self.limit)
            self.sha.update(chunk)
            yield chunk


def _belongs_to(row: SealedFile) -> bytes:
    # The hash is known only at the end, too late for the frames. Bound here, no row can vouch for other bytes.
    return box.context("file key", row.school_id, row.record, row.id, row.sha256, row.size, row.media_type)


def _verified(row: SealedFile, key: bytes) -> Iterator[bytes]:
    sha, size, held = hashlib.sha256(), 0, b""
    with _open(row) as file:
        for piece in frames.decrypt(file, key, context_of(row.school_id, row.record, row.id)):
            if held:
                yield held
            sha.update(piece)
            size, held = size + len(piece), piece
    if (sha.hexdigest(), size) != (row.sha256, row.size):
        raise Tampered(f"{row} does not have the SHA-256 that was taken when it was stored.")
    if held:
        yield held


def _renew(path: Path) -> None:
    # Half of the sweep's hour: so a file is never swept in the moment between being looked at and being kept, and has
    # an hour again while the caller's transaction is open.
    try:
        waited = time.time() - path.stat().st_mtime
        os.utime(path)
    except FileNotFoundError:
        waited = WAIT
    if waited >= WAIT:
        raise NotStored("The file waited too long to be kept. Send it again.")


def _keep_the_day(path: Path, day: float) -> None:
    """Leave no finer time than the day on a file: it may be of somebody who reported without a name.

    What the file system notes beside it (when the inode changed) cannot be set; the docs say so.
    """
    os.utime(path, (day, day))


def _open(row: SealedFile) -> BinaryIO:
    try:
        return path_of(row.id).open("rb")
    except FileNotFoundError:
        raise Missing(f"{row} is not in the store.") from None


@functools.cache
def _settle(root: Path, inode: int) -> None:
    """Make the store's own folder durable, once in the life of a process and of that folder."""
    _flush(root.parent)


def _write(path: Path, pieces: Iterator[bytes]) -> None:
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, config.PRIVATE), "wb") as file:
        for piece in pieces:
            file.write(piece)
        file.flush()
        os.fsync(file.fileno())


def _flush(*folders: Path) -> None:
    for folder in folders:
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
