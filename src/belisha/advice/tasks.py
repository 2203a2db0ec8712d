"""What questions put on the home page."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils import timezone

from belisha.advice import queries
from belisha.people.tasks import Task


def to_answer(actor) -> Iterable[Task]:
    """Questions that wait, for whoever answers them."""
    if not queries.answers_at_all(actor) or not (number := queries.number_open(actor)):
        return
    title = "Answer a question about the policy" if number == 1 else f"Answer {number} questions about the policy"
    late = queries.number_late(actor, timezone.localdate())
    hint = "Past the day by which the school answers." if late else ""
    status = "overdue" if late else "waiting"
    yield Task(title, reverse("advice:list"), status=status, hint=hint, leads=True, awaited=True)
