"""Concerns with evidence, and bundles of it, made by the actions that make every one of them."""

import datetime
import uuid

from cast import Cast, again
from concerned import a_concern

from belisha.concerns.models import Concern
from belisha.concerns.sealing import record_of
from belisha.evidence import actions as evidence
from belisha.evidence import kinds
from belisha.evidence.bundles import actions, assembling
from belisha.evidence.bundles.models import Bundle
from belisha.evidence.bundles.wanted import Wanted
from belisha.evidence.models import Item
from belisha.evidence.rules import Piece, Record
from belisha.sealed import store

PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 30
WORDS = {
    "what": "Profile page", "shows": "A follower list", "address": "https://pictures.example/page",
    "who_else": "=HYPERLINK(1)", "captured_by": "Zelda Quibble",
}  # fmt: skip


AT = datetime.datetime(2026, 11, 2, 14, 5, tzinfo=datetime.UTC)


def an_item(concern: Concern, by, content=PICTURE, kind=kinds.PNG, name="zelda quibble.png", words=None, at=AT) -> Item:
    """A piece of evidence that somebody who deals with the concern adds. `at`: nothing where nobody said when."""
    stored = store.store(
        [content], school_id=concern.school_id, record=record_of(concern.pk), filename=name,
        media_type=kinds.KINDS[kind][1], limit=None,
    )  # fmt: skip
    record = Record(WORDS if words is None else words, at, kinds.MINUTE, "Europe/London") if at else Record(words or {})
    return evidence.add(concern, by=again(by), piece=Piece(stored.id, kind, record, stored))


def a_concern_with_evidence(cast: Cast, **said) -> tuple[Concern, list[Item]]:
    """A concern about a teacher that the Headteacher deals with, with a picture and a text."""
    concern = a_concern(cast, **said)
    items = [an_item(concern, cast.head), an_item(concern, cast.head, b"some words\n", kinds.TEXT, "chat.txt")]
    return concern, items


def wanted(items, **said) -> Wanted:
    """A bundle for the police of these items."""
    words = {"whom": "police", "body": "Northshire Police, ref 44", "purpose": "An inquiry", "why": "They asked for it"}
    return Wanted(**{**words, **said, "items": tuple(item.pk for item in items)})


def a_bundle(concern: Concern, items, by, **said) -> Bundle:
    """A bundle, put together."""
    by = again(by)
    bundle = actions.make(concern, by=by, key=uuid.uuid4(), wanted=wanted(items, **said), to="The police")
    assembling.put_together(bundle, by=by)
    return Bundle.objects.get(pk=bundle.pk)


def one_of_each_handed(cast: Cast, concern: Concern, by=None) -> Bundle:
    """For the world: a bundle of a concern that somebody (the Headteacher) deals with; and no time-stamping service."""
    by = by or cast.head
    actions.name_service(cast.school, by=again(cast.head), address="", second="", certificates="")
    return a_bundle(concern, [an_item(concern, by)], by)


def keys_of_what_was_handed() -> dict:
    """A value for each key of an address of this room."""
    return {"bundle_id": Bundle.objects.first().pk}
