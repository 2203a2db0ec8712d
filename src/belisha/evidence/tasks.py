"""What evidence puts on the home page of whoever may see some."""

from collections.abc import Iterable

from django.urls import reverse

from belisha.core.access import Can, may
from belisha.evidence import queries
from belisha.look.templatetags.look import moment
from belisha.people.tasks import Note, Task


def broken(actor) -> Iterable[Task]:
    """An alarm where a file is no longer what it was when it arrived."""
    if not may(actor, Can.HANDLE_CONCERN):
        return
    if number := queries.broken(actor):
        title = "A file of evidence is not whole" if number == 1 else f"{number} files of evidence are not whole"
        hint = "Tell whoever looks after this server at once: bring the file back from a backup, and change nothing."
        yield Task(title, reverse("evidence:verified"), status="overdue", hint=hint, leads=True, awaited=True)


def verified(actor) -> Iterable[Note]:
    """That every file this adult may see is what it was, and since when that is known."""
    if not may(actor, Can.HANDLE_CONCERN):
        return
    found = queries.verified(actor)
    if found is None or found.broken or found.since is None:
        return
    items = "The one item" if found.number == 1 else f"All {found.number} items"
    but = f", but for {found.unchecked} that came since" if found.unchecked else ""
    yield Note(
        f"{items} of evidence that you may see verified {moment(found.since)}{but}.", reverse("evidence:verified")
    )
