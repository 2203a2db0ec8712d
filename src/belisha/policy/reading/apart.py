"""Reads a document from outside in a process of its own, with limits on its memory and its time.

The readers stand on large libraries in C, and an upload is hostile until shown otherwise. The other process has none
of our secrets in its surroundings, opens the one file, and answers in JSON; if it crashes, hangs or grows, that is a
document which cannot be read and nothing more.
"""

import base64
import json
import os
import selectors
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields
from pathlib import Path

from belisha.policy.reading.intake import LIMITS, MARKDOWN, TEXT, media_type
from belisha.policy.reading.packages import MB
from belisha.policy.reading.reader import read_document
from belisha.policy.reading.shapes import Cited, Item, Particulars, Reading, Unreadable

CHILD = "belisha.policy.reading.apart_child"
SHORT = 256 * 1024  # bytes of plain text that are read here: no library of another's touches them
LONGEST_ANSWER = 128 * MB
TOO_LONG = Unreadable(
    "Reading the document took too long, so it was stopped.",
    "Save the words alone as Word (.docx) or plain text (.txt), or split the document, and choose that.",
)
TOO_BIG = Unreadable(
    "Reading the document needed more memory than it may take, so it was stopped.",
    "Remove pictures, or save the words alone as Word (.docx) or plain text (.txt), and choose that.",
)
BROKEN = Unreadable(
    "The document is damaged, or holds far more than it seems to, so that reading it had to stop.",
    "Open it in the program that made it and save it again, as Word (.docx) or as plain text (.txt).",
)


@dataclass(frozen=True)
class Bounds:
    """What the other process may take; config.py has the same numbers for an installation to change."""

    memory: int = 1024 * MB  # address space, which is about three times what is really used
    cpu: int = 60  # seconds of work
    wall: int = 120  # seconds on the clock; a busy machine works slowly


def read_apart(
    path: Path,
    filename: str,
    max_bytes: int = LIMITS["file"],
    progress: Callable[[int], None] | None = None,
    bounds: Bounds = Bounds(),
) -> Reading:
    """The reading of the file at `path`, as `read_document` gives it, made in another process.

    `progress` is told hundredths. Raises Unreadable for whatever read_document refuses, and also when the reader
    crashes or goes over its bounds.
    """
    path = Path(path)
    if path.stat().st_size <= SHORT and media_type(path, filename, max_bytes) in {TEXT, MARKDOWN}:
        return read_document(path, filename, max_bytes, progress)
    asked = {"do": "read", "path": str(path.resolve()), "filename": filename, "max_bytes": max_bytes}
    for answer in _answers(asked, bounds):
        if "reading" in answer:
            return _trusted(_reading, answer["reading"])
        if progress and isinstance(answer.get("progress"), int):
            progress(max(0, min(100, answer["progress"])))
    raise BROKEN


def page_picture(path: Path, number: int, width: int = 800, bounds: Bounds = Bounds()) -> bytes:
    """A PNG of page `number` (from 1) of the PDF at `path`, `width` pixels wide; raises Unreadable without one."""
    asked = {"do": "picture", "path": str(Path(path).resolve()), "number": number, "width": width}
    for answer in _answers(asked, bounds):
        if "picture" in answer:
            return _trusted(base64.b64decode, answer["picture"])
    raise BROKEN


def _trusted(made, answer):
    """What the other process said, in our shapes; it may have been taken over by the document."""
    try:
        return made(answer)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise BROKEN from error


def _answers(asked: dict, bounds: Bounds) -> Iterator[dict]:
    """Each line that the other process writes, as it comes; raises Unreadable where it ends badly."""
    limits = [str(bounds.memory), str(bounds.cpu)]
    child = subprocess.Popen(  # noqa: S603 - our own Python with our own module
        [sys.executable, "-s", "-B", "-m", CHILD, *limits], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL, env=_surroundings(), start_new_session=True,
    )  # fmt: skip
    try:
        with child.stdin as pipe:
            pipe.write(json.dumps(asked).encode())
        for line in _lines(child.stdout, time.monotonic() + bounds.wall):
            answer = _trusted(json.loads, line)
            if not isinstance(answer, dict):
                raise BROKEN
            if "unreadable" in answer:
                raise _trusted(lambda said: Unreadable(str(said[0]), str(said[1])), answer["unreadable"])
            yield answer
        raise _ended(child)
    except BrokenPipeError as error:
        raise _ended(child) from error
    finally:
        child.kill()
        child.wait()
        child.stdout.close()


def _surroundings() -> dict[str, str]:
    """The environment of the other process: where Python finds its modules, and nothing that is a secret."""
    found = {name: os.environ[name] for name in ("PATH", "LANG", "LC_ALL", "SYSTEMROOT") if name in os.environ}
    return found | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "PYTHONUTF8": "1"}


def _lines(pipe, until: float) -> Iterator[bytes]:
    """Whole lines from the pipe; raises Unreadable when the time is up or the answer is longer than any document."""
    waiting, gathered, length = selectors.DefaultSelector(), [], 0
    waiting.register(pipe, selectors.EVENT_READ)
    with waiting:
        while True:
            if not waiting.select(max(0.0, until - time.monotonic())):
                raise TOO_LONG
            piece = os.read(pipe.fileno(), MB)
            if not piece:
                return
            length += len(piece)
            if length > LONGEST_ANSWER:
                raise TOO_BIG
            *whole, rest = piece.split(b"\n")
            for line in whole:
                yield b"".join([*gathered, line])
                gathered = []
            gathered.append(rest)


def _ended(child) -> Unreadable:
    """Why the other process ended without an answer."""
    code = child.wait(timeout=10)
    return {-signal.SIGXCPU: TOO_LONG, -signal.SIGKILL: TOO_BIG}.get(code, BROKEN)


def _reading(said: dict) -> Reading:
    items = tuple(_item(item, len(said["source"])) for item in said["items"])
    texts = [_text(said[name]) for name in ("filename", "media_type", "title", "source")]
    return Reading(*texts, items, tuple(int(page) for page in said["pages"]))


def _item(said: dict, length: int) -> Item:
    made = {field.name: said[field.name] for field in fields(Item)}
    if not 0 <= int(made["start"]) <= int(made["end"]) <= length:
        raise ValueError("a span outside the source")
    for name in ("text", "kind", "modality", "section", "number", "ident", "why"):
        _text(made[name])
    extra = made["particulars"]
    cited = tuple(Cited(**{name: _text(value) for name, value in each.items()}) for each in extra["cited"])
    lists = {name: tuple(map(_text, extra[name])) for name in ("exceptions", "tell", "consequences")}
    words = {name: _text(extra[name]) for name in ("deadline", "defines")}
    made["particulars"] = Particulars(cited=cited, **lists, **words)
    made |= {"binds": tuple(map(_text, made["binds"])), "confidence": float(made["confidence"])}
    made["cue"] = None if made["cue"] is None else (int(made["cue"][0]), int(made["cue"][1]))
    return Item(**made)


def _text(said) -> str:
    if not isinstance(said, str):
        raise TypeError("not text")
    return said
