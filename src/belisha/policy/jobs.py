"""Read the documents that wait. The row is the job: it may be begun twice, and is written down once."""

import datetime

from django.db.models import F, Q
from django.tasks import task
from django.utils import timezone

from belisha.core.access import WORKER
from belisha.core.action import answer
from belisha.core.errors import Conflict
from belisha.core.jobs import nudge
from belisha.policy import actions, intake
from belisha.policy.models import Document

# A worker that said nothing for so long is taken for dead. It speaks up as often as PAUSE while it reads.
SILENCE = datetime.timedelta(seconds=30)
PAUSE = datetime.timedelta(seconds=0.5)
MOST_TRIES = 3
GIVEN_UP = (
    "Reading this document was begun three times and never came to an end.",
    "Save it in another format, such as Word (.docx) or plain text (.txt), and give that.",
)


@task()
def read_document(document_id: str) -> bool:
    """Read one document, unless it was read already or somebody is at it. Whether it was this worker who read it."""
    document = Document.objects.select_related("school", "policy", "original").filter(pk=document_id).first()
    if document is None or not _begin(document):
        return False
    try:
        if document.tries > MOST_TRIES:
            actions.refuse_document(document, by=WORKER, reason=GIVEN_UP[0], remedy=GIVEN_UP[1])
            return True
        with intake.opened(document) as (path, name):
            intake.read(document, path, name, _Told(document))
    except Conflict:
        return False  # another worker was faster, or what it is an edition of changed meanwhile: it is looked at again
    return True


def read_due() -> None:
    """Find documents that wait and that nobody is reading: what a lost nudge or a killed worker left."""
    intake.sweep_clear()
    for pk in _idle().order_by("tries", "given_at").values_list("pk", flat=True):  # one that fails holds up no other
        read_document.call(str(pk))


@answer("policy.give")
def _soon(document: Document, *, by) -> None:
    if document.worked_at is None:
        nudge(read_document, document.pk)


def _idle():
    silent = Q(worked_at=None) | Q(worked_at__lt=timezone.now() - SILENCE)
    return Document.objects.filter(silent, state=Document.State.WAITING)


def _begin(document: Document) -> bool:
    """Take the document, or leave it to whoever took it before. The row is the lock."""
    taken = _idle().filter(pk=document.pk).update(worked_at=timezone.now(), tries=F("tries") + 1, progress=0)
    if taken:
        document.refresh_from_db(fields=["worked_at", "tries", "progress", "state"])
    return bool(taken)


class _Told:
    """Writes down how far the reading is, as often as somebody would look."""

    def __init__(self, document: Document):
        self.document, self.last = document, timezone.now()

    def __call__(self, hundredths: int) -> None:
        now = timezone.now()
        if now - self.last >= PAUSE:
            self.last = now
            waiting = Document.objects.filter(pk=self.document.pk, state=Document.State.WAITING)
            waiting.update(progress=max(0, min(99, hundredths)), worked_at=now)
