"""Keys of schools and records, and the small texts sealed under them.

instance key (a file) → school key → record key → the texts and files of that record. A record is a name such as
`policy:<uuid>` or `adult:<uuid>`; its key is made when something is first sealed under it and is destroyed by `shred`.
"""

import functools
import uuid
from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import batched

from django.db import connection, transaction
from django.utils import timezone

from belisha.core import prepared
from belisha.sealed import box, ring
from belisha.sealed.box import Missing, SealError, Shredded
from belisha.sealed.models import SCHOOL, Key

# "BeliKeys": names our PostgreSQL advisory lock, which nobody else uses.
INSTANCE_LOCK = 0x42656C694B657973
AT_ONCE = 500


def seal_text(school_id: uuid.UUID, record: str, plain: bytes, purpose: str) -> bytes:
    """Seal a small text under the record's key, making the key if this is the record's first.

    It opens only for the same school, record and purpose. Raises `Shredded` when the record's key was destroyed.
    """
    return box.seal(key_for(school_id, record, make=True), plain, _text(school_id, record, purpose))


def seal_texts(school_id: uuid.UUID, texts: Sequence[tuple[str, bytes]], purpose: str) -> list[bytes]:
    """Seal many (record, text) of one school with a handful of queries; keys are made where there are none."""
    rows = {}
    for some in batched(sorted({record for record, _ in texts}), AT_ONCE):
        rows |= _rows(school_id, some)
        if missing := [record for record in some if record not in rows]:
            rows |= _make(school_id, missing)
    keys = {record: _record_key(rows, school_id, record) for record, _ in texts}
    return [box.seal(keys[record], plain, _text(school_id, record, purpose)) for record, plain in texts]


def open_text(school_id: uuid.UUID, record: str, sealed: bytes, purpose: str) -> bytes:
    """Open what `seal_text` made. Raises `Shredded`, `Tampered`, or `Missing` when there is no such key."""
    return open_with(key_for(school_id, record), school_id, record, sealed, purpose)


def open_with(key: bytes, school_id: uuid.UUID, record: str, sealed: bytes, purpose: str) -> bytes:
    """The same with the record's key in hand."""
    return box.unseal(key, sealed, _text(school_id, record, purpose))


def open_texts(school_id: uuid.UUID, texts: Sequence[tuple[str, bytes]], purpose: str) -> list[bytes | None]:
    """Open many (record, sealed) of one school, one query per 500, for lists. `None` where the key was destroyed."""
    plain: list[bytes | None] = []
    for some in batched(texts, AT_ONCE):
        rows = _rows(school_id, {record for record, _ in some})
        for record, sealed in some:
            if record in rows and rows[record].shredded_at:
                plain.append(None)
            else:
                plain.append(
                    box.unseal(_record_key(rows, school_id, record), sealed, _text(school_id, record, purpose))
                )
    return plain


def key_for(school_id: uuid.UUID, record: str, *, make: bool = False) -> bytes:
    """The record's plain key. Raises `Shredded`, `Tampered` or `Missing`; with `make`, a first key is made instead."""
    if record == SCHOOL:
        raise SealError("A school's own key seals nothing but the keys of its records.")
    rows = _pair(school_id, record)
    if make and record not in rows:
        rows = _make(school_id, [record])
    try:
        return _record_key(rows, school_id, record)
    except Missing:
        # The instance key may have been changed, and the old file removed, after our row was read: look once more.
        return _record_key(_pair(school_id, record), school_id, record)


def keys_for(school_id: uuid.UUID, records: Iterable[str]) -> dict[str, bytes]:
    """The plain keys of many records of one school, with one query. A record whose key was destroyed is left out."""
    rows = _rows(school_id, records)
    return {
        record: _record_key(rows, school_id, record)
        for record in rows.keys() - {SCHOOL}
        if not rows[record].shredded_at
    }


@transaction.atomic
def shred(school_id: uuid.UUID, record: str) -> datetime:
    """Destroy the record's key: everything sealed under it is unreadable from then on, here and in every backup that
    does not hold the key table. Returns when it was destroyed; a second call changes nothing.
    """
    if record == SCHOOL:
        raise SealError("Shred a school's records one by one; its own key holds them all.")
    row, _ = Key.objects.select_for_update().get_or_create(
        school_id=school_id, record=record, defaults={"shredded_at": timezone.now()}
    )
    if not row.shredded_at:
        row.wrapped, row.wrapped_by, row.shredded_at = b"", "", timezone.now()
        row.save(update_fields=["wrapped", "wrapped_by", "shredded_at"])
    forget()
    # Robust: by then the key is destroyed; a busy log is emptied at SQLite's own next checkpoint instead.
    transaction.on_commit(_empty_the_log, robust=True)
    return row.shredded_at


