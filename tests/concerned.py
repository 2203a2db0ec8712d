"""Concerns for tests, made by the action that makes every one of them."""

import uuid

from cast import Cast
from django.utils import timezone

from belisha.concerns import actions
from belisha.concerns.models import Concern
from belisha.concerns.reporting.models import Draft, Receipt
from belisha.concerns.rules import ADULT, About, Report, Young

ACCOUNT = {"seen": "An adult of the school follows a pupil on a picture service.", "where": "A public page"}


def a_concern(cast: Cast, *, about=None, kind="policy_breach", by=None, **said) -> Concern:
    """A concern that the office reports, about an adult of the school (the teacher unless said otherwise)."""
    reporter = by or cast.office
    said = {"account": ACCOUNT, "learned_on": timezone.localdate(), "reporter": reporter.pk, **said}
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
    Draft.objects.create(school=cast.school, adult=cast.volunteer)
    Receipt.objects.create(
        school=cast.school,
        concern=concern,
        reporter=cast.office,
        body="",
        key="",
        signature=b"",
        made_at=timezone.now(),
    )
    return concern


def keys_of_what_was_reported(cast: Cast) -> dict:
    """A value for each key of an address of these rooms."""
    return {
        "concern_id": Concern.objects.get(school=cast.school).pk,
        "draft_id": Draft.objects.get(adult=cast.volunteer).pk,
    }
