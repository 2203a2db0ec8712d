"""One-time codes, and handing the office's tablet over."""

import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from belisha import config
from belisha.core.access import Can
from belisha.core.action import action, answer
from belisha.core.errors import NotAllowed, Refused
from belisha.people import telling
from belisha.people.codes import rules
from belisha.people.codes.models import Code
from belisha.people.limits import may_help
from belisha.people.models import Adult


def lasts() -> datetime.timedelta:
    """For how long a code works: a setting."""
    return datetime.timedelta(minutes=config.load().code_minutes)


@action("sign_in.code", needs=Can.CHANGE_PEOPLE, sentence="{by} made a one-time code for {about}")
def _make(adult: Adult, *, by, secret_hash: str) -> Code:
    """Keep the hash of a new code; the one before works no longer."""
    _must_work_here(adult)
    may_help(by, adult)
    telling.of_their_sign_in(adult)
    now = timezone.now()
    _close(adult, now)
    return Code.objects.create(
        school_id=adult.school_id, adult=adult, secret_hash=secret_hash, made_at=now, expires_at=now + lasts()
    )


def make(adult: Adult, *, by) -> tuple[str, Code]:
    """Make a code, which is shown once, and give it with its row. The one before it stops working."""
    code = rules.fresh()
    return code, _make(adult, by=by, secret_hash=hash_of(code))


@action("sign_in.use_code", needs=Can.CHANGE_OWN_SIGN_IN, sentence="{by} used a one-time code on a shared device")
def use(adult: Adult, *, by, code: Code) -> None:
    """Use a code up. Of two who type it at the same moment, one is let in."""
    if by.id != adult.pk or code.adult_id != adult.pk:
        raise Refused("Only they themselves can do this.")
    now = timezone.now()
    if not Code.objects.filter(pk=code.pk, used_at=None, expires_at__gt=now).update(used_at=now):
        raise NotAllowed("This code was used already or is too old.", "Ask the office for a new one.")


@action("sign_in.hand_over", needs=Can.CHANGE_PEOPLE, sentence="{by} handed a shared device over to {about}")
def hand_over(adult: Adult, *, by) -> None:
    """Let an adult do their tasks on the office's own device. What they owe is there at once: `duties` answers."""
    _must_work_here(adult)
    may_help(by, adult)
    telling.of_their_sign_in(adult)
    _close(adult, timezone.now())


def open_code(code: str) -> Code | None:
    """The code that was typed, if it was not used, is not too old, and its adult works here."""
    unused = Code.objects.select_related("adult__school").filter(used_at=None, expires_at__gt=timezone.now())
    found = unused.filter(secret_hash=hash_of(code)).first()
    return found if found and found.adult.is_active else None


def hash_of(code: str) -> str:
    """A hash with a key that is not in the database: so few signs could be found out from a plain one."""
    return salted_hmac("belisha.people.codes", code, algorithm="sha256").hexdigest()


def _must_work_here(adult: Adult) -> None:
    if not adult.is_active:
        raise NotAllowed(f"{adult} has left.", "Change their last day first.")


def _close(adult: Adult, now: datetime.datetime) -> None:
    Code.objects.filter(adult=adult, used_at=None, expires_at__gt=now).update(expires_at=now)


@answer("adult.leave")
def _left(adult: Adult, *, by) -> None:
    with transaction.atomic():
        _close(adult, timezone.now())
