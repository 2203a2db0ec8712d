"""Letters: who is told, and what a letter may say. A letter names nothing but the link.

`post` writes rows of the outbox in the caller's transaction; the worker sends them. A letter is sent again only when
its sender died between asking and knowing, and then under the same Message-ID, so that mail systems see one letter.
"""

import datetime
import smtplib
from base64 import b64decode, b64encode
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID, uuid4

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import F, Q
from django.tasks import task
from django.utils import timezone

from belisha import config
from belisha.core import audit, prepared
from belisha.core.jobs import nudge
from belisha.core.models import Notice

LEASE = datetime.timedelta(minutes=2)
# After each failure the wait doubles: ten tries reach over a night and a morning in which the mail server is away.
TRIES = 10
# A mail server's answer from here on is final (RFC 5321, 4.2.1); below it means "later", as greylisting says it.
FINAL = 500


@dataclass(frozen=True)
class Letter:
    """Subject and one sentence. Neither ever names a person or a matter."""

    subject: str
    sentence: str


LETTERS: dict[str, Letter] = {
    "task": Letter("You have a task in Belisha", "There is something for you to read and answer."),
    "invitation": Letter("Your sign-in to Belisha", "Use this link to choose a password. It works once."),
    "new_password": Letter("Your sign-in to Belisha", "Use this link to choose a new password. It works once."),
    "digest": Letter("How tasks stand in Belisha", "There is something in your school to follow up."),
    "signal": Letter("Belisha has something for you", "There is something for you to read."),
}


def post(letter: str, adult, path: str, *, confidential: bool = False, only_the_day: bool = False) -> Notice | None:
    """Put a letter to an adult into the outbox. An adult without an e-mail address gets none.

    `confidential`: nobody sees in the outbox that it waits or failed. That there is a letter to the chair of governors
    would tell whoever looks after the outbox that there is something about the Headteacher.
    `only_the_day`: no finer time is kept of it, as somebody who reported without a name was promised. It is sent with
    the next round, within minutes, and not from the queue, which notes when.
    """
    if not adult.email:
        return None
    outbox_id = audit.confidential_log(adult.school_id) if confidential else adult.school_id
    notice = Notice(
        school_id=outbox_id, adult_id=adult.pk, address=adult.email, letter=letter,
        link=sealed_link(outbox_id, adult.pk, path), made_at=timezone.now(),
    )  # fmt: skip
    if only_the_day:
        # Other keys tell when they were made.
        notice.pk, notice.made_at = uuid4(), _the_day()
    prepared.insert([notice])
    # Without a mail server nobody can do anything about it yet; once there is one, `send_due` finds it.
    if not only_the_day and config.load().email_host:
        nudge(send, notice.pk)
    return notice


def _the_day() -> datetime.datetime:
    return timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)


def sealed_link(school_id: UUID, adult_id: UUID, path: str) -> str:
    """A link can open a door: in the database, and in a copy of it, it is unreadable without the keys."""
    return b64encode(audit.keeper.seal(school_id, f"adult:{adult_id}", path.encode())).decode()


def link_of(notice: Notice) -> str:
    """The path that a waiting letter leads to; empty once it was sent, or when the adult's record was destroyed."""
    if not notice.link:
        return ""
    plain = audit.keeper.unseal(notice.school_id, f"adult:{notice.adult_id}", b64decode(notice.link))
    return plain.decode() if plain else ""


def post_many(letter: str, adults: Iterable, path: str) -> int:
    """Put the same letter to many adults into the outbox, with two statements however many they are."""
    now = timezone.now()
    rows = [
        Notice(
            school_id=adult.school_id, adult_id=adult.pk, address=adult.email, letter=letter, made_at=now,
            link=sealed_link(adult.school_id, adult.pk, path),
        )
        for adult in adults
        if adult.email
    ]  # fmt: skip
    Notice.objects.bulk_create(rows, batch_size=200)
    nudge(send_waiting)
    return len(rows)


@task()
def send_waiting() -> None:
    """Send everything that waits, however young."""
    _send_all(Q(state=Notice.State.UNSENT, lease_until=None))


