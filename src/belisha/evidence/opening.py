"""The one way to the bytes of a piece of evidence: whoever opens, shows, derives from or packs an item comes here."""

from collections.abc import Iterator

from belisha.core.errors import NotAllowed
from belisha.evidence.models import Item
from belisha.sealed import store
from belisha.sealed.box import Shredded


def pieces(item: Item) -> Iterator[bytes]:
    """The plain bytes in pieces of at most 1 MiB, held against the SHA-256 taken at arrival as they pass.

    Raises NotAllowed where there is no file, or where it was sealed off. `sealed.box.Tampered` where it was changed:
    before the last piece is given out, so whoever needs all or nothing must wait for the end.
    """
    if item.shut_at is not None:
        raise NotAllowed("This was sealed off. Nobody can open it.", "Only the police can ask for it.")
    if item.file is None:
        raise NotAllowed("There is no file: it was written down.", "Read the record of it.")
    try:
        return store.open_file(item.file)
    except Shredded as fault:
        raise NotAllowed(
            "This was disposed of; its key was destroyed.", "The certificate says when and why."
        ) from fault


def filename(item: Item) -> str:
    """The name the file came with; for display and downloads only. It is whatever its sender wrote."""
    if item.shut_at is not None or item.file is None:
        return ""
    try:
        return store.filename(item.file)
    except Shredded:
        return ""
