"""The other process of `apart`: takes its limits, reads one file, and answers in lines of JSON."""

import base64
import contextlib
import json
import os
import resource
import sys
from dataclasses import asdict
from pathlib import Path

from belisha.policy.reading.apart import BROKEN, TOO_BIG
from belisha.policy.reading.shapes import Unreadable


def main(memory: int, cpu: int) -> None:
    """Answers the one question on standard input."""
    asked = json.load(sys.stdin)
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="utf-8")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # what a library prints is no answer
    _bound(memory, cpu)
    try:
        answer = _picture(asked) if asked["do"] == "picture" else _read(asked, answers)
    except Unreadable as fault:
        answer = {"unreadable": [fault.reason, fault.remedy]}
    except MemoryError:
        answer = {"unreadable": [TOO_BIG.reason, TOO_BIG.remedy]}
    except RecursionError:
        answer = {"unreadable": [BROKEN.reason, BROKEN.remedy]}
    _say(answers, answer)


def _bound(memory: int, cpu: int) -> None:
    """No more memory and work than this, no files written, no other programs."""
    wanted = {
        resource.RLIMIT_AS: memory, resource.RLIMIT_CPU: cpu, resource.RLIMIT_FSIZE: 0, resource.RLIMIT_CORE: 0,
    }  # fmt: skip
    for kind, value in wanted.items():
        _, hard = resource.getrlimit(kind)
        soft = value if hard == resource.RLIM_INFINITY else min(value, hard)
        # The signal that says "too much work" comes at the soft limit; at the hard one there is only being killed.
        most = soft + 5 if kind == resource.RLIMIT_CPU and hard == resource.RLIM_INFINITY else soft
        with contextlib.suppress(ValueError, OSError):  # a system without this limit still has the clock of the parent
            resource.setrlimit(kind, (soft, most))


def _read(asked: dict, answers) -> dict:
    from belisha.policy.reading.reader import read_document

    said = {"last": -1}

    def told(hundredths: int) -> None:
        if hundredths > said["last"]:
            said["last"] = hundredths
            _say(answers, {"progress": hundredths})

    reading = read_document(Path(asked["path"]), asked["filename"], asked["max_bytes"], told)
    return {"reading": asdict(reading)}


def _picture(asked: dict) -> dict:
    from belisha.policy.reading.pdfpages import picture

    return {"picture": base64.b64encode(picture(Path(asked["path"]), asked["number"], asked["width"])).decode()}


def _say(answers, answer: dict) -> None:
    answers.write(json.dumps(answer) + "\n")
    answers.flush()


if __name__ == "__main__":
    main(*map(int, sys.argv[1:3]))
