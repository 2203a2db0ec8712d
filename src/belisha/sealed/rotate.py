"""Changing keys while the house is open: only wrapped keys are rewritten, never a file or a text.

Either function may be killed at any instant, and called again; every row can be opened at every instant.
"""

import uuid

from django.db import transaction

from belisha.sealed import box, keys, ring
from belisha.sealed.box import Missing
from belisha.sealed.models import SCHOOL, Key

AT_ONCE = 100


def rotate_instance_key() -> str:
    """Replace the instance key; returns the fingerprint of the new one. Finishes a change that was cut short, if any.

    Raises `Missing` or `Tampered`, with the old key still in place, when a school's key cannot be opened.
    """
    with ring.alone():
        key = ring.upcoming()
        while _rewrap_some(key):
            pass
        ring.promote()
        while not _finish(key):
            pass
    return box.fingerprint(key)


@transaction.atomic
def rotate_school_key(school_id: uuid.UUID) -> int:
    """Give the school a new key and rewrap its records' keys by it, in one transaction; returns how many records.

    A school has some thousand records at most, which is a fraction of a second. Raises `Missing` for a school without
    a key, and `Tampered` or `Missing` with nothing changed when a key cannot be opened.
    """
    keys.hold_instance()
    school = Key.objects.select_for_update().filter(school_id=school_id, record=SCHOOL).first()
    if school is None:
        raise Missing(f"School {school_id} has no key.")
    before, after = keys.school_key(school), box.new_key()
    mine = Key.objects.select_for_update().filter(school_id=school_id, shredded_at__isnull=True)
    records = list(mine.exclude(record=SCHOOL))
    for row in records:
        _rewrap(row, before, after)
    _wrap(school, after, ring.current())
    Key.objects.bulk_update([school, *records], ["wrapped", "wrapped_by"], batch_size=AT_ONCE)
    keys.forget()
    return len(records)


@transaction.atomic
def _rewrap_some(key: bytes) -> int:
    keys.hold_instance()
    schools = Key.objects.select_for_update().filter(record=SCHOOL)
    rows = list(schools.exclude(wrapped_by=box.fingerprint(key))[:AT_ONCE])
    for row in rows:
        _rewrap(row, ring.find(row.wrapped_by), key)
    Key.objects.bulk_update(rows, ["wrapped", "wrapped_by"])
    return len(rows)


@transaction.atomic
def _finish(key: bytes) -> bool:
    # Looked at and removed under one lock: a school key made meanwhile under the old key must not lose it.
    keys.hold_instance()
    if _rewrap_some(key):
        return False
    ring.retire()
    return True


def _rewrap(row: Key, before: bytes, after: bytes) -> None:
    _wrap(row, box.unseal(before, row.wrapped, keys.belongs_to(row.school_id, row.record)), after)


def _wrap(row: Key, plain: bytes, by: bytes) -> None:
    row.wrapped = box.seal(by, plain, keys.belongs_to(row.school_id, row.record))
    row.wrapped_by = box.fingerprint(by)
