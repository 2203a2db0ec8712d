"""Closed concerns, so that time runs, and what follows from it."""

import datetime
import uuid

from cast import Cast, again, an_adult
from evidence.bundles.handed import a_concern_with_evidence

from belisha.concerns.models import Concern
from belisha.concerns.triage import actions as triage
from belisha.core.access import WORKER, Role
from belisha.evidence.holding import actions
from belisha.evidence.holding.models import Disposal

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
