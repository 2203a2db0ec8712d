"""Where evidence can be brought: into a report that is being written, to a receipt, or to a concern."""

import shutil
import uuid
from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Sum
from django.urls import reverse

from belisha import config
from belisha.concerns.models import Concern
from belisha.concerns.queries import concern_for
from belisha.concerns.reporting.models import Draft, Receipt
from belisha.concerns.returning.queries import receipt_for
from belisha.concerns.sealing import record_of
from belisha.core import prepared
from belisha.core.access import PUBLIC, visible_to
from belisha.core.errors import NotAllowed
from belisha.evidence import actions, rules
from belisha.evidence.models import Item, Upload
from belisha.sealed.models import SealedFile


@dataclass(frozen=True)
class Place:
    """A place of one of the three sorts, fetched for the actor. `key` is the concern's, and the draft's before it."""

    sort: str
    thing: Draft | Receipt | Concern
    actor: object
    key: uuid.UUID
    lane: str
    put: Callable

    @property
    def by(self):
        """Who acts: the adult, or somebody without an account whose session proved what they may open."""
        return PUBLIC if self.actor.id is None else self.actor

    @property
    def record(self) -> str:
        return record_of(self.key)

    @property
    def url(self) -> str:
        return reverse(f"evidence:of_{self.sort}", args=[self.thing.pk])

    @property
    def send_url(self) -> str:
        return reverse(f"evidence:send_to_{self.sort}", args=[self.thing.pk])

    def take(self, piece: rules.Piece) -> Item:
        """Keep a piece of evidence here."""
        return self.put(self.thing, by=self.by, piece=piece)


def place(actor, *, draft_id=None, receipt_id=None, concern_id=None) -> Place:
    """The place with this key, for the actor; what they may not know of is not found."""
    if draft_id:
        from django.shortcuts import get_object_or_404

        draft = get_object_or_404(visible_to(actor, Draft.objects.select_related("school")), pk=draft_id)
        return Place("draft", draft, actor, draft.pk, draft.lane, actions.put_in)
    if receipt_id:
        receipt = receipt_for(actor, receipt_id)
        return Place("receipt", receipt, actor, receipt.concern_id, receipt.concern.lane, actions.hand_in)
    concern = concern_for(actor, concern_id)
    return Place("concern", concern, actor, concern.pk, concern.lane, actions.add)


def of_request(request, **key) -> Place:
    """The place that a request names, fetched once: what takes its files asks before the view does."""
    if not hasattr(request, "evidence_place"):
        request.evidence_place = place(request.actor, **key)
    return request.evidence_place


def room_for(where: Place, size: int = 0, but: uuid.UUID | None = None) -> int:
    """How large the next file may be here, in bytes; raises NotAllowed where nothing, or not `size`, can come any more.

    `but`: an upload that is not counted, being the one asked about.
    """
    chosen = config.load()
    stranger = where.actor.id is None
    kept = _kept(where)
    coming = [upload.size for upload in prepared.rows(Upload, place=where.key) if upload.pk != but]
    number = len(kept) + len(coming)
    if number >= (chosen.evidence_files_of_strangers if stranger else chosen.evidence_files):
        raise NotAllowed(f"There are {number} files here already, and no more can be added.", "Nothing was lost.")
    total = chosen.evidence_of_strangers if stranger else chosen.evidence_total
    left = min(chosen.evidence_limit, total - sum(kept) - sum(coming))
    if stranger and where.sort == "draft":
        left = min(left, chosen.evidence_of_all_strangers - _waiting(but))
    if size > left or left <= 0:
        most = rules.size_in_words(max(left, 0))
        raise NotAllowed(
            f"This file is too large: {most} can still be added here.",
            "Keep it where it is, do not delete it, and say in the report that you have it.",
        )
    free = shutil.disk_usage(chosen.data).free - chosen.evidence_free
    if size > free:
        raise NotAllowed(
            "There is no room for this file on the school’s server now. What you wrote is kept.",
            "Keep the file where it is, do not delete it, and tell whoever looks after this server.",
        )
    return min(left, max(free, 0))


def _kept(where: Place) -> list[int]:
    """Sizes of the files that are here, in bytes."""
    column = "draft_id" if where.sort == "draft" else "concern_id"
    keys = tuple(item.file_id for item in prepared.rows(Item, **{column: where.key}) if item.file_id)
    return [file.size for file in prepared.rows(SealedFile, id=keys)]


def _waiting(but: uuid.UUID | None) -> int:
    """Bytes in reports of people without an account that were not sent. Anybody can begin as many as they like."""
    begun = Draft.objects.filter(adult=None).values("pk")
    kept = Item.objects.filter(concern=None, draft_id__in=begun).aggregate(size=Sum("file__size"))["size"] or 0
    return kept + (Upload.objects.filter(place__in=begun).exclude(pk=but).aggregate(size=Sum("size"))["size"] or 0)
