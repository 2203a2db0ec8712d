"""The other process of `apart`: shuts itself in, reads one question and one file from its input, answers, and ends.

Nothing of Django and nothing of ours but this folder is loaded here. What goes wrong in a library ends this process,
and that is an answer too: the file cannot be shown.
"""

import contextlib
import ctypes
import json
import os
import resource
import struct
import sys
from importlib import import_module

CANNOT = "cannot"
ROOMS = {"picture": "drawing", "pdf": "drawing", "redact": "drawing"}
# How a library of another's says that a file is damaged or too much.
FAULTS = (OSError, ValueError, SyntaxError, EOFError, struct.error, LookupError, ArithmeticError, TypeError)
NO_NEW_PRIVILEGES, NOT_READABLE = 38, 4  # prctl
ALL_FILES = (1 << 13) - 1  # every right over files that the first Landlock knew
MAKE_RULES, HOLD_TO_RULES = 444, 446  # system calls of Landlock, the same on every machine


def main(memory: int, cpu: int) -> None:
    """Answers the one question: a line of JSON, then the file until the input ends."""
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints is no answer
    isolated = _no_network()
    _bound(memory, cpu)
    question = json.loads(_first_line())
    if question["do"] == "words":
        return _become_tesseract(question, out)
    work = _work(question["do"], question["kind"])  # whatever has to be loaded is loaded before the door shuts
    isolated += _no_files()
    try:
        said, body = work(sys.stdin.buffer.read(), question)
    except MemoryError:
        said, body = {CANNOT: "memory"}, b""
    except (*FAULTS, RecursionError, *_faults_of_libraries()):
        said, body = {CANNOT: "damaged"}, b""
    out.write(json.dumps({**said, "isolated": isolated, "length": len(body)}).encode() + b"\n")
    out.write(body)
    out.flush()
    os._exit(0)  # without tidying up what a hostile file may have left behind


def _first_line() -> bytes:
    """The question, and not a byte more: what follows may be for another program to read."""
    line = bytearray()
    while (byte := os.read(0, 1)) not in {b"", b"\n"}:
        line += byte
    return bytes(line)


def _work(wanted: str, kind: str):
    room = import_module(f"{__package__ or 'belisha.evidence.showing'}.{ROOMS.get(wanted, 'telling')}")
    room.load(kind)
    return room.WORK[wanted]


def _faults_of_libraries() -> tuple:
    image, pdf = sys.modules.get("PIL.Image"), sys.modules.get("pypdfium2")
    return (*((image.DecompressionBombError,) if image else ()), *((pdf.PdfiumError,) if pdf else ()))


def _no_network() -> list[str]:
    """A network of its own with nobody in it, where the system lets us; and no way to gain rights."""
    done = []
    with contextlib.suppress(OSError, AttributeError):
        os.unshare(os.CLONE_NEWUSER | os.CLONE_NEWNET | os.CLONE_NEWIPC)
        done.append("network")
    with contextlib.suppress(OSError, AttributeError):
        libc = ctypes.CDLL(None, use_errno=True)
        libc.prctl(NO_NEW_PRIVILEGES, 1, 0, 0, 0)
        libc.prctl(NOT_READABLE, 0, 0, 0, 0)
    return done


def _bound(memory: int, cpu: int) -> None:
    """No more memory and work than this, nothing written, no other programs' remains."""
    wanted = {
        resource.RLIMIT_AS: memory, resource.RLIMIT_CPU: cpu, resource.RLIMIT_FSIZE: 0, resource.RLIMIT_CORE: 0,
    }  # fmt: skip
    for kind, value in wanted.items():
        _limit(kind, value)


def _limit(kind: int, value: int) -> None:
    _, hard = resource.getrlimit(kind)
    most = value if hard == resource.RLIM_INFINITY else min(value, hard)
    with contextlib.suppress(ValueError, OSError):  # a system without this limit still has the clock of the parent
        resource.setrlimit(kind, (most, most))


def _no_files() -> list[str]:
    """From here on no file, no socket and no process can be opened.

    The number of open files is a fence for libraries that mean well. Landlock, where the kernel has it, also holds
    whatever a file has made of this process.
    """
    done = []
    with contextlib.suppress(OSError, AttributeError):
        libc = ctypes.CDLL(None, use_errno=True)
        rules = struct.pack("Q", ALL_FILES)
        held = libc.syscall(MAKE_RULES, rules, ctypes.c_size_t(len(rules)), 0)
        if held >= 0 and libc.syscall(HOLD_TO_RULES, held, 0) == 0:
            done.append("files")
    for kind in (resource.RLIMIT_NOFILE, resource.RLIMIT_NPROC):
        _limit(kind, 0)
    return done


def _become_tesseract(question: dict, out) -> None:
    """Hand this process, with its limits, over to the program that reads words: picture in, text out."""
    os.dup2(out.fileno(), 1)
    os.execvpe(question["program"], question["arguments"], {**os.environ, "OMP_THREAD_LIMIT": "1"})  # noqa: S606


if __name__ == "__main__":
    main(*map(int, sys.argv[1:3]))
