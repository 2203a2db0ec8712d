"""A file that somebody gave, sealed as it is: what `store` does, with the refusal as a sentence."""

import uuid
from pathlib import Path

from belisha import config
from belisha.core.errors import NotAllowed
from belisha.sealed.box import NotStored
from belisha.sealed.store import Stored, store

OPAQUE = "application/octet-stream"


def seal_file(path: Path, *, school_id: uuid.UUID, record: str, filename: str) -> Stored:
    """Seal the file at `path` under a record, known to its owner as `filename`. Whatever it is, it is only bytes here.

    Raises NotAllowed, with nothing kept, where it is over the installation's limit or the disk refuses.
    """
    try:
        with path.open("rb") as file:
            return store(
                iter(lambda: file.read(1 << 20), b""), school_id=school_id, record=record, filename=filename,
                media_type=OPAQUE, limit=config.load().upload_limit,
            )  # fmt: skip
    except NotStored as fault:
        raise NotAllowed(str(fault), "Nothing was kept. Try again, or tell whoever looks after this server.") from fault
