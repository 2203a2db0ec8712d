"""From an uploaded file to a draft: sealed first, then read, then written down in one transaction."""

import uuid
from pathlib import Path

from belisha import config
from belisha.core.errors import NotAllowed
from belisha.policy import actions
from belisha.policy.models import Document, Policy, Version
from belisha.policy.reading import Unreadable
from belisha.policy.written import from_file, from_pack
from belisha.sealed.box import NotStored
from belisha.sealed.store import store

OPAQUE = "application/octet-stream"


def receive(school, path: Path, filename: str, *, by, policy: Policy | None = None) -> Version | Document:
    """Keep a file and make a draft of it. Returns the version, or the document kept with the reason it was not read."""
    policy = policy or Policy(id=uuid.uuid4(), school=school)
    stored = _seal(path, school, policy, filename)
    try:
        reading, clauses = from_file(path, filename, config.load().document_limit)
    except Unreadable as fault:
        return actions.keep_unreadable(school, by=by, stored=stored, fault=fault, reason=fault.reason)
    title = reading.title or Path(filename).stem
    return actions.import_document(
        school, by=by, policy=policy, stored=stored, title=title, source=reading.source, clauses=clauses
    )


def adopt(school, pack: str, title: str, values: dict[str, str], *, by, policy: Policy | None = None) -> Version:
    """Make a draft of a shipped pack with the school's particulars."""
    source, clauses = from_pack(pack, values)
    policy = policy or Policy(school=school)
    return actions.adopt(school, by=by, policy=policy, pack=pack, title=title, source=source, clauses=clauses)


def _seal(path: Path, school, policy: Policy, filename: str):
    try:
        with path.open("rb") as file:
            chunks = iter(lambda: file.read(1 << 20), b"")
            return store(
                chunks, school_id=school.pk, record=policy.kept_under, filename=filename, media_type=OPAQUE,
                limit=config.load().upload_limit,
            )  # fmt: skip
    except NotStored as fault:
        raise NotAllowed(str(fault), "Nothing was kept. Try again, or tell whoever looks after this server.") from fault
