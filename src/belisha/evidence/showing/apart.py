"""Opens what somebody gave us in a process of its own, with limits on its memory, its work and our patience.

The bytes go in by a pipe and never lie on a disk in the clear. The other process has none of our secrets around it,
writes nothing, opens nothing once it has begun, and has no network where the system allows that. If it crashes, hangs
or grows, the file cannot be shown, and nothing else happens.

Not isolated: without user namespaces (some containers) the process could still reach the network if a file took it
over; without Landlock it could still read files that this installation's user can read. `Shown.isolated` says which
of the two held.
"""

import json
import os
import selectors
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from belisha import config
from belisha.evidence.showing.kinds import DRAWN, HEAD, PDF, SHOWN, kind_of

CHILD = "belisha.evidence.showing.apart_child"
MB = 1024 * 1024
PIECE = 64 * 1024
LONGEST_ANSWER = 160 * MB
LONGEST_HEAD = 8 * MB
BEGINNINGS = {"image/webp": b"RIFF", "image/png": b"\x89PNG", "application/pdf": b"%PDF-"}
# Why a file cannot be shown, as the other process or its end tells it.
REASONS = {
    "damaged": "The file is damaged, or is not what it seems to be.",
    "memory": "The file needs more memory than showing one may take.",
    "time": "The file takes longer than showing one may take.",
    "size": "The file is too large to be shown.",
    "page": "There is no such page.",
    "pages": "The file has more pages than can be redacted at once.",
    "kind": "Files of this kind are not opened here.",
    "busy": "Too many files are being opened at this moment. Try again in a minute.",
}


class CannotShow(Exception):
    """The file cannot be shown. `reason` is a key of REASONS; the message is its sentence."""

    def __init__(self, reason: str, pages: int = 0):
        self.reason, self.pages = (reason if reason in REASONS else "damaged"), pages
        super().__init__(REASONS[self.reason])


@dataclass(frozen=True)
class Bounds:
    """What the other process may take."""

    memory: int = 768 * MB  # address space, which is about twice what is really used
    cpu: int = 10  # seconds of work
    wall: float = 30  # seconds on the clock; a busy machine works slowly
    file: int = 64 * MB  # plain bytes that are handed over


@dataclass(frozen=True)
class Shown:
    """What can be shown: a picture made anew, or words. `pages` of a PDF, `frames` of a moving picture."""

    kind: str
    body: bytes = b""
    media: str = ""
    width: int = 0
    height: int = 0
    pages: int = 1
    frames: int = 1
    text: str = ""
    cut: bool = False
    lines: tuple[tuple[str, str], ...] = ()
    names: tuple[str, ...] = ()
    more: int = 0
    isolated: tuple[str, ...] = ()


Boxes = dict[int, list[tuple[float, float, float, float]]]


def bounds() -> Bounds:
    """The bounds that this installation chose."""
    chosen = config.load()
    return Bounds(
        memory=chosen.showing_memory, cpu=chosen.showing_seconds, wall=chosen.showing_seconds * 3.0,
        file=chosen.showing_limit,
    )  # fmt: skip


def sniffed(pieces: Iterable[bytes]) -> tuple[str, Iterator[bytes]]:
    """What kind of file it is, and its pieces again from the first."""
    coming, first = iter(pieces), b""
    for piece in coming:
        first += piece
        if len(first) >= HEAD:
            break
    return kind_of(first), _again(first, coming)


def show(
    pieces: Iterable[bytes], *, page: int = 1, width: int = 1600, boxes: Boxes | None = None, form: str = "WEBP",
    within: Bounds | None = None,
) -> Shown:  # fmt: skip
    """A file as it can be shown; `boxes` are painted on. Raises CannotShow."""
    kind, pieces = sniffed(pieces)
    if kind not in SHOWN:
        raise CannotShow("kind")
    asked = {"do": _work(kind), "kind": kind, "page": page, "width": width, "boxes": boxes or {}, "form": form}
    return _asked(asked, pieces, within or bounds())


def redact(pieces: Iterable[bytes], boxes: Boxes, within: Bounds | None = None) -> Shown:
    """The whole file with boxes painted on: a PNG, or a PDF whose pages are pictures. Raises CannotShow."""
    kind, pieces = sniffed(pieces)
    if kind not in DRAWN:
        raise CannotShow("kind")
    within = within or bounds()
    # A PDF of many pages is drawn page by page: more work, and no more memory.
    longer = Bounds(within.memory, within.cpu * 6, within.wall * 4, within.file)
    return _asked({"do": "redact", "kind": kind, "width": 0, "boxes": boxes}, pieces, longer)


def words(picture: bytes, program: str, languages: str, within: Bounds | None = None) -> str:
    """What can be read in a picture that we made ourselves. Raises CannotShow."""
    within = within or bounds()
    longer = Bounds(2 * within.memory, within.cpu * 6, within.wall * 4, within.file)
    asked = {"do": "words", "program": program, "arguments": [program, "stdin", "stdout", "-l", languages]}
    return _talked(asked, [picture], longer).decode("utf-8", "replace")


def _work(kind: str) -> str:
    return {PDF: "pdf"}.get(kind, "picture") if kind in DRAWN else kind


