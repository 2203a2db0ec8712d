"""Writing to whoever reported, answering the school, and opening the public door."""

import uuid

from django.db.models import Max
from django.utils import timezone

from belisha.concerns.models import Concern
from belisha.concerns.reporting.models import Receipt
from belisha.concerns.returning import days
from belisha.concerns.returning.models import Door, Message
from belisha.concerns.sealing import seal
from belisha.concerns.seeing import untouched
from belisha.core import notices
from belisha.core.access import Can, Role
from belisha.core.action import action
from belisha.people.models import Adult
from belisha.people.queries import holders


@action("concern.write", needs=Can.HANDLE_CONCERN, sentence="{by} wrote to whoever reported it ({about})")
def write(concern: Concern, *, by, words: str, key: uuid.UUID | None = None) -> Message:
    """Write to whoever reported a concern, in the school's name: who wrote is not told (clause 4-07-a).

    `key` is the message's own: the same form sent twice writes once.
    """
    made, fresh = _said(concern, key, words, writer=by)
    reporter = concern.receipt.reporter if fresh and hasattr(concern, "receipt") else None
    if reporter is not None and reporter.is_active:
        notices.post("signal", reporter, "/", confidential=True)
    return made


@action("concern.reply", needs=Can.REPORT_CONCERN, sentence="{by} answered the school ({about})", unnamed=True)
def reply(receipt: Receipt, *, by, words: str, key: uuid.UUID | None = None) -> Message:
    """Answer the school, or add to what one reported. The log does not name whoever did.

    Told are those whom the concern reaches: whoever took it, or the posts where nobody has.
    """
    concern = receipt.concern
    made, fresh = _said(concern, key, words, writer=None)
    for adult in _readers(concern) if fresh else ():
        notices.post("signal", adult, "/", confidential=True, only_the_day=days.is_promised(concern))
    return made


@action("door.open", needs=Can.OPEN_PUBLIC_DOOR, sentence="{by} opened the public page for reports")
def open_door(door: Door, *, by, words: str = "") -> Door:
    """Let parents, pupils and others report here without an account (clause 6-22-a)."""
    return _set(door, by, is_open=True, words=words)


@action("door.close", needs=Can.OPEN_PUBLIC_DOOR, sentence="{by} closed the public page for reports")
def close_door(door: Door, *, by) -> Door:
    """Take no more reports without an account. Whoever sent one still comes back to it with their code."""
    return _set(door, by, is_open=False, words=door.words)


def _set(door: Door, by, *, is_open: bool, words: str) -> Door:
    door = Door.objects.filter(school_id=door.school_id).first() or door
    door.is_open, door.words, door.changed_at, door.changed_by_id = is_open, words, timezone.now(), by.id
    door.save()
    return door


def _said(concern: Concern, key: uuid.UUID | None, words: str, *, writer) -> tuple[Message, bool]:
    """The message, and whether it is new. One with the same key that is of this concern and side is the same."""
    same = {"concern": concern, "from_reporter": writer is None}
    if key and (stands := Message.objects.filter(pk=key, **same).first()):
        return stands, False
    if key and Message.objects.filter(pk=key).exists():
        key = None  # another conversation's: this one is new, and that one stays as it is
    last = Message.objects.filter(concern=concern).aggregate(last=Max("number"))["last"] or 0
    made = Message.objects.create(
        id=key or uuid.uuid4(), school_id=concern.school_id, number=last + 1, writer_id=writer.id if writer else None,
        words=seal(concern.school_id, concern.pk, {"words": words}), written_at=days.of(concern, timezone.now()),
        **same,
    )  # fmt: skip
    return made, True


def _readers(concern: Concern) -> list[Adult]:
    if concern.owner_id:
        posts = Adult.objects.filter(pk=concern.owner_id)
    else:
        reached = concern.routes.filter(ended_at=None).values_list("post", flat=True)
        posts = Adult.objects.filter(
            pk__in=[adult.pk for post in reached for adult in holders(concern.school, Role(post))]
        )
    return untouched(concern, posts)
