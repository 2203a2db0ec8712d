"""Evidence comes in, is described, is downloaded and is checked. Nothing here changes or removes what came in."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Max
from django.utils import timezone

from belisha.concerns import rules as concerns
from belisha.concerns.models import Concern
from belisha.concerns.reporting.models import Draft, Receipt
from belisha.concerns.returning.days import only_the_day
from belisha.concerns.sealing import seal
from belisha.concerns.seeing import untouched
from belisha.core import notices, prepared
from belisha.core.access import Can
from belisha.core.action import action, answer
from belisha.core.errors import NotAllowed
from belisha.evidence import kinds, rules
from belisha.evidence.models import Check, Item, Upload, Wording
from belisha.evidence.rules import Piece, Record
from belisha.sealed.models import SealedFile
from belisha.sealed.store import keep

NO_FILES = "No file, picture or record of one can be added to this."
NO_FILES_HELP = "Do not look at it again, copy it or take a screenshot. Words in the report are enough."


@action("evidence.put_in", needs=Can.REPORT_CONCERN, sentence="{by} put {about} into a report", unnamed=True)
def put_in(draft: Draft, *, by, piece: Piece) -> Item:
    """Put a piece of evidence into a report that is being written (clauses 8-01-b, 8-01-d, 8-02-b)."""
    _refuse_in_lane(draft.lane)
    coarse = draft.adult_id is None
    return _made(piece, school_id=draft.school_id, draft_id=draft.pk, source=kinds.REPORTER, day_only=coarse)


@action("evidence.hand_in", needs=Can.REPORT_CONCERN, sentence="{by} brought {about} after a report", unnamed=True)
def hand_in(receipt: Receipt, *, by, piece: Piece) -> Item:
    """Whoever reported brings more. They come with their receipt, since they may not see the concern."""
    concern = receipt.concern
    _refuse_in_lane(concern.lane)
    anonymous = concern.openness == concerns.ANONYMOUS
    item = _made(piece, school_id=receipt.school_id, concern=concern, source=kinds.REPORTER, day_only=anonymous)
    for adult in untouched(concern, [concern.owner] if concern.owner else []):
        notices.post("signal", adult, "/", confidential=True, only_the_day=anonymous)
    return item


@action("evidence.add", needs=Can.HANDLE_CONCERN, sentence="{by} added {about}")
def add(concern: Concern, *, by, piece: Piece) -> Item:
    """Somebody who deals with the concern adds evidence."""
    _refuse_in_lane(concern.lane)
    return _made(piece, by=by, school_id=concern.school_id, concern=concern, source=kinds.HANDLER)


@action("evidence.describe", needs=Can.REPORT_CONCERN, sentence="{by} described {about}", unnamed=True)
def describe(item: Item, *, by, record: Record) -> None:
    """Say more about what one put in, while the report is being written."""
    if item.concern_id is not None:
        raise NotAllowed("The report was sent already.", "Add what you know from the receipt of your report.")
    _say(item, record, by)


@action("evidence.complete", needs=Can.HANDLE_CONCERN, sentence="{by} completed the record of {about}")
def complete(item: Item, *, by, record: Record) -> None:
    """Complete the capture record (clause 8-01-e). What it said before is kept beside it."""
    _say(item, record, by)


@action("evidence.take_out", needs=Can.REPORT_CONCERN, sentence="{by} took {about} out of a report", unnamed=True)
def take_out(item: Item, *, by) -> None:
    """Take a piece out again before the report is sent. Afterwards nobody can."""
    if item.concern_id is not None:
        raise NotAllowed("The report was sent already.", "What was sent with a report is kept.")
    if item.shut_at is not None:
        raise NotAllowed("This was sealed off.", "It cannot be taken out.")
    _forget([item.pk])


@action("evidence.look", needs=Can.HANDLE_CONCERN, sentence="{by} opened the record of {about}")
def look(item: Item, *, by) -> None:
    """Write down that somebody opened the page of an item."""


@action("evidence.download", needs=Can.HANDLE_CONCERN, sentence="{by} downloaded the original of {about}: {reason}")
def download(item: Item, *, by, reason: str) -> None:
    """Write down that somebody takes the original away, and why."""


@action("evidence.begin", needs=Can.REPORT_CONCERN, sentence="{by} began to send {about}", unnamed=True)
def begin(upload: Upload, *, by) -> Upload:
    """Note that a large file is on its way, so that it can go on after it broke off."""
    upload.save(force_insert=True)
    return upload


@action("evidence.let_lapse", needs=Can.CHECK_EVIDENCE, sentence="{by} removed {about}, which never arrived whole")
def let_lapse(upload: Upload, *, by) -> None:
    """An upload that nobody went on with is forgotten. What came of it is removed by whoever calls this."""
    Upload.objects.filter(pk=upload.pk).delete()


@action(
    "evidence.check", needs=Can.CHECK_EVIDENCE, sentence="{by} checked {number} items of evidence", confidential=True
)
def check(school, *, by, found: Iterable[tuple[UUID, bool, str]], number: int) -> None:
    """Note for each of these items whether its file is whole, held against the SHA-256 taken at its arrival."""
    now = timezone.now()
    Check.objects.bulk_create(
        Check(school_id=school.pk, item_id=item_id, at=now, whole=whole, found=said) for item_id, whole, said in found
    )


# -- answers ----------------------------------------------------------------------------------------


@answer("concern.report")
def come_along(concern: Concern, *, by) -> None:
    """With the report, what was put into it becomes the concern's. Of an anonymous one only the day is kept."""
    items = Item.objects.filter(draft_id=concern.pk, concern=None)
    prepared.delete(Upload, place=concern.pk)
    if concern.openness == concerns.ANONYMOUS:
        day = only_the_day(timezone.now())
        items.update(concern=concern, draft_id=None, brought_by=None, day_only=True, arrived_at=day)
    else:
        items.update(concern=concern, draft_id=None)


