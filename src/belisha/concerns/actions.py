"""Making a concern, and writing down that somebody read it. What follows is done by the rooms of this folder."""

from uuid import UUID

from django.utils import timezone

from belisha.concerns import rules
from belisha.concerns.models import Child, Concern, Subject
from belisha.concerns.routing import working_out
from belisha.concerns.rules import Report
from belisha.concerns.sealing import seal
from belisha.core import prepared
from belisha.core.access import Can
from belisha.core.action import action
from belisha.core.errors import NotAllowed


@action("concern.report", needs=Can.REPORT_CONCERN, sentence="{by} reported a {about}", unnamed=True, confidential=True)
def report(school, *, by, key: UUID, said: Report) -> Concern:
    """Make a concern of what somebody reports (clause 6-22-a), work out whom it reaches, and write to them.

    `key` is the concern's, and the draft's before it: the same form sent twice finds it there. The log does not name
    whoever reported; the concern does, as far as they wanted.
    """
    if prepared.first(Concern, id=key):
        raise NotAllowed("This was sent already.", "You find its receipt under “What you reported”.")
    concern = _new(school, key, said)
    subjects = [
        Subject(
            school_id=school.pk, concern=concern, kind=about.kind, adult_id=about.adult, added_at=concern.reported_at,
            words=seal(school.pk, key, {"words": about.words}) if about.words else b"",
        )
        for about in said.about
    ]  # fmt: skip
    children = [
        Child(
            school_id=school.pk, concern=concern, pupil_id=child.pupil,
            words=seal(school.pk, key, {"words": child.words, "reference": child.reference}),
        )
        for child in said.children
    ]  # fmt: skip
    for rows in ([concern], subjects, children):
        prepared.insert(rows)
    working_out.first(concern, subjects, [(child.pupil, child.words) for child in said.children])
    return concern


@action("concern.read", needs=Can.HANDLE_CONCERN, sentence="{by} read {about}")
def read(concern: Concern, *, by) -> None:
    """Write down that somebody opened it: whoever is found to have a conflict later has seen it, and when."""


def _new(school, key: UUID, said: Report) -> Concern:
    now = timezone.now()
    if said.openness == rules.ANONYMOUS:
        now = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    lane = said.lane or rules.type_row(said.kind).get("lane", "")
    return Concern(
        id=key, school=school, kind=said.kind, lane=lane, account=seal(school.pk, key, said.account),
        danger=said.danger, learned_on=said.learned_on, known_at=said.known_at or now, reported_at=now,
        openness=said.openness, source=said.source, entered_by_id=said.entered_by,
        reporter_id=None if said.openness == rules.ANONYMOUS else said.reporter,
    )  # fmt: skip
