"""What leaders do about duties, for tests: an excuse, a page signed on paper, and the school's choice of reminders."""

import datetime
import tempfile
import uuid
from pathlib import Path

from django.utils import timezone

from belisha.duties.following import actions, filing
from belisha.duties.following.models import Chasing, Excuse

PAGE = b"%PDF-1.7 a signed page"


def up(cast, version) -> None:
    """One of each."""
    an_excuse(cast.governor, by=cast.head, days=30)
    on_paper(version.acknowledgements.get(adult=cast.volunteer), by=cast.office)
    choose(cast)


def an_excuse(adult, *, by, days=30, first=None, of=None, what="everything", reason="On leave with a baby") -> Excuse:
    """From today, or from a day, for so many days."""
    first = first or timezone.localdate()
    last = first + datetime.timedelta(days=days)
    return actions.excuse(
        adult, by=by, what=what, of=of, reason=reason, first=first, last=last, key=uuid.uuid4()
    )  # fmt: skip


def on_paper(row, *, by, signed_on=None, content=PAGE) -> None:
    """Somebody signed a sheet, and somebody else scanned it."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "scan.pdf"
        path.write_bytes(content)
        filing.receive(row, path, path.name, by=by, signed_on=signed_on or timezone.localdate())


def choose(cast, **choice) -> Chasing:
    """How the school reminds."""
    given = {"on": True, "days_before": 3, "days_between": 5, "from_hour": 8, "digest_weekday": 0, **choice}
    row = Chasing.objects.filter(school=cast.school).first() or Chasing(school=cast.school)
    actions.set_chasing(row, by=cast.head, **given)
    return row
