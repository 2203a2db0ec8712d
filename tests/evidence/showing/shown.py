"""Items of evidence for tests, with a file that is sealed as every file is."""

import uuid

from cast import Cast
from evidence.showing import hostile

from belisha.concerns.models import Concern
from belisha.concerns.sealing import record_of, seal
from belisha.core.access import WORKER
from belisha.evidence.models import Item
from belisha.evidence.showing import actions
from belisha.evidence.showing.kinds import HEIC, MAIL, PDF, PICTURE, SOURCE, TEXT, kind_of
from belisha.sealed.store import keep, store

AS_ITEM = {PICTURE: "png", HEIC: "heic", PDF: "pdf", TEXT: "text", SOURCE: "html", MAIL: "email"}


def an_item(concern, data: bytes, **more) -> Item:
    """A piece of evidence with this content, that whoever deals with the concern brought."""
    kind = AS_ITEM.get(kind_of(data), "opaque")
    record = record_of(concern.pk)
    stored = store(
        [data], school_id=concern.school_id, record=record, filename="x", media_type="application/octet-stream",
        limit=None,
    )  # fmt: skip
    words = seal(concern.school_id, concern.pk, {"what": "A message"})
    row = {"id": uuid.uuid4(), "kind": kind, "words": words, "source": "handler", **more}
    return Item.objects.create(school_id=concern.school_id, concern=concern, file=keep(stored), **row)


def one_of_each_shown(cast: Cast, concern: Concern) -> Item:
    """For the world: an item of a concern, in which words were read and nothing harmful was found."""
    item = an_item(concern, hostile.picture(size=(40, 30)))
    actions.recognise(item, by=WORKER, outcome="read", words="the canal at four")
    actions.scan(item, by=WORKER, outcome="clean", said="")
    return item
