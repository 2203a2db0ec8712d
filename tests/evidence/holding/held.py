"""Closed concerns, so that time runs, and what follows from it."""

import datetime
import uuid

from cast import Cast, again, an_adult
from evidence.bundles.handed import a_concern_with_evidence

from belisha.concerns.models import Concern
from belisha.concerns.rules import fresh_number
from belisha.concerns.triage import actions as triage
from belisha.core.access import WORKER, Role
from belisha.evidence.holding import actions
from belisha.evidence.holding.models import Certificate, Disposal, Hold

LATER = datetime.timedelta(days=500)


def a_closed_concern(cast: Cast, basket="none", **said) -> Concern:
    """A report without a name that led nowhere, unless said otherwise; taken, decided and closed by the Headteacher.

    Of the people of the cast, the Headteacher and a second reader (`a_second`) may know of it.
    """
    said = {"openness": "anonymous", "reporter": None, "kind": "policy_breach", **said}
    concern, _ = a_concern_with_evidence(cast, **said)
    head = again(cast.head)
    triage.take(concern, by=head)
    triage.decide(concern, by=head, key=uuid.uuid4(), basket=basket, reason="Nothing of it was so.")
    triage.close(concern, by=head, key=uuid.uuid4(), reason="It led nowhere.", read_register=True)
    return Concern.objects.get(pk=concern.pk)


def a_second(cast: Cast):
    """A second person whom the Headteacher's concerns reach: an acting Headteacher."""
    return an_adult(cast.school, "Odile Farrant", roles=(Role.HEADTEACHER,))


def proposed(concern: Concern) -> Disposal:
    """What Belisha proposes when the time is over."""
    actions.propose(concern, by=WORKER, today=concern.keeping.due)
    return Disposal.objects.get(concern=concern)


def one_of_each_held(cast: Cast, concern: Concern, by=None) -> None:
    """For the world: a hold, an age, a proposal and a certificate, and a period of the school's own."""
    by = again(by or cast.head)
    actions.hold(concern, by=by, reason="The police asked.")
    actions.note_pension(concern, by=by, day=datetime.date(2051, 9, 27))
    actions.set_periods(cast.school, by=again(cast.head), months={"no_concern": 24})
    day = datetime.date(2026, 9, 27)
    # Both of these come long after a concern was closed.
    Disposal.objects.create(school=cast.school, concern=concern, rule="no_concern", due=day)
    many_certificates(cast, 1)


def keys_of_what_is_held() -> dict:
    """A value for each key of an address of this room."""
    return {
        "hold_id": Hold.objects.first().pk,
        "disposal_id": Disposal.objects.first().pk,
        "certificate_id": Certificate.objects.first().pk,
    }


def many_certificates(cast: Cast, number: int) -> None:
    """Certificates of what the Headteacher and another approved to dispose of."""
    for _ in range(number):
        Certificate.objects.create(
            school=cast.school, number=fresh_number(), rule="A report that was no concern", source="None",
            due=datetime.date(2026, 9, 27), first="Headteacher", second="Chair of governors", first_by=cast.head,
            second_by=cast.governor,
        )  # fmt: skip
