"""What a session on a shared device may do: its adult's tasks, what there is to read, and nothing else."""

from django.contrib.auth import logout
from django.shortcuts import redirect
from django.urls import Resolver404, resolve

from belisha.look.errors import Problem, respond
from belisha.look.pages import page
from belisha.people.codes import rules
from belisha.people.sessions import by_code
from belisha.people.tasks import Task, tasks_for

TASKS_ONLY = Problem(
    403,
    "This page is not part of your tasks",
    "On a shared device you can read the school’s policies and do what you were asked to do, and nothing else.",
    "Go to your tasks, or give the device back. For everything else, sign in with your own name.",
)
# Rooms in which a form is one step of several: typing the code, and reporting a concern.
STILL_BUSY = {"codes", "reporting", "evidence"}


def only_tasks(get_response):
    """Middleware: keeps such a session on its pages, and ends it with the last task."""

    def middleware(request):
        response = get_response(request)
        if request.method == "POST" and response.status_code == 302 and by_code(request) and _is_done(request):
            logout(request)
            return redirect("codes:thanks")
        return response

    middleware.process_view = _keep
    return middleware


def tasks_here(actor) -> list[Task]:
    """What this adult can do on a shared device, in the order of their tasks."""
    return [task for task in tasks_for(actor) if not task.leads and _opens(task.url)]


def _keep(request, view, args, kwargs):
    name = request.resolver_match.view_name
    if by_code(request) and name == "home":
        return page(request, "codes/tasks.html", tasks=tasks_here(request.actor))
    if not by_code(request) or rules.opens(name):
        return None
    return respond(request, TASKS_ONLY, back="/")


def _is_done(request) -> bool:
    """Whether something was done just now, and nothing is left. (Typing the code is what all of it begins with.)"""
    return request.resolver_match.namespace not in STILL_BUSY and not tasks_here(request.actor)


def _opens(address: str) -> bool:
    try:
        return rules.opens(resolve(address.partition("?")[0]).view_name)
    except Resolver404:
        return False
