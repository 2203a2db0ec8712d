"""Adding somebody who is here for today: one page, and all of it or nothing."""

import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from belisha.core import audit
from belisha.core.errors import NotAllowed
from belisha.people.codes import rules
from belisha.people.employers.actions import add_adult
from belisha.people.models import Adult, School


def receive(
    school: School, *, by, key: UUID, name: str, sender: dict, teacher: bool, last: datetime.date | None
) -> Adult:
    """Add an adult who is here from today until `last` (today where it is None). Sent twice, it adds them once.

    `sender` is what `employers` takes: one that is known here as `chosen`, or the `name` and `telephone` of a new one.
    """
    today = timezone.localdate()
    is_sent = bool(sender.get("chosen") or sender.get("name"))
    with transaction.atomic():
        audit.hold(school.pk)  # of two clicks, the second looks when the first has added them
        if there := Adult.objects.filter(pk=key).first():
            if there.school_id != school.pk:
                raise NotAllowed("This form was used already.", "Open the page again.")
            return there
        return add_adult(
            school, by=by, sender=sender, id=key, name=name, kind="agency" if is_sent else "volunteer", starts=today,
            ends=rules.closes_after(last or today), roles=["teacher"] if teacher else [],
        )  # fmt: skip
