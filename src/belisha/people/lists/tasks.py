"""What staff lists ask of an adult on the home page."""

from collections.abc import Iterable

from django.urls import reverse

from belisha.core.access import Can, may
from belisha.people.lists import queries
from belisha.people.tasks import Task


def to_confirm(actor) -> Iterable[Task]:
    """A list that this adult gave and did not confirm yet."""
    if may(actor, Can.CHANGE_PEOPLE) and (waiting := queries.waiting(actor)):
        yield Task("Look at the staff list that you gave", reverse("lists:check", args=[waiting]), leads=True)
