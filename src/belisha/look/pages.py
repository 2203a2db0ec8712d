"""The three ways in which a view answers: a page, "done", or "not like that"."""

from functools import wraps

from django.contrib import messages
from django.shortcuts import redirect, render

from belisha.look.errors import WRONG_METHOD, respond


def page(request, template: str, status: int = 200, **context):
    """Render a whole page."""
    return render(request, template, context, status=status)


def done(request, message: str, to):
    """Say what has been done and go on to a thing (with `get_absolute_url`) or an address."""
    messages.success(request, message)
    return redirect(to)


def posted(request):
    """What was sent, for a form; None when the form is only to be shown. (An empty form that was sent is not None.)"""
    return request.POST if request.method == "POST" else None


def sent(request) -> tuple:
    """The same with files, for a form that takes one: `Form(*sent(request))`."""
    return (request.POST, request.FILES) if request.method == "POST" else (None, None)


def get_only(view):
    """The view only shows something."""
    return _allow(view, ("GET", "HEAD"))


def get_and_post(view):
    """The view shows a form and receives it."""
    return _allow(view, ("GET", "HEAD", "POST"))


def post_only(view):
    """The view only receives: it has no page of its own."""
    return _allow(view, ("POST",))


def _allow(view, methods: tuple[str, ...]):
    @wraps(view)
    def answer(request, *args, **kwargs):
        if request.method in methods:
            return view(request, *args, **kwargs)
        response = respond(request, WRONG_METHOD)
        response["Allow"] = ", ".join(methods)
        return response

    answer.allowed_methods = methods
    return answer