def _asked(asked: dict, pieces: Iterable[bytes], within: Bounds) -> Shown:
    head, _, body = _talked(asked, pieces, within).partition(b"\n")
    try:
        return _trusted(asked["kind"], head, body)
    except (KeyError, TypeError, ValueError, AttributeError, RecursionError) as error:
        raise CannotShow("damaged") from error


def _trusted(kind: str, head: bytes, body: bytes) -> Shown:
    """What the other process said, in our shape; it may have been taken over by the file."""
    said = json.loads(head) if len(head) <= LONGEST_HEAD else None
    if "cannot" in said:
        raise CannotShow(str(said["cannot"]), int(said.get("pages", 0)))
    media = str(said.get("media", ""))
    beginning = BEGINNINGS[media] if media else b""
    if len(body) != said["length"] or not body.startswith(beginning) or (body and not media):
        raise ValueError("another answer than it says")
    numbers = {name: int(said.get(name, 1)) for name in ("width", "height", "pages", "frames")}
    return Shown(
        kind, body, media, text=str(said.get("text", "")), cut=bool(said.get("cut")), more=int(said.get("more", 0)),
        lines=tuple((str(name), str(value)) for name, value in said.get("lines", ())),
        names=tuple(map(str, said.get("names", ()))), isolated=tuple(map(str, said.get("isolated", ()))), **numbers,
    )  # fmt: skip


# -- the conversation ---------------------------------------------------------------------------------


SLOTS = threading.BoundedSemaphore(2)  # files that one web server process opens at a time
PATIENCE = 20.0  # seconds that somebody waits for a slot


@contextmanager
def _slot() -> Iterator[None]:
    if not SLOTS.acquire(timeout=PATIENCE):
        raise CannotShow("busy")
    try:
        yield
    finally:
        SLOTS.release()


def _talked(asked: dict, pieces: Iterable[bytes], within: Bounds) -> bytes:
    """The whole answer of one other process, which has ended by then, one way or the other."""
    with _slot():
        child = subprocess.Popen(  # noqa: S603 - our own Python with our own module
            [sys.executable, "-s", "-B", "-m", CHILD, str(within.memory), str(within.cpu)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=_surroundings(), cwd="/",
            start_new_session=True, bufsize=0,
        )  # fmt: skip
        try:
            fed = _again(json.dumps(asked).encode() + b"\n", _counted(pieces, within.file))
            answer = _exchanged(child, fed, time.monotonic() + within.wall)
            if child.wait(timeout=10) != 0:
                raise CannotShow(_ended(child.returncode))
            return answer
        except subprocess.TimeoutExpired as error:
            raise CannotShow("time") from error
        finally:
            child.kill()
            child.wait()
            for pipe in (child.stdin, child.stdout):
                pipe.close()


def _exchanged(child, coming: Iterator[bytes], until: float) -> bytes:
    """Write while it reads, read while it writes; raises CannotShow when the time is up or the answer is too long."""
    gathered, waiting, rest = bytearray(), selectors.DefaultSelector(), memoryview(b"")
    for pipe, event in ((child.stdin, selectors.EVENT_WRITE), (child.stdout, selectors.EVENT_READ)):
        os.set_blocking(pipe.fileno(), False)
        waiting.register(pipe, event)
    with waiting:
        while True:
            ready = waiting.select(max(0.0, until - time.monotonic()))
            if not ready or time.monotonic() > until:
                raise CannotShow("time")
            for key, _ in ready:
                if key.fileobj is child.stdin:
                    rest = _fed(child, waiting, rest, coming)
                    continue
                piece = os.read(child.stdout.fileno(), PIECE)
                if not piece:
                    return bytes(gathered)
                gathered += piece
                if len(gathered) > LONGEST_ANSWER:
                    raise CannotShow("memory")


def _fed(child, waiting, rest: memoryview, coming: Iterator[bytes]) -> memoryview:
    """What is left to write of the piece in hand, after as much of it was written as the pipe takes."""
    if not rest:
        piece = next((each for each in coming if each), None)
        if piece is None:
            waiting.unregister(child.stdin)
            child.stdin.close()
            return rest
        rest = memoryview(piece)
    try:
        return rest[os.write(child.stdin.fileno(), rest[:PIECE]) :]
    except BlockingIOError:
        return rest
    except BrokenPipeError:  # it ended, or did not want the rest: its answer or its end says which
        waiting.unregister(child.stdin)
        child.stdin.close()
        return memoryview(b"")


def _counted(pieces: Iterable[bytes], most: int) -> Iterator[bytes]:
    taken = 0
    for piece in pieces:
        taken += len(piece)
        if taken > most:
            raise CannotShow("size")
        yield piece


def _again(first: bytes, coming: Iterable[bytes]) -> Iterator[bytes]:
    yield first
    yield from coming


def _surroundings() -> dict[str, str]:
    """The environment of the other process: where Python finds its modules, and nothing that is a secret."""
    found = {name: os.environ[name] for name in ("PATH", "LANG", "LC_ALL") if name in os.environ}
    return found | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "PYTHONUTF8": "1"}


def _ended(code: int) -> str:
    """Why the other process ended without an answer."""
    return {-signal.SIGXCPU: "time", -signal.SIGKILL: "time"}.get(code, "damaged")
