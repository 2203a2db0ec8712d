"""From an uploaded file to a copy kept beside a reference: sealed first, then written down."""

from pathlib import Path

from belisha.references import actions
from belisha.references.models import Reference
from belisha.sealed.arriving import seal_file


def receive(reference: Reference, path: Path, filename: str, *, by) -> None:
    """Seal a file and keep it beside a reference."""
    stored = seal_file(path, school_id=reference.school_id, record=reference.kept_under, filename=filename)
    actions.keep_file(reference, by=by, stored=stored)
