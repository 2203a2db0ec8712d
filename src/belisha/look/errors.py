"""Every refusal and failure, mapped once to a calm page or, for programs, to problem JSON (RFC 9457)."""

import errno
import sqlite3
import sys
from dataclasses import dataclass, replace

from django.db import InterfaceError, OperationalError, connection
from django.http import JsonResponse
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme

from belisha.core.errors import Conflict, No, NotAllowed, Refused


@dataclass(frozen=True)
class Problem:
    """A kind of failure: its status, what the page is called, and what is said when nobody gave a reason."""

    status: int
    title: str
    reason: str = ""
    help: str = ""


REFUSED = Problem(403, "You cannot do this")
NOT_ALLOWED = Problem(409, "This cannot be done now")
CONFLICT = Problem(409, "Somebody else changed this meanwhile")
# The same words whether the thing never existed or is hidden from this adult: a difference would be an answer.
NOT_FOUND = Problem(
    404,
    "Page not found",
    "There is no page at this address that you can open.",
    "If you typed the address, check it. If you followed a link, start again from the home page.",
)
FORBIDDEN = Problem(
    403,
    "You cannot open this page",
    "Your role in this school does not include this.",
    "If you need it for your work, ask the Headteacher or the school office.",
)
BAD_REQUEST = Problem(
    400,
    "We could not read that request",
    "What your browser sent was not complete.",
    "Go back, reload the page and try again.",
)
STALE_FORM = Problem(
    403,
    "This form is out of date",
    "The page was open for too long, or your browser does not keep cookies. Nothing was saved.",
    "Go back, copy anything you wrote, reload the page and send it again.",
)
WRONG_METHOD = Problem(
    405,
    "That does not work here",
    "This address does not take that kind of request.",
    "Start again from the home page.",
)
TOO_MANY = Problem(
    429,
    "Too many tries",
    "We stopped for a few minutes to keep accounts safe. Nothing was lost.",
    "Wait five minutes and try again. If you cannot sign in, ask the school office.",
)
FULL = Problem(
    507,
    "The disk of this server is full",
    "Nothing was saved. What was saved before is safe.",
    "Tell the person who looks after Belisha in your school, and try again later. First copy what you wrote.",
)
AWAY = Problem(
    503,
    "Belisha cannot reach its database",
    "This is not your fault. Everything that Belisha told you was saved is still there. What you were sending just now "
    "may not have been saved.",
    "Wait a minute and try again. If it goes on, tell the person who looks after Belisha in your school.",
)
# When a program that was told so may ask again, in seconds.
AGAIN = 60
FAILED = Problem(
    500,
    "Something went wrong on our side",
    "We could not finish this. It is not your fault.",
    "Try again in a few minutes. If it happens again, tell the person who looks after Belisha in your school.",
)
# What PostgreSQL says (SQLSTATE) that ends, crashes, is only starting or has no room for one more; and what SQLite says
# of a file that others hold, or that cannot be reached. Whatever else goes wrong in a statement is a mistake of ours.
SERVER_GONE = ("08", "57P01", "57P02", "57P03", "53300")
FILE_GONE = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_CANTOPEN})
# Most particular first. Another `No` is still a refusal.
OURS: tuple[tuple[type[No], Problem], ...] = ((Conflict, CONFLICT), (NotAllowed, NOT_ALLOWED), (Refused, REFUSED))


def answer(get_response):
    """Middleware: a view may raise any of our three exceptions and say nothing more."""

    def middleware(request):
        return get_response(request)

    middleware.process_exception = from_exception
    return middleware


def from_exception(request, exception):
    """The answer to one of our own exceptions, or to a full disk; anything else is Django's to handle."""
    if is_full(exception):
        return respond(request, FULL, back=way_back(request))
    if not isinstance(exception, No):
        return None
    problem = next((problem for kind, problem in OURS if isinstance(exception, kind)), REFUSED)
    problem = replace(problem, title=getattr(exception, "title", problem.title))
    return respond(request, problem, reason=exception.reason, help=exception.help, back=way_back(request))


def is_full(exception) -> bool:
    """Whether the disk, or the database on it, has no room left."""
    out_of_room = getattr(exception, "errno", None) == errno.ENOSPC
    return out_of_room or (isinstance(exception, OperationalError) and "full" in str(exception))


def is_away(exception) -> bool:
    """Whether the database does not answer, as opposed to answering that we asked something wrong."""
    if not isinstance(exception, (OperationalError, InterfaceError)):
        return False
    driver = exception.__cause__
    if (code := getattr(driver, "sqlite_errorcode", None)) is not None:
        return code & 0xFF in FILE_GONE
    if state := getattr(driver, "sqlstate", None):
        return state.startswith(SERVER_GONE)
    # A server that is gone says nothing any more. Then the connection is closed, or there never was one.
    held = connection.connection
    return connection.vendor == "postgresql" and driver is not None and (held is None or held.closed)


def respond(request, problem: Problem, *, reason="", help="", back=""):
    """Problem JSON where the asker prefers it, else a page that says what, why and what next."""
    reason, help = reason or problem.reason, help or problem.help
    if prefers_json(request):
        detail = " ".join(part for part in (reason, help) if part)
        body = {"type": "about:blank", "title": problem.title, "status": problem.status, "detail": detail}
        return JsonResponse(body, status=problem.status, content_type="application/problem+json")
    context = {"problem": problem, "reason": reason, "help": help, "back": back}
    return render(request, "look/errors/problem.html", context, status=problem.status)


def prefers_json(request) -> bool:
    """A browser asks for pages first; a program that asks for JSON gets JSON."""
    kinds = ["text/html", "application/problem+json", "application/json"]
    return (request.get_preferred_type(kinds) or "text/html") != "text/html"


def way_back(request) -> str:
    """The page the form was on, if the browser says so and it is one of ours."""
    referer = request.headers.get("Referer", "")
    safe = url_has_allowed_host_and_scheme(referer, {request.get_host()}, require_https=request.is_secure())
    return referer if safe else ""


# -- Django's own handlers: `handler404 = "belisha.look.errors.page_not_found"` and so on in urls.py -------------------


def page_not_found(request, exception):
    """404, saying nothing of what was looked for."""
    return respond(request, NOT_FOUND)


def permission_denied(request, exception):
    """403 raised by Django or a library."""
    return respond(request, FORBIDDEN)


def bad_request(request, exception):
    """400."""
    return respond(request, BAD_REQUEST)


def csrf_failure(request, reason=""):
    """A form without its token: an old page, most often."""
    return respond(request, STALE_FORM)


def too_many(request, exception=None):
    """429. allauth calls `handler429` of the root urls, else renders 429.html."""
    return respond(request, TOO_MANY)


def server_error(request):
    """500, or 503 where the database is away. The page asks nothing of it or of the session, which may have failed."""
    away = is_away(sys.exception())
    problem, template = (AWAY, "look/errors/away.html") if away else (FAILED, "look/errors/500.html")
    if prefers_json(request):
        response = respond(request, problem)
    else:
        context = {"problem": problem, "sent": request.method == "POST"}
        response = render(None, template, context, status=problem.status)
    if away:
        response.headers["Retry-After"] = str(AGAIN)
    return response
