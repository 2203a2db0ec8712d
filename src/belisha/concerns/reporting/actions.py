"""Everything that changes a report before it is one: begin, say, come to the lane without files, send, drop.

What the log keeps of a draft names nobody and no hour: its last question may be whether the reporter is named at all.
"""

import uuid

from belisha.concerns import actions as concerns
from belisha.concerns.reporting import rules
from belisha.concerns.reporting.models import Draft, Receipt
from belisha.concerns.returning import receipts
from belisha.concerns.rules import ANONYMOUS, LANES, ON_BEHALF, PUBLIC, SELF, SIGNED_IN
from belisha.concerns.sealing import opened, record_of, seal
from belisha.core import prepared
from belisha.core.access import Can, require
from belisha.core.action import action
from belisha.core.errors import NotAllowed
from belisha.sealed import keys


@action(
    "draft.begin", needs=Can.REPORT_CONCERN, sentence="{by} began a {about}", unnamed=True, confidential=True
)  # fmt: skip
def begin(school, *, by, danger: str, source: str = SIGNED_IN) -> Draft:
    """Begin to report (clause 6-22-a). Whoever writes down what somebody else told needs a permission of their own."""
    if by.id is None:
        source = PUBLIC
    if source not in {SIGNED_IN, SELF, ON_BEHALF, PUBLIC} or (source == PUBLIC) != (by.id is None):
        raise NotAllowed("A report cannot begin like that.", "Start again from “Report a concern”.")
    if source == ON_BEHALF:
        require(by, Can.REPORT_FOR_ANOTHER, school)
    key = uuid.uuid4()
    said = seal(school.pk, key, {"danger": danger, "source": source})
    return Draft.objects.create(id=key, school_id=school.pk, adult_id=by.id, said=said)


@action("draft.say", needs=Can.REPORT_CONCERN, sentence="{by} said more in a {about}", unnamed=True)
def say(draft: Draft, *, by, **answers) -> None:
    """Keep answers, by the key of the question. One that points to the lane without files leads there at once."""
    if draft.lane and answers.get("files") not in {None, "none"}:
        raise NotAllowed("No file can be attached to this.", "Words are enough.")
    before = opened(draft.school_id, draft.pk, draft.said)
    said = {**before, **answers}
    lane = rules.lane_of(said)
    if draft.lane and said.get("kind") != before.get("kind"):
        raise NotAllowed("No other kind can be chosen for this report any more.", "Drop it, and begin again.")
    _keep(draft, said)
    if lane and not draft.lane:
        enter_lane(draft, by=by, lane=lane)


@action(
    "draft.enter_lane", needs=Can.REPORT_CONCERN, sentence="{by} brought a {about} into the lane without files",
    unnamed=True,
)  # fmt: skip
def enter_lane(draft: Draft, *, by, lane: str) -> None:
    """From here on words only (clause 7-01-d): no file can be attached, and there is no way back in this draft."""
    if lane not in LANES:
        raise NotAllowed("There is no such lane.")
    draft.lane = lane
    draft.said = seal(
        draft.school_id, draft.pk, rules.entering(opened(draft.school_id, draft.pk, draft.said), lane)
    )  # fmt: skip
    draft.save(update_fields=["lane", "said"])


@action("draft.send", needs=Can.REPORT_CONCERN, sentence="{by} sent a report: {about}", unnamed=True)
def send(draft: Draft, *, by, token: str = "") -> Receipt:
    """Make a concern of it, its receipt, and leave nothing of the draft: all in one transaction, or nothing.

    `token`: with which whoever reports without a name comes back. Of them nothing stands anywhere then.
    """
    said = opened(draft.school_id, draft.pk, draft.said)
    if not rules.is_whole(said, draft.lane):
        raise NotAllowed("Something that is needed was not answered.", "Go on with the questions.")
    if said.get("source") == ON_BEHALF:
        require(by, Can.REPORT_FOR_ANOTHER, draft.school)
    report = rules.reporting(said, draft.lane, by.id)
    concern = concerns.report(draft.school, by=by, key=draft.pk, said=report)
    hidden = report.openness == ANONYMOUS and report.entered_by is None
    reporter = None if hidden or by.id is None else by
    receipt = receipts.make(concern, reporter=reporter, token=token if hidden else "")
    prepared.delete(Draft, id=draft.pk)
    return receipt


@action("draft.drop", needs=Can.REPORT_CONCERN, sentence="{by} dropped a {about}", unnamed=True)
def drop(draft: Draft, *, by) -> None:
    """Drop what was begun and not sent: its words and files cannot be read by anybody from now on."""
    keys.shred(draft.school_id, record_of(draft.pk))
    Draft.objects.filter(pk=draft.pk).delete()


@action("draft.forget", needs=Can.HANDLE_CONCERN, sentence="{by} dropped a {about} that nobody sent", unnamed=True)
def forget(draft: Draft, *, by) -> None:
    """Drop what nobody came back to for as long as the table of questions says."""
    keys.shred(draft.school_id, record_of(draft.pk))
    Draft.objects.filter(pk=draft.pk).delete()


def _keep(draft: Draft, said: dict) -> None:
    draft.said = seal(draft.school_id, draft.pk, said)
    draft.save(update_fields=["said"])
