"""The task list of the home page. Higher folders append functions to `TASKS`; these are the ones about people."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.urls import reverse

from belisha import config
from belisha.core import notices
from belisha.core.access import Can, awake, may
from belisha.people import queries
from belisha.people.chair import queries as chair
from belisha.people.employers import queries as employers
from belisha.people.posts import queries as posts


@dataclass(frozen=True)
class Task:
    """Something for this adult to do. `leads` puts it under "Next steps": it is for the school, not for oneself.
    `awaited` puts it first of all: another adult waits for what this one decides or answers."""

    title: str
    url: str
    status: str = "not started"
    hint: str = ""
    leads: bool = False
    awaited: bool = False

    @property
    def label(self) -> str:
        return self.title

    @property
    def state(self) -> str:
        return self.status


@dataclass(frozen=True)
class Note:
    """Something that all is well with, in a sentence, for the end of the home page."""

    text: str
    url: str


# (actor) → notes; higher folders append to it.
NOTES: list[Callable] = []


def notes_for(actor) -> list[Note]:
    """What stands at the end of an adult's home page."""
    return [note for find in NOTES for note in find(actor)]


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
        yield Task("Add the adults who work in your school", reverse("lists:give"), leads=True)
    elif waiting := queries.waiting(actor).count():
        adults = "adult who cannot" if waiting == 1 else "adults who cannot"
        yield Task(f"Invite {waiting} {adults} sign in yet", reverse("people:invite_all"), leads=True)


def letters_not_sent(actor) -> Iterable[Task]:
    """Letters that wait for a mail server, or that one refused: somebody must know, or adults wait in vain."""
    if not may(actor, Can.CHANGE_PEOPLE, actor.school):
        return
    number = notices.outbox(actor.school_id)
    title = ""
    if number["failed"]:
        title = "A letter was not sent" if number["failed"] == 1 else f"{number['failed']} letters were not sent"
    elif number["waiting"] and not config.load().email_host:
        # Not how many: one more would tell that something has just been declared, asked or decided.
        title = "Letters wait for a mail server"
    if title:
        yield Task(title, reverse("people:letters"), status="open", leads=True)


def fill_posts(actor) -> Iterable[Task]:
    """Posts that are needed and empty, for whoever may give roles: something waits or breaks until they are filled."""
    if may(actor, Can.CHANGE_ROLES, actor.school) and (missed := posts.missed(actor)):
        title = "A post is empty" if len(missed) == 1 else f"{len(missed)} posts are empty"
        yield Task(title, reverse("people:posts"), status="open", hint=", ".join(missed), leads=True)


def acting_head(actor) -> Iterable[Task]:
    """The chair of governors can name who stands in for the Headteacher, and has no list of people to find that on."""
    alone = may(actor, Can.NAME_ACTING_HEAD, actor.school) and not may(actor, Can.SEE_PEOPLE, actor.school)
    if alone and not posts.has_acting_head(actor):
        title = "Name who stands in for the Headteacher, if they are away"
        yield Task(title, reverse("people:posts"), leads=True)


def keep_chair(actor) -> Iterable[Task]:
    """The chair and vice-chair of governors keep their two roles, and have no list of people to find that on."""
    if not chair.keeps(actor) or may(actor, Can.SEE_PEOPLE, actor.school):
        return
    if empty := chair.empty(actor):
        yield Task("Fill the other post of the governors", reverse("people:posts"), "open", empty[0], leads=True)
    else:
        title = "Keep the posts of chair and vice-chair"
        yield Task(title, reverse("people:posts"), "open", "Hand one over, or help with signing in.", leads=True)


def employers_to_tell(actor) -> Iterable[Task]:
    """Agency adults of whom nobody knows whom to tell (clause 2-04-b): brought in by a list, perhaps."""
    if may(actor, Can.CHANGE_PEOPLE, actor.school) and (number := employers.nobody_to_tell(actor).count()):
        adults = "One agency adult" if number == 1 else f"{number} agency adults"
        yield Task(f"{adults} without an employer to tell", reverse("people:employers"), status="open", leads=True)


TASKS: list[Callable[..., Iterable[Task]]] = [
    *(protect_sign_in, bring_people, letters_not_sent, fill_posts, acting_head, keep_chair, employers_to_tell),
]
