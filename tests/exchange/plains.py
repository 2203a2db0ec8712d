"""Versions as plain values for the writers' tests, from the papers and from a document with numbers of its own."""

import datetime
import json
import uuid
from dataclasses import replace

from papers import SHORT

from belisha.exchange.plain import Plain, Standing
from belisha.policy.reading import read_text
from belisha.policy.rules import PUBLISHED
from belisha.policy.written import Written, from_pack

# Typed numbers of every family, a jump, and lists that begin again.
NUMBERED = """Staff Social Media Policy

1. Scope

1.1 This policy applies to everyone who works at the school.

1.2 It covers every account. Staff must keep it in mind.

2. What we ask

2.1 All staff must:

(a) keep their passwords to themselves;

(b) tell the Headteacher about any worry online.

2.2 Staff must not accept friend requests from pupils.

(a) Teachers should check who can see their photographs.

(b) Governors must lead by example.

7. Breaches

7.1 A breach of this policy may lead to disciplinary action.

7.3 The Headteacher must keep a record.

Checklist

a) Staff must check their settings.

b) Staff must check their friends.

(i) Staff should ask first.

(ii) Staff should write it down.

- Staff must never post photographs of pupils.
"""
# What stands below "Don't" forbids, though its words alone would read as advice.
TABLE = """Staff Social Media Policy

Staff must keep to these rules.

| Topic | Do | Don't |
|---|---|---|
| Photographs | Use the school's camera | Post from your own phone |
| Messages | Write from the school's address | Write to a pupil's private account |
"""
CITED = {"words": "Keeping Safe 2024", "title": "Keeping Safe", "kind": "guidance", "edition": "2024"}
PARTICULARS = {
    "exceptions": ["unless the {pupil} is *family*"],
    "tell": ["headteacher"],
    "deadline": "at once",
    "consequences": ["dismissal"],
    "cited": [CITED],
    "defines": "",
}
MOMENT = datetime.datetime(2026, 10, 12, 9, 30, tzinfo=datetime.UTC)
IN_FORCE = Standing(
    school="Ash Lane Primary School", number=2, state=PUBLISHED, fingerprint="sha256:" + "0" * 64,
    approved_by="Full governing body", approved_on=MOMENT.date(), minute="7", published_at=MOMENT,
    review_due=datetime.date(2027, 10, 12),
)  # fmt: skip
DRAFT = Standing(school="Ash Lane Primary School", number=3)


def a_plain(text: str = SHORT, standing: Standing = IN_FORCE, title: str | None = None) -> Plain:
    """A version read from a text."""
    reading = read_text(text)
    clauses = tuple(_written(item) for item in reading.items)
    return _plain(reading.source, clauses, standing, title or reading.title)


def shipped(standing: Standing = IN_FORCE) -> Plain:
    """The shipped policy, all its clauses."""
    source, clauses = from_pack("staff-social-media", {"school": "Ash Lane Primary School"})
    return _plain(source, tuple(clauses), standing, "Staff social media policy")


def with_particulars(plain: Plain, modality: str = "must-not") -> Plain:
    """The same, its first clause of that strength saying everything that a clause can say."""
    at = next(n for n, clause in enumerate(plain.clauses) if clause.modality == modality and clause.kind != "heading")
    clause = replace(plain.clauses[at], particulars=PARTICULARS)
    return replace(plain, clauses=(*plain.clauses[:at], clause, *plain.clauses[at + 1 :]))


def only(words: str) -> Plain:
    """A policy of one sentence, whatever it is."""
    clause = Written(
        ident="1-01-a", number="1.1", section="", text=words, start=0, end=len(words), kind="norm", modality="must",
        binds=("adult",), why="", cue_start=None, cue_end=None, confidence=1.0, decided=True,
    )  # fmt: skip
    return _plain(words, (clause,), DRAFT, words[:200])


def _plain(source: str, clauses: tuple, standing: Standing, title: str) -> Plain:
    return Plain(uuid.UUID(int=7), title, source, tuple(map(_kept, clauses)), standing, MOMENT)


def _kept(clause: Written) -> Written:
    """As a database gives it back: lists where there were tuples."""
    return replace(clause, particulars=json.loads(json.dumps(clause.particulars)))


def _written(item) -> Written:
    start, end = item.cue or (None, None)
    return Written(
        ident=item.ident, number=item.number, section=item.section, text=item.text, start=item.start, end=item.end,
        kind=item.kind, modality=item.modality, binds=item.binds, why=item.why, cue_start=start, cue_end=end,
        confidence=item.confidence,
    )  # fmt: skip
