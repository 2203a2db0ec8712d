"""The copy for the police: encrypted before it leaves, so that nobody here ever holds it in the clear."""

import io
import tempfile
from collections.abc import Iterator

import pyrage
from django.conf import settings

from belisha.core.errors import NotAllowed
from belisha.evidence.lane.actions import wrapped_key_of
from belisha.evidence.lane.models import Release
from belisha.sealed.store import pieces_with

PIECE = 1 << 20


class _Reader(io.RawIOBase):
    """Pieces as a file to read from."""

    def __init__(self, pieces: Iterator[bytes]):
        self.pieces, self.held = pieces, b""

    def readable(self):
        return True

    def readinto(self, into) -> int:
        self.held = self.held or next(self.pieces, b"")
        taken = min(len(into), len(self.held))
        into[:taken], self.held = self.held[:taken], self.held[taken:]
        return taken


def fresh() -> tuple[str, str]:
    """(secret key, public key) of age, made for one copy and kept nowhere."""
    made = pyrage.x25519.Identity.generate()
    return str(made), str(made.to_public())


def encrypted(release: Release, public: str) -> Iterator[bytes]:
    """The file in the age format, for whoever has the secret key; any age tool opens it. In constant memory."""
    try:
        recipient = pyrage.x25519.Recipient.from_str(public)
    except pyrage.RecipientError:
        raise NotAllowed(
            "That is not a public key of age.", "Go back, reload the page and take the key on it."
        ) from None
    shutting = release.shutting
    with tempfile.TemporaryFile(dir=settings.FILE_UPLOAD_TEMP_DIR) as file:
        pieces = pieces_with(shutting.item.file, wrapped_key_of(shutting))
        pyrage.encrypt_io(io.BufferedReader(_Reader(pieces)), file, [recipient])
        file.seek(0)
        while piece := file.read(PIECE):
            yield piece
