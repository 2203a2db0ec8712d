"""Who is acting in this request, and when a session ends on a shared computer."""

import time

from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY, get_authentication_records
from django.contrib.auth import logout
from django.contrib.auth.models import AnonymousUser

from belisha import config

SEEN, BEGAN = "seen", "began"
# The time of the last click is written at most this often (seconds), so that reading does not mean writing.
COARSE = 120


class Stranger(AnonymousUser):
    """Somebody who is not signed in: holds nothing anywhere."""

    id = None
    name = ""
    held = ()
    second_factor = False


def actor(get_response):
    """Middleware: `request.actor` is the adult signed in, or a stranger. Ends sessions that were left open."""

    def middleware(request):
        if request.user.is_authenticated and (_left_open(request.session) or not request.user.is_active):
            logout(request)
        if request.user.is_authenticated:
            request.actor = request.user
            request.actor.second_factor = gave_second_factor(request)
        else:
            request.actor = Stranger()
        return get_response(request)

    return middleware


def gave_second_factor(request) -> bool:
    """Whether this session was signed in with an authenticator app, a passkey or a recovery code."""
    return any(record.get("method") == "mfa" for record in get_authentication_records(request, request.user))


def forget_second_factor(request) -> None:
    """The last factor was removed: roles that need one sleep again, in this session too."""
    records = get_authentication_records(request, request.user)
    request.session[AUTHENTICATION_METHODS_SESSION_KEY] = [row for row in records if row.get("method") != "mfa"]


def _left_open(session) -> bool:
    """Idle for too long, or open for too long however busy. Notes the time of this click."""
    now, settings = int(time.time()), config.load()
    began = session.setdefault(BEGAN, now)
    seen = session.setdefault(SEEN, now)
    if now - seen > settings.idle_minutes * 60 or now - began > settings.session_hours * 3600:
        return True
    if now - seen > COARSE:
        session[SEEN] = now
    return False
