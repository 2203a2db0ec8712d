"""Checks of the filter: asked for because of a concern, done by the IT lead, who learns of no concern."""

from uuid import UUID

from django.utils import timezone

from belisha.concerns.handling.actions import still_open
from belisha.concerns.handling.models import FilterCheck
from belisha.concerns.models import Concern
from belisha.core import notices
from belisha.core.access import Can, Role, may
from belisha.core.action import action
from belisha.core.errors import NotAllowed
from belisha.people.models import Adult
from belisha.people.queries import holders

# Whoever holds one of these would see the check, or in the log that somebody asked for it.
WOULD_SEE = (Can.KEEP_ACCOUNTS, Can.READ_AUDIT)


@action(
    "handling.ask_check", needs=Can.HANDLE_CONCERN, sentence="{by} asked for a check of the filter", confidential=True
)
def ask(concern: Concern, *, by, key: UUID, says: str) -> None:
    """Give the IT lead a task without the matter (clause 7-03-c).

    Not where somebody who may not know of the concern would see the task: then it is asked for by word of mouth.
    """
    still_open(concern)
    barred = Adult.objects.filter(pk__in=concern.barred.filter(ended_at=None).values("adult_id"))
    if any(may(adult, can) for adult in _awake(barred) for can in WOULD_SEE):
        raise NotAllowed(
            "Somebody who may not know of this would see the task.", "Ask the provider of the filter by telephone."
        )
    if FilterCheck.objects.filter(pk=key).exists():
        return
    check = FilterCheck.objects.create(id=key, school_id=concern.school_id, says=says.strip(), asked_by_id=by.id)
    for adult in holders(concern.school, Role.IT_LEAD).exclude(pk=by.id):
        notices.post("task", adult, check.get_absolute_url())


@action("handling.check_done", needs=Can.KEEP_ACCOUNTS, sentence="{by} noted what {about} found")
def done(check: FilterCheck, *, by, found: str) -> None:
    """What was tested, what came of it, what was changed."""
    if check.done_at:
        raise NotAllowed("This was answered already.")
    check.found, check.done_at, check.done_by_id = found.strip(), timezone.now(), by.id
    check.save(update_fields=["found", "done_at", "done_by"])
    notices.post("signal", check.asked_by, check.get_absolute_url())


def _awake(adults):
    for adult in adults.select_related("school"):
        adult.second_factor = True
        yield adult
