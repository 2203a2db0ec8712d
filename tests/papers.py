"""Invented policies of invented schools, short enough to be read in a test."""

import datetime
from pathlib import Path

from belisha.policy import actions, intake
from belisha.policy.models import Version

SHORT = """Staff Social Media Policy

Ash Lane Primary School

Scope

This policy applies to everyone who works at the school.

What we ask

Staff must not accept friend requests from pupils. Teachers should check who can see their photographs.

All staff must:

- keep their passwords to themselves;
- tell the Headteacher about any worry online.

Breaches

A breach of this policy may lead to disciplinary action.
"""


def a_file(folder: Path, text: str = SHORT, name: str = "policy.txt") -> Path:
    """A text file as somebody would upload it."""
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def a_draft(cast, folder: Path, text: str = SHORT, policy=None) -> Version:
    """A draft imported by the Headteacher."""
    return intake.receive(cast.school, a_file(folder, text), "policy.txt", by=cast.head, policy=policy)


def approved(version: Version, by) -> Version:
    """The same version, put up and approved by the governors."""
    actions.submit(version, by=by)
    day = datetime.date(2026, 10, 12)
    actions.approve(version, by=by, approved_by="Full governing body", approved_on=day, minute="7")
    return version


def published(cast, folder: Path, text: str = SHORT, policy=None) -> Version:
    """A published version."""
    version = approved(a_draft(cast, folder, text, policy), cast.head)
    actions.publish(version, by=cast.head)
    return version
