"""Who is acting in this request, and when a session ends on a shared computer."""

import time
from uuid import UUID

from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY, get_authentication_records
from allauth.account.internal.flows.login import record_authentication
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import login, logout
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session

from belisha import config

SEEN, BEGAN, BY_CODE, CARRIES = "seen", "began", "by_code", "carries"
# The time of the last click is written at most this often (seconds), so that reading does not mean writing; more often
# on a device that goes from hand to hand.
COARSE, COARSE_BY_CODE = 120, 20


class Stranger(AnonymousUser):
    """Somebody who is not signed in: holds nothing anywhere."""

    id = None
    name = ""
    held = ()
    second_factor = False
    by_code = False
    # What this session began without an account: see `carry`.
    carries: frozenset[UUID] = frozenset()


def actor(get_response):
    """Middleware: `request.actor` is the adult signed in, or a stranger. Ends sessions that were left open."""

    def middleware(request):
        if request.user.is_authenticated and (_left_open(request.session) or not request.user.is_active):
            logout(request)
        if request.user.is_authenticated:
            request.actor = request.user
            request.actor.second_factor = gave_second_factor(request)
            request.actor.by_code = by_code(request)
        else:
            request.actor = Stranger()
            request.actor.carries = frozenset(map(UUID, request.session.get(CARRIES, ())))
        return get_response(request)

    return middleware


def carry(request, key: UUID) -> None:
    """Let this stranger's session open the thing with this key, until it ends."""
    request.session[CARRIES] = [*request.session.get(CARRIES, ()), str(key)]


def put_down(request, key: UUID) -> None:
    """Take that away again. A session that carries nothing more is removed whole, and its time with it."""
    request.session[CARRIES] = [each for each in request.session.get(CARRIES, ()) if each != str(key)]
    if not request.session[CARRIES] and not request.user.is_authenticated:
        request.session.flush()


def put_down_all(request) -> None:
    """Somebody signs in: one row must not say who they are and what somebody without a name began or came back to."""
    request.session.pop(CARRIES, None)


def gave_second_factor(request) -> bool:
    """Whether this session was signed in with an authenticator app, a passkey or a recovery code."""
    return any(record.get("method") == "mfa" for record in get_authentication_records(request, request.user))


def factor_given_at(request) -> float:
    """When a second factor was last given in this session, in seconds since 1970; nothing if none was."""
    records = get_authentication_records(request, request.user)
    return max((each["at"] for each in records if each.get("method") == "mfa"), default=0)


def forget_second_factor(request) -> None:
    """The last factor was removed: roles that need one sleep again, in this session too."""
    records = get_authentication_records(request, request.user)
    request.session[AUTHENTICATION_METHODS_SESSION_KEY] = [row for row in records if row.get("method") != "mfa"]


def by_code(request) -> bool:
    """Whether this session was opened on a shared device: by a one-time code, or handed over by the office."""
    return bool(request.session.get(BY_CODE))


def open_on_shared_device(request, adult) -> None:
    """End whatever session this device is in, and begin one of this adult's that is for their tasks alone.

    A second factor is not asked for, and none counts as given: no role of theirs comes with such a session.
    """
    logout(request)
    adult.by_code = True
    adult.__dict__.pop("held", None)  # of the roles that were looked up to let them in, none comes along
    record_authentication(request, adult, "code", type="one-time code, on a shared device")
    login(request, adult, backend=settings.AUTHENTICATION_BACKENDS[0])
    request.session[BY_CODE] = True
    # So that nothing of it is left in the database either, should nobody ever click on that device again.
    request.session.set_expiry(config.load().code_idle_minutes * 60 + COARSE_BY_CODE)
    UserSession.objects.create_from_request(request)


def forget_expired() -> None:
    """Delete sessions that are over, and what was noted of where an adult was signed in with them."""
    SessionStore.clear_expired()
    UserSession.objects.exclude(session_key__in=Session.objects.values("session_key")).delete()


def _left_open(session) -> bool:
    """Idle for too long, or open for too long however busy. Notes the time of this click."""
    now, chosen = int(time.time()), config.load()
    shared = bool(session.get(BY_CODE))
    idle = chosen.code_idle_minutes if shared else chosen.idle_minutes
    began = session.setdefault(BEGAN, now)
    seen = session.setdefault(SEEN, now)
    if now - seen > idle * 60 or now - began > chosen.session_hours * 3600:
        return True
    if now - seen > (COARSE_BY_CODE if shared else COARSE):
        session[SEEN] = now
    return False
