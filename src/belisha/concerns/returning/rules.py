"""What a receipt says, how it is checked, and how a report stands in the words of whoever sent it. No database."""

import datetime
import json
from dataclasses import dataclass

from belisha.concerns.rules import CLOSED, NEW, TAKEN
from belisha.look.templatetags.look import day, moment

FORM, RECEIVED = "Belisha receipt 1", "Received"
STANDS = {
    NEW: ("Received", "It reached the school. Nobody has begun to look at it yet."),
    TAKEN: ("Being looked at", "Somebody at the school is looking at it."),
    CLOSED: ("Closed", "The school has finished with it. What it wrote to you is below."),
}
NOBODY = ("Nobody in the school was told", "It concerns those who would deal with it. Take it outside the school.")
NOBODY_REACHED = "nobody in the school"
NEXT = (
    "Whoever holds one of these posts reads it and takes it. They may not tell you all that they do.",
    "You can come back, read what the school writes to you, and add to what you sent.",
    "If a child is in danger, do not wait for an answer: call 999.",
)
NEXT_OUTSIDE = (
    "It concerns those in the school who would deal with it, so nobody in the school was told of it.",
    "Take it outside the school: the ways are named here. Do not wait for an answer from the school.",
    "If a child is in danger, call 999.",
)


@dataclass(frozen=True)
class Facts:
    """What a receipt is about. `received` is a moment, or only a day, in ISO 8601; `files`: (size in bytes, SHA-256).

    `posts` by label, empty where nobody in the school is reached; then `outside` names the ways outside.
    """

    school: str
    number: str
    received: str
    key: str
    files: tuple[tuple[int, str], ...] = ()
    posts: tuple[str, ...] = ()
    outside: tuple[str, ...] = ()


def body(facts: Facts) -> str:
    """The text that is signed: one thing a line. Nothing of what was reported, nor of what kind it is."""
    lines = [
        FORM,
        f"School: {_one_line(facts.school)}",
        f"Number: {facts.number}",
        f"{RECEIVED}: {facts.received}",
        f"Files: {len(facts.files)}",
        *(f"File: {size} bytes, SHA-256 {sha256}" for size, sha256 in facts.files),
        *(f"Sent to: {_one_line(post)}" for post in facts.posts or (NOBODY_REACHED,)),
        *(f"Outside the school: {_one_line(way)}" for way in facts.outside),
        *(f"What happens next: {line}" for line in (NEXT if facts.posts else NEXT_OUTSIDE)),
        f"Signed with the key: {facts.key}",
    ]
    return "\n".join(lines) + "\n"


def parts(text: str) -> list[tuple[str, list[str]]]:
    """A body for a page: each label with what stands behind it, in order. The form and the key are left out."""
    found: dict[str, list[str]] = {}
    for line in text.splitlines()[1:-1]:
        label, _, said = line.partition(": ")
        found.setdefault(label, []).append(_moment(said) if label == RECEIVED else said)
    return list(found.items())


def _moment(said: str) -> str:
    """The time as people say it; what was signed says it as machines do."""
    return moment(datetime.datetime.fromisoformat(said)) if "T" in said else day(datetime.date.fromisoformat(said))


def as_file(text: str, key: str, public: bytes, signature: bytes) -> str:
    """A receipt as the file that `offline.py` checks: its lines as they stand, and the signature over them."""
    lines = text.removesuffix("\n").split("\n")
    content = {"receipt": lines, "key": key, "public": public.hex(), "signature": signature.hex()}
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def _one_line(words: str) -> str:
    return " ".join(words.split())
