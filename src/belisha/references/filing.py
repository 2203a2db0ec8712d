"""From an uploaded file to a copy kept beside a reference: sealed first, then written down."""

from pathlib import Path

from belisha import config
from belisha.core.errors import NotAllowed
from belisha.references import actions
from belisha.references.models import Reference
from belisha.sealed.box import NotStored
from belisha.sealed.store import store

OPAQUE = "application/octet-stream"


def receive(reference: Reference, path: Path, filename: str, *, by) -> None:
    """Seal a file and keep it beside a reference."""
    try:
        with path.open("rb") as file:
            stored = store(
                iter(lambda: file.read(1 << 20), b""), school_id=reference.school_id, record=reference.kept_under,
                filename=filename, media_type=OPAQUE, limit=config.load().upload_limit,
            )  # fmt: skip
    except NotStored as fault:
        raise NotAllowed(str(fault), "Nothing was kept. Try again, or tell whoever looks after this server.") from fault
    actions.keep_file(reference, by=by, stored=stored)
