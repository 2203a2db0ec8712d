"""What somebody reported, for them; what was written to and fro, for both sides; whether the public door is open."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from belisha.concerns.handling.queries import numbers
from belisha.concerns.models import Concern
from belisha.concerns.reporting.models import Receipt
from belisha.concerns.returning import days, rules, tokens
from belisha.concerns.returning.models import Door, Message, Token
from belisha.concerns.sealing import opened_many
from belisha.core.access import PUBLIC, Can, visible_to
from belisha.core.queries import school_for

MOST = 200
OUTSIDE = "outside"


@dataclass(frozen=True)
class Said:
    """One message as a page shows it. `writer` is empty for whoever reported."""

    from_reporter: bool
    words: str
    at: datetime
    only_the_day: bool
    writer: str = ""


def receipts(actor) -> QuerySet[Receipt]:
    """What the actor reported, the newest first."""
    return visible_to(actor, Receipt.objects.select_related("concern", "school")).order_by("-made_at", "pk")


def receipt_for(actor, receipt_id) -> Receipt:
    """One receipt of the actor's own, or that their session carries."""
    return get_object_or_404(receipts(actor), pk=receipt_id)


def standing(receipt: Receipt) -> dict:
    """How it stands, for whoever reported it, and no more of what the school does.

    `standing` is a heading and a sentence; `outside`, whom to turn to where nobody in the school may deal with it.
    """
    if receipt.concern.routes.filter(ended_at=None).exists():
        return {"standing": rules.STANDS[receipt.concern.state], "outside": []}
    return {"standing": rules.NOBODY, "outside": numbers(receipt.school, OUTSIDE)}


def receipt_by_token(token: str) -> Receipt | None:
    """The receipt of an anonymous report, for whoever has its code: the code itself is the proof."""
    found = Token.objects.filter(secret_hash=tokens.hash_of(token)).first() if token else None
    both = Receipt.objects.select_related("concern", "school")
    return both.filter(concern_id=found.concern_id).first() if found else None


def hand_of(actor):
    """Who acts: the adult, or somebody without an account, whose session proved what they may open."""
    return PUBLIC if actor.id is None else actor


def messages_of(actor, concern: Concern) -> list[Said]:
    """What was written about a concern to and fro, the oldest first, as far as the actor may read it.

    Who wrote for the school is told to those who deal with the concern, and to nobody who reported it.
    """
    handles = visible_to(actor, Concern.objects.filter(pk=concern.pk)).exists()
    return _said(concern, visible_to(actor, Message.objects.filter(concern=concern)), named=handles)


def conversation(receipt: Receipt) -> list[Said]:
    """The same for whoever reported, on their own receipt, which was fetched for them."""
    return _said(receipt.concern, Message.objects.filter(concern_id=receipt.concern_id), named=False)


def _said(concern: Concern, messages: QuerySet[Message], *, named: bool) -> list[Said]:
    rows = list((messages.select_related("writer") if named else messages).order_by("number")[:MOST])
    said = opened_many(concern.school_id, [(concern.pk, row.words) for row in rows]) if rows else []
    coarse = days.is_promised(concern)
    return [
        Said(
            row.from_reporter, words.get("words", ""), row.written_at, coarse,
            row.writer.name if named and row.writer else "",
        )
        for row, words in zip(rows, said, strict=True)
    ]  # fmt: skip


def door_open(school) -> bool:
    """Whether somebody without an account can report at a school."""
    return Door.objects.filter(school=school, is_open=True).exists()


def open_doors() -> list[Door]:
    """The schools at which somebody without an account can report, by name; for everybody."""
    return list(Door.objects.filter(is_open=True).select_related("school").order_by("school__name", "pk"))


def door_to_set(actor) -> Door:
    """The door of the actor's own school, for whoever opens it; a closed one where nobody has touched it yet."""
    school = school_for(actor, Can.OPEN_PUBLIC_DOOR)
    return visible_to(actor, Door.objects.filter(school=school)).first() or Door(school=school)
