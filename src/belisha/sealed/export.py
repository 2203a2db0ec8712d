"""Wrapped keys out of the database and back in, so that backups can leave the key table out."""

import base64
import json
import uuid
from collections.abc import Iterable, Iterator
from datetime import datetime

from django.db import transaction

from belisha.sealed.box import SealError
from belisha.sealed.models import Key


def export_keys() -> Iterator[str]:
    """Every wrapped key and every tombstone, one JSON object per line. To be kept apart from the database's backups,
    and only the latest: an older copy would bring shredded keys back.
    """
    for row in Key.objects.order_by("school_id", "record").iterator():
        yield json.dumps(_as_json(row), sort_keys=True)


@transaction.atomic
def import_keys(lines: Iterable[str]) -> int:
    """Bring exported keys back into a database without them; returns how many rows were written.

    A tombstone wins on either side, so an old export never brings a destroyed key back. Raises `SealError` when a
    record already has another key, because something may be sealed under it.
    """
    written = 0
    for line in lines:
        new = _from_json(json.loads(line))
        here = Key.objects.select_for_update().filter(school_id=new.school_id, record=new.record).first()
        if here is None:
            new.save(force_insert=True)
        elif here.shredded_at or _same(here, new):
            continue
        elif new.shredded_at:
            Key.objects.filter(pk=here.pk).update(wrapped=b"", wrapped_by="", shredded_at=new.shredded_at)
        else:
            raise SealError(f"{here} already has another key. Keys go into a database that has none.")
        written += 1
    return written


def _as_json(row: Key) -> dict:
    return {
        "school": str(row.school_id),
        "record": row.record,
        "wrapped": base64.b64encode(row.wrapped).decode(),
        "wrapped_by": row.wrapped_by,
        "made_at": row.made_at.isoformat(),
        "shredded_at": row.shredded_at and row.shredded_at.isoformat(),
    }


def _from_json(line: dict) -> Key:
    return Key(
        school_id=uuid.UUID(line["school"]),
        record=line["record"],
        wrapped=base64.b64decode(line["wrapped"], validate=True),
        wrapped_by=line["wrapped_by"],
        made_at=datetime.fromisoformat(line["made_at"]),
        shredded_at=line["shredded_at"] and datetime.fromisoformat(line["shredded_at"]),
    )


def _same(one: Key, other: Key) -> bool:
    return bytes(one.wrapped) == bytes(other.wrapped) and one.wrapped_by == other.wrapped_by
