"""What triage leaves behind, for tests: one of each, made by actions."""

import uuid

from cast import Cast, again
from concerned import a_concern
from django.utils import timezone

from belisha.concerns.models import Concern
from belisha.concerns.rules import LOW_LEVEL
from belisha.concerns.triage import actions, rules
from belisha.core.access import WORKER


def one_of_each_triaged(cast: Cast) -> None:
    """The concern of the world: nobody took it in time; then the Headteacher did, and decided."""
    concern, head = Concern.objects.get(school=cast.school), again(cast.head)
    actions.chase(concern, by=WORKER, on=timezone.localdate())
    if concern.owner_id is None:
        actions.take(concern, by=head)
    actions.decide(concern, by=head, key=uuid.uuid4(), basket=LOW_LEVEL, reason="So it seems.")
    said = {"who": "The duty officer", "asked": "", "reply": "Manage it within the school."}
    actions.consult(concern, by=head, key=uuid.uuid4(), body=rules.LADO, at=timezone.now(), **said)
    actions.touch(concern, by=head, chosen=[(None, "6-22-a")])
    actions.set_terms(cast.school, by=head, **rules.shipped_terms())


def many_concerns(cast: Cast, number: int) -> None:
    """So many concerns about the teacher, every other one taken by the Headteacher."""
    for each in range(number):
        concern = a_concern(cast, kind="pupil_contact")
        if each % 2:
            actions.take(concern, by=again(cast.head))
