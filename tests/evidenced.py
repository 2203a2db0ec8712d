"""Evidence for tests: files made of nothing, sent as a browser sends them."""

import io
import struct
import uuid
import zipfile
import zlib

from cast import Cast, again
from concerned import a_concern
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from belisha.concerns.models import Concern
from belisha.concerns.reporting.models import Draft
from belisha.concerns.sealing import record_of
from belisha.evidence import actions, jobs, kinds, places, sending, sniffing
from belisha.evidence.arriving import Sending
from belisha.evidence.models import Item
from belisha.evidence.rules import Piece, Record
from belisha.sealed.store import store


def a_png(width=4, height=3) -> bytes:
    """A small grey picture."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    rows = b"".join(b"\0" + b"\x80" * width for _ in range(height))
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def a_zip(*names: str) -> bytes:
    """An archive with empty files of these names."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        for name in names:
            archive.writestr(name, "")
    return held.getvalue()


def a_file(content: bytes = b"", name="screen.png") -> SimpleUploadedFile:
    """A file of a form; a picture unless said otherwise."""
    return SimpleUploadedFile(name, content or a_png(), content_type="text/html")


def a_piece(cast: Cast, place: uuid.UUID, content: bytes = b"", name="screen.png", **said) -> Piece:
    """A file that has arrived and waits for its row."""
    content = content or a_png()
    kind = sniffing.kind_of(content)
    kept = store(
        iter([content]), school_id=cast.school.pk, record=record_of(place), filename=name,
        media_type=kinds.KINDS[kind][1], limit=None,
    )  # fmt: skip
    return Piece(uuid.uuid4(), kind, Record(**said), kept)


def an_item(cast: Cast, concern: Concern | None = None, content: bytes = b"", *, by=None, **said) -> Item:
    """A piece of evidence of a concern, added by the Headteacher unless said otherwise."""
    concern = concern or a_concern(cast)
    return actions.add(concern, by=by or again(cast.head), piece=a_piece(cast, concern.pk, content, **said))


def send(client, url: str, content: bytes, *, key=None, offset=0, name="film.mp4", size=None, mark="m", part=None):
    """One request of the page's script: `part` of the content from `offset` on, or all the rest of it."""
    rest = content[offset:] if part is None else content[offset : offset + part]
    return client.post(
        url, data=rest, content_type="application/octet-stream",
        headers={
            "X-Upload-Key": str(key or uuid.uuid4()), "X-Upload-Size": str(len(content) if size is None else size),
            "X-Upload-Offset": str(offset), "X-Upload-Name": name, "X-Upload-Mark": mark, "Accept": "application/json",
        },
    )  # fmt: skip


def of_draft(draft: Draft) -> str:
    """Where the files of a draft are added."""
    return reverse("evidence:of_draft", args=[draft.pk])


def one_of_each_evidenced(cast: Cast) -> Item:
    """For the world: evidence of a concern that was checked; and, in a draft, a piece and one that broke off."""
    item = an_item(cast, Concern.objects.get(school=cast.school))
    jobs.check_all()
    draft = Draft.objects.get(adult=cast.volunteer)
    actions.put_in(draft, by=again(cast.volunteer), piece=a_piece(cast, draft.pk))
    where = places.place(again(cast.volunteer), draft_id=draft.pk)
    sending.begun(where, Sending(uuid.uuid4(), 9 * 1024 * 1024, 0, "film.mp4", ""))
    return item


def keys_of_evidence(cast: Cast, actor) -> dict:
    """A value for each key of an address of these rooms: what is in the volunteer's report is theirs alone."""
    theirs = Item.objects.filter(concern=None) if actor == cast.volunteer else Item.objects.exclude(concern=None)
    return {"item_id": theirs.order_by("arrived_at").first().pk}
