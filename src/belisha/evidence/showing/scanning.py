"""Asking ClamAV about a file, over clamd's socket (its INSTREAM command). The bytes go from memory to clamd alone.

clamd refuses a stream longer than its StreamMaxLength, which is "not checked" here. It also says nothing of parts that
it skips for being over MaxScanSize, unless its AlertExceedsMax is on: see the how-to.
"""

import socket
import struct
from collections.abc import Iterable

from belisha.evidence.showing.rules import CLEAN, FOUND, UNABLE

PATIENCE = 60.0  # seconds for each step of the conversation
PIECE = 1 << 20
LONGEST = 4096  # bytes of an answer


class Away(Exception):
    """clamd cannot be reached: files wait until it can."""


def ask(address: str, pieces: Iterable[bytes]) -> tuple[str, str]:
    """(outcome, what clamd said) of a file. Raises Away where nobody listens at the address."""
    with _connected(address) as line:
        said = _conversation(line, pieces)
    words = said.removeprefix("stream:").strip(" \0\r\n")
    if words == "OK":
        return CLEAN, ""
    if words.endswith(" FOUND"):
        return FOUND, words.removesuffix(" FOUND")
    return UNABLE, words or "It ended the conversation."


def _connected(address: str) -> socket.socket:
    host, colon, port = address.rpartition(":")
    over_network = bool(colon) and port.isdigit()
    line = socket.socket(socket.AF_INET if over_network else socket.AF_UNIX, socket.SOCK_STREAM)
    line.settimeout(PATIENCE)
    try:
        line.connect((host, int(port)) if over_network else address)
    except OSError as error:
        line.close()
        raise Away(str(error)) from error
    return line


def _conversation(line: socket.socket, pieces: Iterable[bytes]) -> str:
    try:
        line.sendall(b"zINSTREAM\0")
        for piece in pieces:
            for start in range(0, len(piece), PIECE):
                part = piece[start : start + PIECE]
                line.sendall(struct.pack(">I", len(part)) + part)
        line.sendall(struct.pack(">I", 0))
    except (BrokenPipeError, ConnectionResetError):
        pass  # it had heard enough: its answer says why
    except TimeoutError:
        return "It did not listen in time."
    return _answer(line)


def _answer(line: socket.socket) -> str:
    said = b""
    try:
        while len(said) < LONGEST and (piece := line.recv(LONGEST)):
            said += piece
    except TimeoutError:
        return "It did not answer in time."
    except OSError:
        return said.decode("utf-8", "replace") or "It ended the conversation."
    return said.decode("utf-8", "replace")
