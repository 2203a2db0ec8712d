"""How files come in, sealed as they come: from a plain form, all at once; or piece by piece, so as to go on."""

import hashlib
import uuid
from collections import OrderedDict
from dataclasses import dataclass
from urllib.parse import unquote

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile, StopFutureHandlers
from django.http import Http404, UnreadablePostError
from django.urls import Resolver404, resolve

from belisha.core import prepared
from belisha.core.errors import NotAllowed
from belisha.evidence import kinds, places, rules, sniffing
from belisha.evidence.models import Item
from belisha.evidence.places import Place
from belisha.evidence.rules import Piece, Record
from belisha.sealed import box, frames, growing
from belisha.sealed.box import NotStored
from belisha.sealed.store import Stored, discard

FRAME = frames.FRAME
# Forms that bring files here, by the name of their address.
FORMS = {"evidence:of_draft", "evidence:of_receipt", "evidence:of_concern"}
EMPTY = "“{name}” is empty. Nothing was kept of it: look whether it was saved whole."


class Lost(UploadedFile):
    """A file of a form that was not kept; what was wrong with it is among the request's faults."""

    def close(self):
        """There is nothing to close. Django asks for it where a form brings too many files."""


class Arrived(UploadedFile):
    """A file of a form that is sealed and durable already; no row speaks of it yet."""

    def __init__(self, stored: Stored, kind: str, said: str):
        super().__init__(name=stored.filename, size=stored.size, content_type=stored.media_type)
        self.stored, self.kind, self.said = stored, kind, said

    def close(self):
        """There is nothing to close: see above. Nobody keeps it then, and the sweep removes it."""


class Sealing(FileUploadHandler):
    """Django's handler for the forms of this folder: what is read from the network is sealed before it is written.

    It runs before any view does; so it asks itself who sends, and whether they may. What goes wrong is kept for the
    view to say (`request.evidence_faults`).
    """

    chunk_size = FRAME
    part = None

    def new_file(self, *args, **kwargs):
        super().new_file(*args, **kwargs)
        try:
            found = resolve(self.request.path_info)
        except Resolver404:
            return
        if found.view_name not in FORMS:
            return
        if not hasattr(self.request, "evidence_faults"):
            self.request.evidence_faults, self.room = [], None
        self._start(found.kwargs)
        raise StopFutureHandlers

    def _start(self, keys: dict) -> None:
        try:
            self.where = places.of_request(self.request, **keys)
            if self.where.lane:
                raise SkipFile
            self.room = places.room_for(self.where) if self.room is None else self.room
            self.part = _Part(self.where, rules.clean_name(self.file_name), self.room)
        except Http404:
            raise SkipFile from None
        except (NotAllowed, NotStored) as fault:
            self._fail(fault)

    def receive_data_chunk(self, raw_data, start):
        if self.part is None:
            return raw_data
        try:
            self.part.add(raw_data)
        except (NotAllowed, NotStored) as fault:
            self._fail(fault)
        return None

    def file_complete(self, file_size):
        if self.part is None:
            return None
        part, self.part = self.part, None
        try:
            arrived = part.end()
        except (NotAllowed, NotStored) as fault:
            self.request.evidence_faults.append(str(fault))
            return Lost(name=part.name)
        self.room -= file_size
        return arrived

    def upload_interrupted(self):
        if self.part is not None:
            self.part.drop()

    def _fail(self, fault) -> None:
        if self.part is not None:
            self.part.drop()
        self.part = None
        self.request.evidence_faults.append(str(fault))
        raise SkipFile


class _Part:
    """One file of a form: cut into frames, sealed and hashed as it passes."""

    def __init__(self, where: Place, name: str, room: int):
        self.name, self.room, self.size, self.held = name, room, 0, bytearray()
        self.sha = hashlib.sha256()
        self.coming = growing.Coming(uuid.uuid4(), where.thing.school_id, where.record, box.new_key())
        self.open = growing.more(self.coming)
        self.write = self.open.__enter__()

    def add(self, piece: bytes) -> None:
        self.size += len(piece)
        if self.size > self.room:
            raise NotAllowed(f"“{self.name}” is too large: {rules.size_in_words(self.room)} can still be added.")
        self.sha.update(piece)
        self.held += piece
        # Only when a byte follows a full frame do we know that it is not the last.
        while len(self.held) > FRAME:
            self.write(bytes(self.held[:FRAME]))
            del self.held[:FRAME]

    def end(self) -> Arrived:
        if not self.size:
            self.drop()
            raise NotAllowed(EMPTY.format(name=self.name))
        self.write(bytes(self.held), last=True)
        self.open.__exit__(None, None, None)
        return _arrived(self.coming, self.size, self.name, self.sha.hexdigest())

    def drop(self) -> None:
        self.open.__exit__(None, None, None)
        growing.forget(self.coming)


