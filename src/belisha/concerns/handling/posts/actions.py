"""Reports to platforms, and what the platforms did."""

from datetime import datetime
from uuid import UUID

from django.utils import timezone

from belisha.concerns.handling import rules
from belisha.concerns.handling.actions import still_open
from belisha.concerns.handling.models import PostReport
from belisha.concerns.models import Concern
from belisha.concerns.sealing import seal
from belisha.core.access import Can
from belisha.core.action import action
from belisha.core.errors import NotAllowed


@action("handling.report_post", needs=Can.HANDLE_CONCERN, sentence="{by} noted {about}", confidential=True)
def add(
    concern: Concern, *, by, key: UUID, reported_at: datetime, words: dict, intimate: bool, unsafe: bool
) -> PostReport:
    """A post was reported to its platform. `words`: platform, address, why, reference; sealed."""
    still_open(concern)
    if PostReport.objects.filter(pk=key).exists():
        raise NotAllowed("This was noted already.", "You find it in the list.")
    if reported_at > timezone.now():
        raise NotAllowed("This is still to come.", "Note a report when it was made.")
    if concern.lane:
        words = {**words, "address": ""}
    return PostReport.objects.create(
        id=key, school_id=concern.school_id, concern=concern, noted_by_id=by.id, reported_at=reported_at,
        intimate=intimate, unsafe=unsafe, words=seal(concern.school_id, concern.pk, words),
    )  # fmt: skip


@action("handling.platform_answered", needs=Can.HANDLE_CONCERN, sentence="{by} noted what became of {about}: {outcome}")
def answered(row: PostReport, *, by, outcome: str, reply: str = "") -> None:
    """What the platform did. A second answer takes the place of the first; the log has both."""
    still_open(row.concern)
    if outcome not in rules.OUTCOMES:
        raise NotAllowed("Say what the platform did.")
    row.outcome, row.answered_at = outcome, timezone.now()
    row.reply = seal(row.school_id, row.concern_id, {"reply": reply.strip()})
    row.save(update_fields=["outcome", "answered_at", "reply"])
