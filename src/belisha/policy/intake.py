"""From an uploaded file to a draft: sealed first, then read, then written down in one transaction.

A document that was given waits in its row. What is quick to read is read at once, the rest by the worker (`jobs`); if
either is killed, the row still waits and the worker finds it.
"""

import fcntl
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.utils import timezone

from belisha import config
from belisha.core.access import WORKER
from belisha.core.errors import NotAllowed
from belisha.core.ids import uuid7
from belisha.policy import actions, carried, queries
from belisha.policy.carried.parsing import kind_of
from belisha.policy.models import Document, Policy, Version
from belisha.policy.reading import Unreadable
from belisha.policy.reading.apart import SHORT, page_picture
from belisha.policy.reading.intake import MARKDOWN, TEXT, media_type
from belisha.policy.remembered import next_edition
from belisha.policy.written import from_file, from_pack
from belisha.sealed.arriving import seal_file
from belisha.sealed.store import filename, open_file

PICTURE = 1000  # pixels wide: sharp at half the width of a large screen
CLEAR, JUST_MADE = "clear-", 10  # how the name of an original in the clear begins; seconds in which it is left alone
# Read while somebody waits for the page, as files of data are. Other kinds take longer, and so do long texts: the
# worker reads them.
AT_ONCE = {TEXT, MARKDOWN}


def receive(
    school, path: Path, name: str, *, by, policy: Policy | None = None, key: UUID | None = None
) -> Version | Document:
    """Seal a file and have it read.

    Returns the version; or the document, which waits for the worker or was kept with the reason why it cannot be read.
    `policy` is the one that it is an edition of; `key` makes a second click on the same form do nothing more.
    """
    document = Document(id=key or uuid7(), school=school, policy=policy)
    stored = seal_file(path, school_id=document.school_id, record=f"policy:{document.policy_key}", filename=name)
    quick, fault = _glance(path, name)
    if quick:  # begun already: no worker needs to look at it, unless this process is killed
        document.worked_at, document.tries = timezone.now(), 1
    actions.give_document(school, by=by, document=document, stored=stored)
    if fault:
        return actions.refuse_document(document, by=WORKER, reason=fault.reason, remedy=fault.remedy)
    return read(document, path, name) if quick else document


def read(document: Document, path: Path, name: str, progress: Callable[[int], None] | None = None):
    """Read a document that waits: its draft, or the document with the reason why there is none."""
    try:
        found = _understood(path, name, progress)
        before = queries.published(document.policy) if document.policy else None
        return actions.import_document(
            document, by=WORKER, title=found.title or Path(name).stem, source=found.source, pages=found.pages,
            clauses=_held_against(before, found.source, list(found.clauses)), before=before,
        )  # fmt: skip
    except Unreadable as fault:
        return actions.refuse_document(document, by=WORKER, reason=fault.reason, remedy=fault.remedy)
    except NotAllowed as fault:
        return actions.refuse_document(document, by=WORKER, reason=fault.reason, remedy=fault.help)


@contextmanager
def opened(document: Document) -> Iterator[tuple[Path, str]]:
    """The original in the clear, in the folder that is swept should this process be killed; and its name."""
    with tempfile.NamedTemporaryFile(dir=settings.FILE_UPLOAD_TEMP_DIR, prefix=CLEAR, suffix=".upload") as file:
        fcntl.flock(file, fcntl.LOCK_EX)  # until it is closed, or this process is no more
        for piece in open_file(document.original):
            file.write(piece)
        file.flush()
        yield Path(file.name), filename(document.original)


def sweep_clear() -> None:
    """Remove originals in the clear that a killed process left: nobody holds the lock on them."""
    for path in Path(settings.FILE_UPLOAD_TEMP_DIR).glob(f"{CLEAR}*"):
        with suppress(FileNotFoundError, BlockingIOError), path.open("rb") as file:
            if path.stat().st_mtime < time.time() - JUST_MADE:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                path.unlink()


def picture(document: Document, number: int) -> bytes | None:
    """A page of a PDF as a PNG, from 1; nothing where the document has no such page."""
    try:
        with opened(document) as (path, _):
            return page_picture(path, number, PICTURE)
    except Unreadable:
        return None


def adopt(school, pack: str, title: str, values: dict[str, str], *, by, policy: Policy | None = None) -> Version:
    """Make a draft of a shipped pack with the school's particulars."""
    source, clauses = from_pack(pack, values)
    policy = policy or Policy(school=school)
    return actions.adopt(school, by=by, policy=policy, pack=pack, title=title, source=source, clauses=clauses)


def _glance(path: Path, name: str) -> tuple[bool, Unreadable | None]:
    """Whether a file is read at once, and what is wrong with it as far as a glance can tell."""
    if kind_of(name):
        return True, None
    try:
        kind = media_type(path, name, config.load().document_limit)
        return kind in AT_ONCE and path.stat().st_size <= SHORT, None
    except Unreadable as fault:
        return True, fault


def _understood(path: Path, name: str, progress: Callable[[int], None] | None) -> carried.Carried:
    limit = config.load().document_limit
    if data := carried.read(path, name, limit):
        return data
    reading, clauses = from_file(path, name, limit, progress)
    return carried.Carried(reading.title, reading.source, tuple(clauses), reading.pages)


def _held_against(before: Version | None, source: str, clauses: list) -> list:
    if before is None:
        return clauses
    return next_edition(list(before.clauses.order_by("position")), source, clauses, before.number)
