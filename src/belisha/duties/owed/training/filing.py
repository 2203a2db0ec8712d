"""From a signed sheet to a session that is recorded: sealed first, then written down."""

from pathlib import Path

from belisha.duties.owed.models import Duty
from belisha.duties.owed.rules import Given
from belisha.duties.owed.training import actions
from belisha.people.models import Adult
from belisha.sealed.arriving import seal_file


def record(duty: Duty, *, by, adults: list[Adult], given: Given, sheet=None) -> None:
    """Seal the sheet, if there is one, under the duty: it has many names on it. Then record who was there."""
    stored = None
    if sheet is not None:
        path = Path(sheet.temporary_file_path())
        stored = seal_file(path, school_id=duty.school_id, record=duty.kept_under, filename=sheet.name)
    who = "one adult" if len(adults) == 1 else f"{len(adults)} adults"
    actions.record(duty, by=by, adults=adults, given=given, who=who, stored=stored)
