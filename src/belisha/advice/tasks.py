"""What questions put on the home page."""

from collections.abc import Iterable

from django.urls import reverse

from belisha.advice import queries
from belisha.core.access import Can, may
from belisha.people.tasks import Task


def to_answer(actor) -> Iterable[Task]:
    """Questions that wait, for whoever answers them."""
    if may(actor, Can.ANSWER_QUESTION) and (number := queries.number_open(actor)):
        title = "Answer a question about the policy" if number == 1 else f"Answer {number} questions about the policy"
        yield Task(title, reverse("advice:list"), status="waiting", leads=True, awaited=True)
