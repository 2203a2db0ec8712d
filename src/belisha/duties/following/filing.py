"""From a signed page that somebody scanned to a task that is done: sealed first, then written down."""

import datetime
from pathlib import Path

from belisha.duties.following import actions
from belisha.duties.following.rules import ON_PAPER
from belisha.duties.models import Acknowledgement
from belisha.duties.owed.models import Owed
from belisha.duties.queries import wording
from belisha.look.templatetags.look import day
from belisha.sealed.arriving import seal_file


def statement(row: Acknowledgement | Owed) -> str:
    """What the sheet has them put their name to."""
    return wording(row, of_changes=False) if isinstance(row, Acknowledgement) else row.duty.wording


def receive(row: Acknowledgement | Owed, path: Path, filename: str, *, by, signed_on: datetime.date) -> None:
    """Seal the signed page under the adult's record, and record what they signed."""
    stored = seal_file(path, school_id=row.school_id, record=row.kept_under, filename=filename)
    act = actions.witness if isinstance(row, Acknowledgement) else actions.witness_owed
    wording = ON_PAPER.format(day=day(signed_on), wording=statement(row))
    act(row, by=by, signed_on=signed_on, wording=wording, stored=stored)
