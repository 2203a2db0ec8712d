"""Zip files that somebody gave: what is in them, and that they unpack to a bearable size. No database."""

import io
import lzma
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager

from belisha.people.lists.rules import Unreadable

# All that a zip which is cut short, made up or encrypted can raise while it is read.
BROKEN = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, OSError, NotImplementedError, RuntimeError, ValueError,
    OverflowError, MemoryError,
)  # fmt: skip
MB = 1024 * 1024
MOST_MEMBERS, MOST_UNPACKED, MOST_OF_ONE = 1000, 120 * MB, 60 * MB
# Text shrinks to a tenth; a thousandth is a bomb. Small members may shrink as they like.
MOST_RATIO, SMALL = 200, 1 * MB
LOCKED_BIT = 1


@contextmanager
def opened(data: bytes) -> Iterator[zipfile.ZipFile]:
    """A zip of bearable size. What cannot be read while it is open is said in a sentence (`Unreadable`)."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            _check(package)
            yield package
    except BROKEN as fault:
        raise Unreadable(
            "The file is damaged or was only partly copied. Make it again in the program it came from, and try again."
        ) from fault


def _check(package: zipfile.ZipFile) -> None:
    members = package.infolist()
    if any(member.flag_bits & LOCKED_BIT for member in members):
        raise Unreadable("The file is protected with a password. Save it without one, and try again.")
    # A member never gives more bytes than it declares: zipfile stops there.
    too_much = sum(member.file_size for member in members) > MOST_UNPACKED
    bombs = [m for m in members if m.file_size > SMALL and m.file_size > MOST_RATIO * max(m.compress_size, 1)]
    if len(members) > MOST_MEMBERS or too_much or bombs or any(m.file_size > MOST_OF_ONE for m in members):
        raise Unreadable("The file unpacks to far more than its size, so it is not opened. Save the list as CSV.")


def by_name(package: zipfile.ZipFile) -> dict[str, zipfile.ZipInfo]:
    """The files of a package by their own name in small letters, whatever folder they lie in. The first one counts."""
    found = {}
    for member in package.infolist():
        name = member.filename.replace("\\", "/").rsplit("/", 1)[-1].lower()
        if name and not name.startswith(".") and "__macosx" not in member.filename.lower():
            found.setdefault(name, member)
    return found