@answer("draft.drop")
@answer("draft.forget")
def go_with_it(draft: Draft, *, by) -> None:
    """What was put into a report that is dropped goes with it. The store's sweep takes the files."""
    Upload.objects.filter(place=draft.pk).delete()
    _forget(Item.objects.filter(draft_id=draft.pk, concern=None, shut_at=None).values_list("pk", flat=True))


# -- inside -----------------------------------------------------------------------------------------


def _refuse_in_lane(lane: str) -> None:
    if lane:
        raise NotAllowed(NO_FILES, NO_FILES_HELP)


def _made(piece: Piece, *, school_id: UUID, by=None, **where) -> Item:
    """`by` is kept of whoever deals with the concern, and never of whoever reports."""
    if prepared.first(Item, id=piece.key):
        raise NotAllowed("This was added already.", "You find it in the list.")
    now = timezone.now()
    item = Item(
        id=piece.key, school_id=school_id, kind=piece.kind, file=keep(piece.stored) if piece.stored else None,
        brought_by=by, arrived_at=only_the_day(now) if where.get("day_only") else now, **where,
    )  # fmt: skip
    _fill(item, piece.record)
    prepared.insert([item])
    _word(item, by, number=1)
    prepared.delete(Upload, id=piece.key)
    return item


def _fill(item: Item, record: Record) -> None:
    item.words = seal(item.school_id, item.place, record.words)
    item.captured_at, item.precision, item.zone = record.at, record.precision, record.zone
    item.complete = not rules.missing(record)


def _say(item: Item, record: Record, by) -> None:
    if item.shut_at is not None:
        raise NotAllowed("This was sealed off.", "Nothing can be said about it any more.")
    _fill(item, record)
    item.save(update_fields=["words", "captured_at", "precision", "zone", "complete"])
    last = item.wordings.aggregate(last=Max("number"))["last"] or 0
    _word(item, by if item.concern_id else None, number=last + 1)


def _word(item: Item, by, *, number: int) -> None:
    now = timezone.now()
    # Until it is sent, nothing may say who wrote, or at what hour, what may be sent without a name.
    at = only_the_day(now) if item.only_the_day and by is None else now
    prepared.insert([Wording(school_id=item.school_id, item=item, number=number, words=item.words, by=by, at=at)])


def _forget(item_ids) -> None:
    ids = list(item_ids)
    files = list(Item.objects.filter(pk__in=ids).exclude(file=None).values_list("file_id", flat=True))
    Wording.objects.filter(item__in=ids).delete()
    Check.objects.filter(item__in=ids).delete()
    Item.objects.filter(pk__in=ids).delete()
    SealedFile.objects.filter(pk__in=files).delete()
