"""How the invented school follows up what it asks: somebody excused, somebody who signed on paper, and reminders."""

import datetime
import tempfile
from pathlib import Path
from uuid import uuid4

from django.utils import timezone

from belisha.commands.demo_duties import headteacher
from belisha.core.access import Role
from belisha.duties.following import actions, filing
from belisha.duties.following.models import Chasing
from belisha.duties.following.rules import ONE
from belisha.duties.models import Acknowledgement
from belisha.duties.rules import DUE
from belisha.people import queries
from belisha.people.models import Adult

# Who is away, and why.
AWAY, WHY = "Saoirse Milldown", "On maternity leave until the summer."
UNTIL = 20 * datetime.timedelta(weeks=1)
# A page as a scanner gives it, of the smallest kind.
SCAN = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def follow_up(school) -> None:
    """An excuse, a signed page, and the school's choice of reminders."""
    head, today = headteacher(school), timezone.localdate()
    actions.set_chasing(
        Chasing(school=school), by=head, on=True, days_before=3, days_between=5, from_hour=8, digest_weekday=0
    )
    away = Adult.objects.select_related("school").get(school=school, name=AWAY)
    actions.excuse(
        away, by=head, what="everything", reason=WHY, first=today - ONE, last=today + UNTIL, key=uuid4()
    )  # fmt: skip
    _sign_on_paper(school)


def _sign_on_paper(school) -> None:
    """The first adult without an e-mail address who has not read it yet signs before the office."""
    waiting = Acknowledgement.objects.filter(version__school=school, state=DUE, adult__email="").order_by("adult__name")
    row = waiting.select_related("school", "version__policy").first()
    office = queries.holders(school, Role.OFFICE).select_related("school").order_by("name").first()
    if row is None:
        return
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "signed.pdf"
        path.write_bytes(SCAN)
        filing.receive(row, path, path.name, by=office, signed_on=timezone.localdate())
