"""Concerns for tests, made by the action that makes every one of them."""

import uuid

from cast import Cast
from django.db import transaction
from django.utils import timezone

from belisha.concerns import actions
from belisha.concerns.models import Concern
from belisha.concerns.reporting import actions as reporting
from belisha.concerns.reporting.models import Draft, Receipt
from belisha.concerns.returning import actions as returning
from belisha.concerns.returning import receipts, tokens
from belisha.concerns.returning.models import Door
from belisha.concerns.routing import actions as routing
from belisha.concerns.routing.models import Tie
from belisha.concerns.rules import ADULT, About, Report, Young

ACCOUNT = {"seen": "An adult of the school follows a pupil on a picture service.", "where": "A public page"}


def a_concern(cast: Cast, *, about=None, kind="policy_breach", by=None, **said) -> Concern:
    """A concern that the office reports, about an adult of the school (the teacher unless said otherwise)."""
    reporter = by or cast.office
    said = {"account": ACCOUNT, "learned_on": timezone.localdate(), "reporter": reporter.id, **said}
    subjects = tuple(
        About(ADULT, adult=one.pk) for one in (about if isinstance(about, list) else [about or cast.teacher])
    )
    key = said.pop("key", None) or uuid.uuid4()
    return actions.report(
        cast.school, by=reporter, key=key, said=Report(kind, about=said.pop("subjects", subjects), **said)
    )


def one_of_each_reported(cast: Cast) -> Concern:
    """For the world: a concern about the teacher and a child, with its receipt; and one that is being written."""
    concern = a_concern(cast, kind="pupil_contact", children=(Young(words="A. B., Year 6"),))
    draft = reporting.begin(cast.school, by=cast.volunteer, danger="no")
    reporting.say(draft, by=cast.volunteer, kind="image", shows_child="no", what="A picture of the choir is online.")
    one_of_each_returned(cast, concern)
    one_of_each_routed(cast)
    return concern


def one_of_each_returned(cast: Cast, concern: Concern) -> None:
    """Its receipt with a code, a message of each side, and the public door, which is closed again."""
    receipt = a_receipt(concern, cast.office, tokens.fresh())
    returning.write(concern, by=cast.head, words="Thank you. Did anybody else see it?")
    returning.reply(receipt, by=cast.office, words="Nobody else that I know of.")
    returning.close_door(returning.open_door(Door(school=cast.school), by=cast.head), by=cast.head)


def one_of_each_routed(cast: Cast) -> None:
    """A post that the school added, and a colleague whom the teacher calls close."""
    routing.add_post(cast.school, by=cast.head, kind="other", post="dpo")
    routing.declare_tie(cast.school, by=cast.teacher, other=cast.agency_ta, kind="close", key=uuid.uuid4())


def a_receipt(concern: Concern, reporter=None, token="") -> Receipt:
    """The receipt of a concern, as sending it makes one."""
    with transaction.atomic():
        return receipts.make(concern, reporter=reporter, token=token)


def keys_of_what_was_reported(cast: Cast) -> dict:
    """A value for each key of an address of these rooms."""
    return {
        "tie_id": Tie.objects.get(adult=cast.teacher).pk,
        "subject_id": Concern.objects.get(school=cast.school).subjects.first().pk,
        "concern_id": Concern.objects.get(school=cast.school).pk,
        "receipt_id": Receipt.objects.get(reporter=cast.office).pk,
        "draft_id": Draft.objects.get(adult=cast.volunteer).pk,
    }