# -- inside -----------------------------------------------------------------------------------------


# Both caches keep a plain key by the wrapped bytes it came from, and every caller reads those from the row anew: a
# shredded or rotated key is never served from here.
_by_school = functools.lru_cache(maxsize=4096)(box.unseal)


@functools.lru_cache(maxsize=256)
def _by_instance(name: str, wrapped: bytes, belongs_to: bytes) -> bytes:
    return box.unseal(ring.find(name), wrapped, belongs_to)


def forget() -> None:
    """Drop every plain key that this process holds."""
    _by_school.cache_clear()
    _by_instance.cache_clear()


def belongs_to(school_id: uuid.UUID, record: str) -> bytes:
    """What a wrapped key is authenticated with."""
    return box.context("key", school_id, record)


def school_key(row: Key) -> bytes:
    """The plain key of a school. Raises `Missing` when its instance key is not in the key folder."""
    return _by_instance(row.wrapped_by, bytes(row.wrapped), belongs_to(row.school_id, SCHOOL))


def school_row(school_id: uuid.UUID) -> Key:
    """The school's key row, locked until the transaction ends; made if the school has none."""
    if row := prepared.first(Key, lock=True, school_id=school_id, record=SCHOOL):
        return row
    hold_instance()
    if row := prepared.first(Key, lock=True, school_id=school_id, record=SCHOOL):
        return row
    # With school keys in the table, a missing file is a loss to be repaired, not a reason to make another key.
    instance = ring.current() if Key.objects.filter(record=SCHOOL).exists() else ring.first()
    return _insert(school_id, SCHOOL, instance)


def hold_instance() -> None:
    """Wait for, and hold off, everyone else who wraps by the instance key, until the transaction ends.

    On SQLite the transaction itself does that: it is the only one that writes.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [INSTANCE_LOCK])


def _rows(school_id: uuid.UUID, records: Iterable[str]) -> dict[str, Key]:
    rows = Key.objects.filter(school_id=school_id, record__in=[SCHOOL, *records])
    return {row.record: row for row in rows}


def _pair(school_id: uuid.UUID, record: str) -> dict[str, Key]:
    """The same for one record, which every action asks. Both rows as of one moment: a rotation writes them together."""
    return {row.record: row for row in prepared.rows(Key, school_id=school_id, record=(SCHOOL, record))}


def _record_key(rows: dict[str, Key], school_id: uuid.UUID, record: str) -> bytes:
    row = rows.get(record)
    if row and row.shredded_at:
        raise Shredded(f"The key of {record} was destroyed on {row.shredded_at:%d %B %Y}.")
    if row is None or SCHOOL not in rows:
        raise Missing(f"There is no key for {record} of school {school_id}. Were the keys restored with the database?")
    return _by_school(school_key(rows[SCHOOL]), bytes(row.wrapped), belongs_to(school_id, record))


@transaction.atomic
def _make(school_id: uuid.UUID, records: Sequence[str]) -> dict[str, Key]:
    school = school_row(school_id)
    # Asked again under the school's lock: another process may have made a key since.
    rows = {row.record: row for row in prepared.rows(Key, school_id=school_id, record=tuple(records))}
    fresh = [record for record in records if record not in rows]
    made = [_wrapped(school_id, record, school_key(school)) for record in fresh]
    if made:
        prepared.insert(made)
    return {SCHOOL: school, **rows, **{row.record: row for row in made}}


def _insert(school_id: uuid.UUID, record: str, wrapping: bytes) -> Key:
    row = _wrapped(school_id, record, wrapping)
    prepared.insert([row])
    return row


def _wrapped(school_id: uuid.UUID, record: str, wrapping: bytes) -> Key:
    wrapped = box.seal(wrapping, box.new_key(), belongs_to(school_id, record))
    return Key(school_id=school_id, record=record, wrapped=wrapped, wrapped_by=box.fingerprint(wrapping))


def _text(school_id: uuid.UUID, record: str, purpose: str) -> bytes:
    return box.context("text", school_id, record, purpose)


def _empty_the_log() -> None:
    # SQLite's write-ahead log still holds the page with the key as it was.
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
