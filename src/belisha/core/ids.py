"""Keys that show in addresses. `uuid.uuid4` where existence is confidential, `uuid7` where the index likes order."""

import secrets
import threading
import time
import uuid

_LOCK = threading.Lock()
_last = (0, 0)


def uuid7() -> uuid.UUID:
    """A version 7 UUID (RFC 9562): milliseconds, then random bits. Of two that a process makes, the later sorts later.

    Within a millisecond the random bits of the one before are added to (6.2, method 2): what happened in one breath is
    listed in the order in which it happened. A clock that was set back begins anew.
    """
    global _last
    milliseconds = time.time_ns() // 1_000_000 & (1 << 48) - 1
    with _LOCK:
        before, bits = _last
        # The highest bit begins as nought, so that adding does not run over within a millisecond.
        bits = bits + 1 + secrets.randbits(32) if milliseconds == before else secrets.randbits(73)
        _last = milliseconds, bits
    value = milliseconds << 80 | 0x7 << 76 | bits >> 62 << 64 | 0x2 << 62 | bits & (1 << 62) - 1
    return uuid.UUID(int=value)
