"""Nothing typed is lost: what was sent to an ended session, a lost database or a full disk is shown again."""

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent
from django.http.request import UnreadablePostError
from django.template.loader import render_to_string
from django.urls import reverse

# The addresses of reporting. (Not looked up: nothing here may need what has just failed.)
ROOM = "/report/"
# Names of what a browser sends beside what somebody wrote.
BESIDE = {"csrfmiddlewaretoken", "shown", "token"}
FAILED = {
    "title": "This was not saved",
    "reason": "Something on our side does not answer. What you answered before is kept. Wait a minute and try again.",
}
AWAY = {
    "title": "Belisha cannot reach its database",
    "reason": "This page may not have been saved. What you answered before is kept. Wait a minute and try again: a "
    "report that is sent twice is stored once.",
}
FULL = {
    "title": "The disk of this server is full",
    "reason": "This page was not saved. What you answered before is kept. If it cannot wait, tell it in person.",
}
BROKEN = {503: AWAY, 507: FULL}
SIGNED_OUT = {
    "title": "You are not signed in any more",
    "reason": "This page was not saved. If you were signed in, what you answered before is kept: you find it under "
    "“What you reported”. Copy what you wrote here, and sign in.",
}  # fmt: skip
STALE = {
    "title": "This form is out of date",
    "reason": "The page was open for too long, or your browser keeps no cookies. Copy what you wrote, and begin again.",
}
TOO_LONG = {
    "title": "This is too long to be sent",
    "reason": "Go back in your browser: what you wrote is still there. Make it shorter, or attach it as a file.",
}


def keeps_what_was_typed(get_response):
    """Middleware, outside of the session: an answer that failed becomes a page with what was typed."""

    def middleware(request):
        response = get_response(request)
        if request.method == "POST" and request.path_info.startswith(ROOM):
            return _kept(request, response)
        return response

    return middleware


def _kept(request, response):
    status, signed_out = response.status_code, getattr(getattr(request, "actor", None), "id", None) is None
    try:
        typed = [(name, value) for name, values in request.POST.lists() for value in values]
    except (RequestDataTooBig, TooManyFieldsSent, UnreadablePostError):
        typed = []
    if status in {400, 413} and not typed:
        return _shown(request, response, TOO_LONG, typed=())
    if status >= 500:
        return _shown(request, response, BROKEN.get(status, FAILED), typed=typed, retry=True)
    if status == 404 and signed_out and _words(typed):
        return _shown(request, response, SIGNED_OUT, typed=typed, onward="login")
    if status == 403 and _words(typed):
        return _shown(request, response, STALE, typed=typed)
    return response


def _words(typed) -> list[str]:
    return [value for name, value in typed if name not in BESIDE and value.strip()]


def _shown(request, response, said: dict, *, typed, retry=False, onward=""):
    """The same answer with another page. Nothing of it is asked of the database or of the session."""
    url, label = (request.path, "Open the page again")
    if onward:
        url, label = f"{reverse('account_login')}?next={reverse('reporting:mine')}", "Sign in"
    context = {**said, "typed": typed, "words": _words(typed), "retry": retry, "path": request.path,
               "onward": url, "label": label}  # fmt: skip
    response.content = render_to_string("reporting/kept.html", context)
    response.headers["Content-Type"] = "text/html; charset=utf-8"
    # Somebody further in may have counted the page that this one takes the place of.
    response.headers["Content-Length"] = str(len(response.content))
    return response
