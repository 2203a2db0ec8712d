"""The task list of the home page. Higher folders append functions to `TASKS`; these are the ones about people."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.urls import reverse

from belisha import config
from belisha.core import notices
from belisha.core.access import Can, awake, may
from belisha.people import queries


@dataclass(frozen=True)
class Task:
    """Something for this adult to do. `leads` puts it under "Next steps": it is for the school, not for oneself."""

    title: str
    url: str
    status: str = "not started"
    hint: str = ""
    leads: bool = False

    @property
    def label(self) -> str:
        return self.title

    @property
    def state(self) -> str:
        return self.status


def tasks_for(actor) -> list[Task]:
    """All tasks of an adult, in the order in which they were registered."""
    return [task for find in TASKS for task in find(actor)]


def protect_sign_in(actor) -> Iterable[Task]:
    """A role that reads cases sleeps until its holder has signed in with a second factor."""
    asleep = len(actor.held) - len(list(awake(actor)))
    if asleep:
        hint = "Part of what your role can do waits until you have."
        yield Task("Protect your sign-in", reverse("people:protect"), hint=hint)


def bring_people(actor) -> Iterable[Task]:
    """The policy binds every adult working in the school (clauses 2-01-a to 2-01-c): first they must be known here."""
    if not may(actor, Can.CHANGE_PEOPLE, actor.school):
        return
    if config.load().demo:
        return  # in the demonstration everybody can sign in
    if not queries.has_colleagues(actor):
        yield Task("Add the adults who work in your school", reverse("people:import"), leads=True)
    elif waiting := queries.waiting(actor).count():
        adults = "adult who cannot" if waiting == 1 else "adults who cannot"
        yield Task(f"Invite {waiting} {adults} sign in yet", reverse("people:invite_all"), leads=True)


def letters_not_sent(actor) -> Iterable[Task]:
    """Letters that wait for a mail server, or that one refused: somebody must know, or adults wait in vain."""
    if not may(actor, Can.CHANGE_PEOPLE, actor.school):
        return
    number = notices.outbox(actor.school_id)
    stuck = number["failed"] + (0 if config.load().email_host else number["waiting"])
    if stuck:
        title = "A letter was not sent" if stuck == 1 else f"{stuck} letters were not sent"
        yield Task(title, reverse("people:letters"), status="waiting", leads=True)


TASKS: list[Callable[..., Iterable[Task]]] = [protect_sign_in, bring_people, letters_not_sent]