@dataclass(frozen=True)
class Sending:
    """What a browser says of a file that it sends in pieces. `mark`: what tells it from another of the same name."""

    key: uuid.UUID
    size: int
    offset: int
    name: str
    mark: str

    @classmethod
    def said(cls, headers) -> "Sending":
        """From the request's headers. Raises NotAllowed where they make no sense."""
        try:
            key = uuid.UUID(headers.get("X-Upload-Key", ""))
            size, offset = int(headers.get("X-Upload-Size", "")), int(headers.get("X-Upload-Offset", ""))
        except ValueError:
            raise NotAllowed("The browser did not say which file this is.", "Reload the page and try again.") from None
        name = rules.clean_name(unquote(headers.get("X-Upload-Name", "")))
        if size <= 0 or not 0 <= offset <= size:
            raise NotAllowed(EMPTY.format(name=name))
        return cls(key, size, offset, name, headers.get("X-Upload-Mark", "")[:64])


# What passed through this process so far of files on their way: how far, and its hash. A browser keeps its connection
# and so comes back to the same process; where it does not, the file is read once more at the end.
_PASSED: OrderedDict = OrderedDict()
MOST_PASSING = 256
# Frames: a little more than the script sends at once.
MOST_DRAINED = 16


def take_more(stream, coming: growing.Coming, sending: Sending) -> tuple[int, str]:
    """Read what comes, from where it was left, and seal it frame by frame. Returns how far it came, and the SHA-256
    where all of it came this way. What breaks off inside a frame is asked for again.
    """
    came = growing.came(coming)
    if came != sending.offset or came == sending.size:
        return came, ""
    place, sha = came, _hash_so_far(coming.id, came)
    with growing.more(coming) as add:
        while place < sending.size:
            wanted = min(FRAME, sending.size - place)
            piece = _read(stream, wanted)
            if len(piece) < wanted:
                break
            place += wanted
            add(piece, last=place == sending.size)
            if sha is not None:
                sha.update(piece)
    if place < sending.size:
        _remember(coming.id, place, sha)
        return place, ""
    return place, sha.hexdigest() if sha is not None else ""


def _hash_so_far(ident: uuid.UUID, came: int):
    at, sha = _PASSED.pop(ident, (None, None))
    if came == 0:
        return hashlib.sha256()
    return sha if at == came else None


def _remember(ident: uuid.UUID, place: int, sha) -> None:
    if sha is not None:
        _PASSED[ident] = place, sha
    while len(_PASSED) > MOST_PASSING:
        _PASSED.popitem(last=False)


def finish(coming: growing.Coming, sending: Sending, sha256: str) -> Arrived:
    """Put the whole file in its place."""
    return _arrived(coming, sending.size, sending.name, sha256)


def keep(where: Place, arrived: Arrived, key: uuid.UUID, record: Record) -> None:
    """Make the item of a file that arrived, once; a file that cannot be kept is removed at once."""
    if prepared.first(Item, id=key):
        discard(arrived.stored)
        return
    if arrived.said:
        record = Record({**record.words, rules.FILE_TIME: arrived.said}, record.at, record.precision, record.zone)
    try:
        where.take(Piece(key, arrived.kind, record, arrived.stored))
    except NotAllowed:
        discard(arrived.stored)
        raise


def _arrived(coming: growing.Coming, size: int, name: str, sha256: str) -> Arrived:
    found = {}

    def look(first: bytes) -> str:
        found["kind"] = sniffing.kind_of(first)
        found["said"] = sniffing.time_in(found["kind"], first)
        return kinds.KINDS[found["kind"]][1]

    stored = growing.finish(coming, size=size, filename=name, media_type=look, sha256=sha256)
    return Arrived(stored, **found)


def drain(stream) -> None:
    """Read what nobody wanted of a request, so that its sender hears the answer instead of a broken connection."""
    for _ in range(MOST_DRAINED):
        if not _read(stream, FRAME):
            return


def _read(stream, wanted: int) -> bytes:
    """As many bytes as are wanted, or fewer where the connection ended."""
    held = bytearray()
    try:
        while len(held) < wanted and (piece := stream.read(wanted - len(held))):
            held += piece
    except (UnreadablePostError, OSError):
        pass
    return bytes(held)
