"""The instance key: a file of 32 random bytes in `<data>/keys`, in no database and no backup of it.

While the key is being changed there are up to three files. A key only ever moves down this list, so whoever looks
from top to bottom finds it, whatever moves meanwhile:

    instance.key.next   made; rows are being rewrapped by it
    instance.key        wraps every new school key
    instance.key.old    the one before; removed when no row refers to it
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from belisha import config
from belisha.sealed.box import KEY, Missing, SealError, fingerprint

NEXT, CURRENT, OLD = "instance.key.next", "instance.key", "instance.key.old"


def current() -> bytes:
    """The key that wraps new school keys. Raises `Missing` rather than making one: see `first`."""
    key = _read(CURRENT)
    if key is None:
        raise Missing(f"The instance key {_path(CURRENT)} is missing. Put it back from where you keep it.")
    return key


def first() -> bytes:
    """The current key, made if there is none. Only for an installation that has nothing sealed yet."""
    return _checked(config.private_bytes(_path(CURRENT), KEY), CURRENT)


def find(name: str) -> bytes:
    """The instance key with this fingerprint. Raises `Missing`."""
    for file in (NEXT, CURRENT, OLD):
        key = _read(file)
        if key is not None and fingerprint(key) == name:
            return key
    raise Missing(f"A school key was wrapped by the instance key {name}, which is not in {config.load().keys}.")


def upcoming() -> bytes:
    """The key that rows are to be rewrapped by, made if need be; the current one if a change has only to be ended."""
    if _read(OLD) is not None and _read(NEXT) is None:
        return current()
    current()
    return _checked(config.private_bytes(_path(NEXT), KEY), NEXT)


def promote() -> None:
    """Make the next key the current one and keep the current one as the old. Does nothing without a next key."""
    if _read(NEXT) is None:
        return
    # Linked first and replaced second: there is no instant at which the outgoing key has no name.
    if _read(OLD) is None:
        os.link(_path(CURRENT), _path(OLD))
    elif _read(OLD) != current():
        raise SealError(f"{_path(OLD)} is neither the current key nor gone; it will not be overwritten.")
    _flush()
    os.replace(_path(NEXT), _path(CURRENT))
    _flush()


def retire() -> None:
    """Remove the old key. The caller has made sure that no row refers to it."""
    _path(OLD).unlink(missing_ok=True)
    _flush()


@contextmanager
def alone() -> Iterator[None]:
    """Hold off a second change of the instance key; the lock goes with the process, however it ends."""
    descriptor = os.open(config.load().keys, os.O_RDONLY)
    try:
        _lock(descriptor)
        yield
    finally:
        os.close(descriptor)


def _lock(descriptor: int) -> None:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise SealError("The instance key is being changed already.") from None


def _path(name: str) -> Path:
    return config.load().keys / name


def _read(name: str) -> bytes | None:
    try:
        return _checked(_path(name).read_bytes(), name)
    except FileNotFoundError:
        return None


def _checked(key: bytes, name: str) -> bytes:
    if len(key) != KEY:
        raise SealError(f"{_path(name)} holds {len(key)} bytes; an instance key has {KEY}.")
    return key


def _flush() -> None:
    descriptor = os.open(config.load().keys, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
