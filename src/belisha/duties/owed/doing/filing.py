"""From an uploaded certificate to a task that is done: sealed first, then written down."""

from pathlib import Path

from belisha.duties.owed.doing import actions
from belisha.duties.owed.models import Owed
from belisha.duties.owed.rules import Given
from belisha.sealed.arriving import seal_file


def do(owed: Owed, *, by, given: Given, asked: str, document=None) -> None:
    """Seal the evidence, if there is any, under the adult's own record, and do what is owed."""
    stored = None
    if document is not None:
        path = Path(document.temporary_file_path())
        stored = seal_file(path, school_id=owed.school_id, record=owed.kept_under, filename=document.name)
    actions.do(owed, by=by, given=given, asked=asked, stored=stored)
