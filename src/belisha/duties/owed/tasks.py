"""What duties put on the home page."""

from collections.abc import Iterable

from django.urls import reverse

from belisha.core.access import Can, may
from belisha.duties.dated import Dated
from belisha.duties.owed.doing import queries as doing
from belisha.duties.owed.keeping import queries as keeping
from belisha.people.tasks import Task


def own(actor) -> Iterable[Dated]:
    """What this adult owes besides acknowledging the policy."""
    for owed in doing.open_tasks(actor):
        yield Dated(owed.due_on, owed.duty.title, reverse("owed:do", args=[owed.pk]), owed.until)


def help_wanted(actor) -> Iterable[Task]:
    """Who would like help with their own accounts: for those who keep duties, or follow this one up."""
    if not may(actor, Can.SEE_ACKNOWLEDGEMENTS) or not (number := doing.number_of_wishes(actor)):
        return
    who = "One adult would" if number == 1 else f"{number} adults would"
    address = reverse("owed:help_wanted") if may(actor, Can.KEEP_DUTIES) else reverse("owed:list")
    yield Task(f"{who} like help with their settings", address, status="waiting", leads=True, awaited=True)


def to_choose(actor) -> Iterable[Task]:
    """Nothing is asked yet besides the policy: the drafts wait to be looked at."""
    if may(actor, Can.KEEP_DUTIES) and keeping.none_is_live(actor):
        yield Task("Choose what else is asked of adults", reverse("owed:list"), leads=True)
