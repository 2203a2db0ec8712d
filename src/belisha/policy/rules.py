"""What decides about policies and their versions, without a database."""

import calendar
import datetime
import hashlib
import json
from collections.abc import Iterable

from belisha.core.workflow import Workflow

DRAFT, REVIEW, APPROVED, PUBLISHED, SUPERSEDED, WITHDRAWN = (
    "draft", "review", "approved", "published", "superseded", "withdrawn",
)  # fmt: skip
STATES = {
    DRAFT: "Draft",
    REVIEW: "In review",
    APPROVED: "Approved",
    PUBLISHED: "Published",
    SUPERSEDED: "Superseded",
    WITHDRAWN: "Withdrawn",
}
OPEN = (DRAFT, REVIEW, APPROVED)
READABLE = (PUBLISHED, SUPERSEDED)

LIFECYCLE = Workflow(
    submit=({DRAFT}, REVIEW),
    send_back=({REVIEW, APPROVED}, DRAFT),
    approve=({REVIEW}, APPROVED),
    publish=({APPROVED}, PUBLISHED),
    supersede=({PUBLISHED}, SUPERSEDED),
    withdraw=({DRAFT, REVIEW, APPROVED}, WITHDRAWN),
)

# What becomes of a document that was given.
DOCUMENT_STATES = {"waiting": "Being read", "read": "Read", "unreadable": "Could not be read"}
DOCUMENT_LIFECYCLE = Workflow(read=({"waiting"}, "read"), refuse=({"waiting"}, "unreadable"))

MODALITIES = {
    "must": "must",
    "must-not": "must not",
    "should": "should",
    "should-not": "should not",
    "advised": "advised",
    "may": "may",
    "will": "will",
    "definition": "definition",
    "scope": "scope",
    "statement": "statement",
}
KINDS = {
    "norm": "Rule or duty",
    "consequence": "What follows",
    "power": "Power",
    "exception": "Exception",
    "definition": "Definition",
    "scope": "Scope",
    "reference": "Reference",
    "information": "Information",
    "heading": "Heading",
}
NORMATIVE = frozenset({"norm", "consequence", "power", "exception"})
BINDS = {
    "adult": "All adults working in school",
    "teacher": "Teachers",
    "employee": "Employees",
    "headteacher": "Headteacher",
    "slt": "Senior leaders",
    "governors": "Governors",
    "dsl": "Designated safeguarding lead",
    "it_lead": "IT and filtering lead",
    "school": "The school",
    "local_authority": "Local authority",
    "police": "Police",
    "parent": "Parents and carers",
    "pupil": "Pupils",
}
# How the id of a clause looks: section, paragraph, letter.
LONGEST_IDENT = 20
IDENT = rf"[a-z0-9-]{{1,{LONGEST_IDENT}}}"
# Below this the reader is not sure enough to be believed without a look.
SURE = 0.8


def text_hash(source: str, clauses: Iterable[tuple]) -> str:
    """SHA-256 over a version's words and their reading: what was approved is what is published and acknowledged.

    `clauses` are (ident, text, kind, modality, binds) in order. Returns "sha256:" and 64 hexadecimal digits.
    """
    said = json.dumps([source, [list(clause) for clause in clauses]], ensure_ascii=False, separators=(",", ":"))
    return "sha256:" + hashlib.sha256(said.encode()).hexdigest()


def next_ident(ident: str, taken: Iterable[str]) -> str:
    """An id for a clause that was split off: the same paragraph, the next free letter (6-07-a → 6-07-b).

    An id that ends in a number, because the document says "6.7 (a)" twice, gets a letter of its own (6-07-a-2-a).
    """
    stem, _, letter = ident.rpartition("-")
    if not (letter.isascii() and letter.isalpha()):
        stem, letter = ident, ""
    used, number = set(taken), _from_letters(letter) + 1
    while (free := _lettered(stem, _letters(number))) in used:
        number += 1
    return free


def _lettered(stem: str, letters: str) -> str:
    return f"{stem[: LONGEST_IDENT - 1 - len(letters)]}-{letters}"


def _letters(number: int) -> str:
    """1 → a, 26 → z, 27 → aa."""
    text = ""
    while number:
        number, rest = divmod(number - 1, 26)
        text = chr(ord("a") + rest) + text
    return text


def _from_letters(text: str) -> int:
    number = 0
    for letter in text:
        number = number * 26 + ord(letter) - ord("a") + 1
    return number


def add_months(day: datetime.date, months: int) -> datetime.date:
    """The same day so many months later, or the month's last day where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return datetime.date(year, month + 1, min(day.day, last))