@task()
def send(notice_id: str) -> None:
    """Send one letter, unless it was sent or another sender holds it. Safe to run twice."""
    _attempt(notice_id)


def _attempt(notice_id) -> bool:
    """Send one letter that is free. False when the mail server itself is in trouble: others would fare no better."""
    if not config.load().email_host or not _claim(notice_id):
        return True
    notice, answers = Notice.objects.get(pk=notice_id), True
    try:
        _deliver(notice)
    except (smtplib.SMTPException, OSError, ValueError) as fault:
        answers = isinstance(fault, smtplib.SMTPRecipientsRefused | smtplib.SMTPDataError | ValueError)
        outcome = _not_sent(notice, fault)
    else:
        # The link may carry a secret: once sent, no copy of it stays.
        outcome = {"state": Notice.State.SENT, "sent_at": timezone.now(), "failure": "", "link": ""}
        if notice.pk.version == 4:
            # Of this one only the day is kept: see `post`.
            outcome |= {"sent_at": _the_day(), "lease_until": None}
    with transaction.atomic():
        # Only while it is still ours: whoever was slower than the lease may find it with another sender.
        mine = Notice.objects.filter(pk=notice_id, state=Notice.State.SENDING, tries=notice.tries)
        mine.update(**outcome)
    return answers


def _not_sent(notice: Notice, fault: Exception) -> dict:
    if notice.tries >= TRIES or _is_final(fault):
        return {"state": Notice.State.FAILED, "failure": _reason(fault)}
    later = timezone.now() + LEASE * 2 ** (notice.tries - 1)
    return {"state": Notice.State.UNSENT, "failure": _reason(fault), "lease_until": later}


def _is_final(fault: Exception) -> bool:
    if isinstance(fault, smtplib.SMTPRecipientsRefused):
        return all(code >= FINAL for code, _ in fault.recipients.values())
    # A ValueError is an address that no mail can have.
    return isinstance(fault, ValueError) or (isinstance(fault, smtplib.SMTPDataError) and fault.smtp_code >= FINAL)


def _claim(notice_id: str) -> bool:
    now = timezone.now()
    free = Q(state=Notice.State.UNSENT) | Q(state=Notice.State.SENDING, lease_until__lt=now)
    claimed = {"state": Notice.State.SENDING, "lease_until": now + LEASE, "tries": F("tries") + 1}
    with transaction.atomic():
        return bool(Notice.objects.filter(free, pk=notice_id).update(**claimed))


def _deliver(notice: Notice) -> None:
    letter = LETTERS[notice.letter]
    link = f"{config.load().url}{link_of(notice)}"
    body = f"{letter.sentence}\n\n{link}\n\nThis letter was sent by Belisha. It names nothing on purpose.\n"
    host = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].rstrip(">")
    # The same id at every try: a letter that was sent twice arrives once.
    headers = {"Message-ID": f"<{notice.pk}@{host}>", "Auto-Submitted": "auto-generated"}
    EmailMessage(letter.subject, body, to=[notice.address], headers=headers).send()


def _reason(fault: Exception) -> str:
    return f"The mail server did not take it ({type(fault).__name__})."


def send_due() -> None:
    """Find letters that nobody is sending and whose time has come, oldest first. Run every minute."""
    now = timezone.now()
    fresh = Q(state=Notice.State.UNSENT, lease_until=None, made_at__lt=now - LEASE)
    _send_all(fresh | Q(lease_until__lt=now))


def _send_all(due: Q) -> None:
    waiting = Notice.objects.filter(due, state__in=[Notice.State.UNSENT, Notice.State.SENDING])
    for pk in list(waiting.order_by("made_at").values_list("pk", flat=True)[:5000]):
        if not _attempt(pk):
            return  # at the next minute again: a server that hangs must not hold up everything else that is due


def outbox(school_id: UUID) -> dict[str, int]:
    """How many letters of a school wait, and how many failed."""
    rows = Notice.objects.filter(school_id=school_id)
    return {"waiting": rows.filter(state="unsent").count(), "failed": rows.filter(state="failed").count()}
