"""A file that arrives in pieces, sealed as it arrives: what broke off goes on from where it came to.

Until it is whole it lies beside the store, as the header and whole frames of a sealed file (`frames`). So its length
says how far it came, nothing of it ever lies in the clear, and a process that is killed leaves at most a torn frame,
which is cut off and asked for again.
"""

import fcntl
import hashlib
import os
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from belisha import config
from belisha.sealed import frames, store
from belisha.sealed.box import NotStored, Tampered

SUFFIX = ".growing"
SEALED_FRAME = frames.FRAME + frames.TAG


@dataclass(frozen=True)
class Coming:
    """A file on its way: what `store.Stored` says of one that is there, as far as it is known before."""

    id: uuid.UUID
    school_id: uuid.UUID
    record: str
    key: bytes = field(repr=False)

    @property
    def path(self) -> Path:
        """Where it lies until it is whole."""
        return config.load().sealed / store.INCOMING / f"{self.id}{SUFFIX}"

    @property
    def context(self) -> bytes:
        return store.context_of(self.school_id, self.record, self.id)


def came(coming: Coming) -> int:
    """How many plain bytes are here: whole frames only, until the last one came."""
    if not coming.path.exists() and store.path_of(coming.id).exists():
        return _plain(store.path_of(coming.id).stat().st_size)
    return _whole(coming.path) * frames.FRAME


@contextmanager
def more(coming: Coming) -> Iterator[Callable[..., None]]:
    """Go on: yields a function `add(frame, last=False)` that takes one whole frame of plain bytes, or the last.

    Raises `NotStored` when the disk refuses, and while another request is adding to the same file.
    """
    try:
        store.make_folder(coming.path.parent)
        with _alone(coming.path) as file:
            count = [_whole(coming.path)]
            header = _begun(file, count[0])
            seal = frames.sealer(header, coming.key, coming.context)

            def add(plain, last: bool = False) -> None:
                _write(file, seal(plain, count[0], last=last))
                count[0] += 1

            yield add
    except OSError as error:
        raise NotStored(f"The file could not be stored: {error.strerror or error}.") from error


def finish(
    coming: Coming, *, size: int, filename: str, media_type: Callable[[bytes], str], sha256: str = ""
) -> store.Stored:
    """Put the whole file in its place, durable. `media_type` is asked with the first frame.

    `sha256`: as it was taken while it passed, where all of it came in one go; otherwise it is read once more. May be
    called again after it was cut short. Raises `NotStored`, with nothing left, when what came is not what was sent.
    """
    try:
        _arrived(coming, size)
        first, taken = _read(coming, size, wanted=not sha256)
        if coming.path.exists():
            with coming.path.open("rb") as file:
                os.fsync(file.fileno())
            store.settle(coming.path, coming.id)
    except (Tampered, FileNotFoundError) as fault:
        forget(coming)
        raise NotStored("The file did not arrive whole.") from fault
    except OSError as error:
        raise NotStored(f"The file could not be stored: {error.strerror or error}.") from error
    return store.Stored(
        coming.id, coming.school_id, coming.record, filename, media_type(first), sha256 or taken, size, coming.key
    )


def forget(coming: Coming) -> None:
    """Remove what came."""
    coming.path.unlink(missing_ok=True)


# -- inside -----------------------------------------------------------------------------------------


def _whole(path: Path) -> int:
    try:
        return max(0, path.stat().st_size - frames.HEADER.size) // SEALED_FRAME
    except FileNotFoundError:
        return 0


def _plain(sealed: int) -> int:
    body = sealed - frames.HEADER.size
    return body - frames.TAG * max(1, -(-body // SEALED_FRAME))


def _begun(file, count: int) -> bytes:
    """The header, written if there is none; the file stands at the end of its last whole frame."""
    header = file.read(frames.HEADER.size)
    if len(header) < frames.HEADER.size:
        header = frames.header()
        file.seek(0)
        _write(file, header)
    place = frames.HEADER.size + count * SEALED_FRAME
    # Only what was torn: a file system may flush all of a file that was cut, each time it is closed.
    if file.seek(0, 2) > place:
        file.truncate(place)
    file.seek(place)
    return header


def _write(file, piece: bytes) -> None:
    rest = memoryview(piece)
    while rest:  # a disk that is filling up takes a part and says so only at the next
        rest = rest[file.write(rest) :]


@contextmanager
def _alone(path: Path) -> Iterator:
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, config.PRIVATE)
    with os.fdopen(descriptor, "r+b", buffering=0) as file:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise NotStored("This file is being sent already.") from None
        yield file


def _arrived(coming: Coming, size: int) -> None:
    """Raise `NotStored` unless as many bytes are here as were announced. Nothing is removed: it can go on."""
    place = coming.path if coming.path.exists() else store.path_of(coming.id)
    if place.stat().st_size != frames.sealed_size(size):
        raise NotStored("The file has not arrived whole yet.")


def _read(coming: Coming, size: int, *, wanted: bool) -> tuple[bytes, str]:
    """The first frame, and the SHA-256 of all (where it is wanted)."""
    place = coming.path if coming.path.exists() else store.path_of(coming.id)
    sha, count, first = hashlib.sha256(), 0, b""
    with place.open("rb") as file:
        for number, plain in enumerate(frames.decrypt(file, coming.key, coming.context)):
            first = first if number else plain
            if not wanted:
                return first, ""
            sha.update(plain)
            count += len(plain)
    if count != size:
        raise Tampered("What came is not as long as what was sent.")
    return first, sha.hexdigest()
