"""A file that a browser sends in pieces: begun, gone on with, ended, each time with one request."""

import uuid
from dataclasses import dataclass

from django.shortcuts import get_object_or_404

from belisha.concerns.sealing import opened, seal
from belisha.core.access import visible_to
from belisha.core.errors import NotAllowed
from belisha.evidence import actions, arriving, places
from belisha.evidence.arriving import Sending
from belisha.evidence.models import Item, Upload
from belisha.evidence.places import Place
from belisha.evidence.rules import Record, size_in_words
from belisha.sealed import box, growing
from belisha.sealed.box import NotStored
from belisha.sealed.keys import key_for

# Files up to this size (bytes) come in one go and need no row to go on by.
AT_ONCE = 8 * 1024 * 1024


@dataclass(frozen=True)
class Unfinished:
    """An upload that broke off, for the page: choosing the same file again goes on with it."""

    key: uuid.UUID
    name: str
    size: int
    came: int

    @property
    def percent(self) -> int:
        return 100 * self.came // self.size

    @property
    def in_words(self) -> str:
        return f"{size_in_words(self.came)} of {size_in_words(self.size)}"


def unfinished(where: Place) -> list[Unfinished]:
    """What broke off here, of this actor's."""
    found = []
    for row in visible_to(where.actor, Upload.objects.filter(place=where.key)):
        name = opened(row.school_id, row.place, row.name).get("name", "")
        found.append(Unfinished(row.pk, name, row.size, growing.came(coming_of(row))))
    return found


def receive(where: Place, headers, stream) -> dict:
    """Take what this request brings. The answer, for the script: how far the file came, and whether it is kept."""
    sending = Sending.said(headers)
    if where.lane:
        raise NotAllowed(actions.NO_FILES, actions.NO_FILES_HELP)
    if _is_kept(where, sending.key):
        return {"came": sending.size, "kept": True}
    coming = _coming(where, sending)
    if coming is None:
        return {"another": True}
    try:
        came, sha256 = arriving.take_more(stream, coming, sending)
        if came < sending.size:
            if sending.size <= AT_ONCE:
                growing.forget(coming)
                came = 0
            return {"came": came, "kept": False}
        arrived = arriving.finish(coming, sending, sha256)
    except NotStored as fault:
        raise NotAllowed(f"“{sending.name}” was not kept. {fault}", "Send it again. Do not delete your own.") from fault
    arriving.keep(where, arrived, sending.key, Record())
    return {"came": sending.size, "kept": True}


def coming_of(row: Upload) -> growing.Coming:
    """The file on its way that a row speaks of."""
    key = box.unseal(key_for(row.school_id, row.kept_under), row.wrapped_key, _belongs_to(row))
    return growing.Coming(row.file_id, row.school_id, row.kept_under, key)


def _is_kept(where: Place, key: uuid.UUID) -> bool:
    """Whether the file became an item already: the answer to it was lost on the way."""
    item = Item.objects.filter(pk=key).first()
    if item is not None and item.place != where.key:
        raise NotAllowed("This file cannot be added.", "Reload the page and choose it again.")
    return item is not None


def _coming(where: Place, sending: Sending) -> growing.Coming | None:
    """The file on its way, begun if it is new; none where another file broke off under this key."""
    row = Upload.objects.filter(pk=sending.key).first()
    if row is not None:
        row = get_object_or_404(visible_to(where.actor, Upload.objects.filter(place=where.key)), pk=row.pk)
        mark = opened(row.school_id, row.place, row.name).get("mark")
        return coming_of(row) if (row.size, mark) == (sending.size, sending.mark) else None
    places.room_for(where, sending.size)
    if sending.size <= AT_ONCE:
        return growing.Coming(uuid.uuid4(), where.thing.school_id, where.record, box.new_key())
    return begun(where, sending)


def begun(where: Place, sending: Sending) -> growing.Coming:
    """Note that a large file is on its way."""
    school_id, key = where.thing.school_id, box.new_key()
    name = seal(
        school_id, where.key, {"name": sending.name, "mark": sending.mark}
    )  # makes the record's key, where it is the first
    row = Upload(
        id=sending.key, school_id=school_id, place=where.key, adult_id=where.actor.id, size=sending.size, name=name
    )  # fmt: skip
    row.wrapped_key = box.seal(key_for(school_id, row.kept_under), key, _belongs_to(row))
    actions.begin(row, by=where.by)
    return growing.Coming(row.file_id, school_id, row.kept_under, key)


def _belongs_to(row: Upload) -> bytes:
    return box.context("upload key", row.school_id, row.place, row.pk)
