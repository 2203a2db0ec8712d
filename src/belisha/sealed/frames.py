"""Sealing a stream of any length in constant memory. Plain functions; no Django.

The STREAM construction (Hoang, Reyhanitabar, Rogaway, Vizár 2015): the plain bytes are cut into frames, each sealed
with AES-256-GCM under the nonce `prefix (7 bytes) ‖ counter (4) ‖ last (1)`. So a frame opens only at its own place,
and only the true last frame opens as the last. The header and the caller's context are authenticated with every frame.

    file   = header ‖ frame ‖ … ‖ last frame
    header = "BELSEAL1" ‖ frame size (4 bytes, big-endian) ‖ nonce prefix (7)
"""

import secrets
import struct
from collections.abc import Iterable, Iterator
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from belisha.sealed.box import TAG, NotStored, Tampered

MAGIC = b"BELSEAL1"
FRAME = 1024 * 1024
# The frame size is read before anything is authenticated, so a forged one must not decide how much memory we take.
LARGEST = 16 * FRAME
PREFIX = 7
HEADER = struct.Struct(f">{len(MAGIC)}sI{PREFIX}s")
NONCE = struct.Struct(f">{PREFIX}sIB")
MOST_FRAMES = 2**32


def encrypt(chunks: Iterable[bytes], key: bytes, context: bytes, *, frame: int = FRAME) -> Iterator[bytes]:
    """Yield the sealed form of `chunks`: the header, then one piece per frame of `frame` plain bytes.

    `key` must be fresh for each stream. Chunks may have any size; one frame and one chunk are held.
    """
    begin = header(frame)
    seal = sealer(begin, key, context)
    yield begin
    held, filled, count = bytearray(frame), 0, 0
    for chunk in chunks:
        rest = memoryview(chunk)
        while rest:
            # Not as soon as the frame is full: only when a byte follows do we know that it is not the last.
            if filled == frame:
                yield seal(held, count, last=False)
                filled, count = 0, count + 1
            taken = min(frame - filled, len(rest))
            held[filled : filled + taken] = rest[:taken]
            filled, rest = filled + taken, rest[taken:]
    yield seal(bytes(held[:filled]), count, last=True)


def decrypt(file: BinaryIO, key: bytes, context: bytes) -> Iterator[bytes]:
    """Yield the plain frames of a sealed stream; each is authenticated before it is yielded.

    Raises `Tampered` at the first frame that was changed, moved, cut off or added. Frames before it were already
    yielded, so whoever needs all or nothing must wait for the end.
    """
    frame, header = _header(file)
    unseal = _unsealer(header, key, context)
    count, current = 0, file.read(frame + TAG)
    while following := file.read(frame + TAG):
        yield unseal(current, count, last=False)
        count, current = count + 1, following
    yield unseal(current, count, last=True)


def sealed_size(size: int, *, frame: int = FRAME) -> int:
    """How many bytes `size` plain bytes take when sealed."""
    return HEADER.size + size + TAG * max(1, -(-size // frame))


def looks_sealed(file: BinaryIO) -> bool:
    """Whether the file starts with a header of ours. Says nothing about the rest."""
    try:
        return bool(_header(file))
    except Tampered:
        return False


def _header(file: BinaryIO) -> tuple[int, bytes]:
    header = file.read(HEADER.size)
    if len(header) < HEADER.size:
        raise Tampered("The file ends before its header does.")
    magic, frame, _ = HEADER.unpack(header)
    if magic != MAGIC or not 1 <= frame <= LARGEST:
        raise Tampered("The file does not start the way a sealed file does.")
    return frame, header


def _nonce(header: bytes, count: int, last: bool) -> bytes:
    if count >= MOST_FRAMES:
        raise NotStored("The file has more frames than can be numbered.")
    return NONCE.pack(header[-PREFIX:], count, last)


def header(frame: int = FRAME) -> bytes:
    """How a new sealed file begins. No two are alike."""
    return HEADER.pack(MAGIC, frame, secrets.token_bytes(PREFIX))


def sealer(header: bytes, key: bytes, context: bytes):
    """A function `seal(plain, count, *, last)` for the frames of the file that begins so."""
    cipher, belongs_to = AESGCM(key), header + context
    return lambda plain, count, *, last: cipher.encrypt(_nonce(header, count, last), plain, belongs_to)


def _unsealer(header: bytes, key: bytes, context: bytes):
    cipher, belongs_to = AESGCM(key), header + context

    def unseal(sealed: bytes, count: int, *, last: bool) -> bytes:
        if len(sealed) < TAG:
            raise Tampered(f"The file ends inside frame {count}.")
        try:
            return cipher.decrypt(_nonce(header, count, last), sealed, belongs_to)
        except InvalidTag:
            raise Tampered(f"Frame {count} of the file was changed, moved or cut off.") from None

    return unseal
