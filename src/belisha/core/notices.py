"""Letters: who is told, and what a letter may say. A letter names nothing but the link.

`post` writes rows of the outbox in the caller's transaction; the worker sends them. A letter is sent again only when
its sender died between asking and knowing, and then under the same Message-ID, so that mail systems see one letter.
"""

import datetime
import smtplib
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import F, Q
from django.tasks import task
from django.utils import timezone

from belisha import config
from belisha.core.jobs import nudge
from belisha.core.models import Notice

LEASE = datetime.timedelta(minutes=2)
TRIES = 5


@dataclass(frozen=True)
class Letter:
    """Subject and one sentence. Neither ever names a person or a matter."""

    subject: str
    sentence: str


LETTERS: dict[str, Letter] = {
    "task": Letter("You have a task in Belisha", "There is something for you to read and answer."),
    "invitation": Letter("Your sign-in to Belisha", "Use this link to choose a password. It works once."),
    "new_password": Letter("Your sign-in to Belisha", "Use this link to choose a new password. It works once."),
    "signal": Letter("Belisha has something for you", "There is something for you to read."),
}


def post(letter: str, adult, path: str) -> Notice | None:
    """Put a letter to an adult into the outbox. An adult without an e-mail address gets none."""
    if not adult.email:
        return None
    notice = Notice.objects.create(
        school_id=adult.school_id,
        adult_id=adult.pk,
        address=adult.email,
        letter=letter,
        link=path,
        made_at=timezone.now(),
    )
    nudge(send, notice.pk)
    return notice


def post_many(letter: str, adults: Iterable, path: str) -> int:
    """Put the same letter to many adults into the outbox, with two statements however many they are."""
    now = timezone.now()
    rows = [
        Notice(school_id=adult.school_id, adult_id=adult.pk, address=adult.email, letter=letter, link=path, made_at=now)
        for adult in adults
        if adult.email
    ]
    Notice.objects.bulk_create(rows, batch_size=200)
    nudge(send_waiting)
    return len(rows)


@task()
def send_waiting() -> None:
    """Send everything that waits, however young."""
    _send_all(Q(state=Notice.State.UNSENT))


@task()
def send(notice_id: str) -> None:
    """Send one letter, unless it was sent or another sender holds it. Safe to run twice."""
    if not config.load().email_host or not _claim(notice_id):
        return
    notice = Notice.objects.get(pk=notice_id)
    try:
        _deliver(notice)
    except (smtplib.SMTPException, OSError) as fault:
        final = notice.tries >= TRIES or isinstance(fault, smtplib.SMTPRecipientsRefused)
        outcome = {"state": Notice.State.FAILED if final else Notice.State.UNSENT, "failure": _reason(fault)}
    else:
        # The link may carry a secret: once sent, no copy of it stays.
        outcome = {"state": Notice.State.SENT, "sent_at": timezone.now(), "failure": "", "link": ""}
    with transaction.atomic():
        Notice.objects.filter(pk=notice_id, state=Notice.State.SENDING).update(**outcome)


def _claim(notice_id: str) -> bool:
    now = timezone.now()
    free = Q(state=Notice.State.UNSENT) | Q(state=Notice.State.SENDING, lease_until__lt=now)
    claimed = {"state": Notice.State.SENDING, "lease_until": now + LEASE, "tries": F("tries") + 1}
    with transaction.atomic():
        return bool(Notice.objects.filter(free, pk=notice_id).update(**claimed))


def _deliver(notice: Notice) -> None:
    letter = LETTERS[notice.letter]
    link = f"{config.load().url}{notice.link}"
    body = f"{letter.sentence}\n\n{link}\n\nThis letter was sent by Belisha. It names nothing on purpose.\n"
    host = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].rstrip(">")
    # The same id at every try: a letter that was sent twice arrives once.
    headers = {"Message-ID": f"<{notice.pk}@{host}>", "Auto-Submitted": "auto-generated"}
    EmailMessage(letter.subject, body, to=[notice.address], headers=headers).send()


def _reason(fault: Exception) -> str:
    return f"The mail server did not take it ({type(fault).__name__})."


def send_due() -> None:
    """Find letters that nobody is sending, oldest first. Run every minute."""
    now = timezone.now()
    _send_all(
        Q(state=Notice.State.UNSENT, made_at__lt=now - LEASE) | Q(state=Notice.State.SENDING, lease_until__lt=now)
    )


def _send_all(due: Q) -> None:
    for pk in list(Notice.objects.filter(due).order_by("made_at").values_list("pk", flat=True)[:5000]):
        send.call(str(pk))


def outbox(school_id: UUID) -> dict[str, int]:
    """How many letters of a school wait, and how many failed."""
    rows = Notice.objects.filter(school_id=school_id)
    return {"waiting": rows.filter(state="unsent").count(), "failed": rows.filter(state="failed").count()}
