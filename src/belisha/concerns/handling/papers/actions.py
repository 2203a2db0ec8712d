"""Letters and forms that leave the school: begun, filled in, taken out as a file, noted as sent."""

from datetime import date
from uuid import UUID

from django.utils import timezone

from belisha.concerns.handling.actions import still_open
from belisha.concerns.handling.models import Paper
from belisha.concerns.handling.papers import rules
from belisha.concerns.handling.rules import names_a_child
from belisha.concerns.models import Concern
from belisha.concerns.sealing import opened, seal
from belisha.core.access import Can
from belisha.core.action import action
from belisha.core.errors import NotAllowed


@action("handling.begin_paper", needs=Can.HANDLE_CONCERN, sentence="{by} began {about}", confidential=True)
def begin(concern: Concern, *, by, key: UUID, kind: str) -> Paper:
    """Begin a letter or a form. `key` is the row's, so that a second click makes nothing more."""
    still_open(concern)
    if kind not in rules.templates():
        raise NotAllowed("Choose which letter or form it is to be.")
    if found := Paper.objects.filter(pk=key, concern=concern).first():
        return found
    return Paper.objects.create(id=key, school_id=concern.school_id, concern=concern, kind=kind, begun_by_id=by.id)


@action("handling.write_paper", needs=Can.HANDLE_CONCERN, sentence="{by} filled in {about}")
def write(paper: Paper, *, by, said: dict) -> None:
    """Keep what was filled in, complete or not: it can be gone on with. A letter never has a child's name in it."""
    still_open(paper.concern)
    _still_draft(paper)
    names = paper.concern.children.exclude(pupil=None).values_list("pupil__name", flat=True)
    if paper.template.names_no_child and names_a_child(said.values(), names):
        raise NotAllowed("A child’s name stands in it.", "Take it out: such a letter names no child.")
    paper.words, paper.changed_at = seal(paper.school_id, paper.concern_id, said), timezone.now()
    paper.save(update_fields=["words", "changed_at"])


@action("handling.take_paper", needs=Can.HANDLE_CONCERN, sentence="{by} took out {about} as a file")
def take(paper: Paper, *, by) -> None:
    """Write down that a file of it left the program: who, when. The file is made by `word.py` from what stands here."""
    if hindered := rules.hinders(paper.template, opened(paper.school_id, paper.concern_id, paper.words)):
        raise NotAllowed(hindered, "Go on with it, then take the file.")


@action("handling.give_paper", needs=Can.HANDLE_CONCERN, sentence="{by} noted that {about} was sent")
def give(paper: Paper, *, by, on: date, said: dict) -> None:
    """It was sent: on which day, to whom, by which way. `said` is sealed."""
    still_open(paper.concern)
    if hindered := rules.hinders(paper.template, opened(paper.school_id, paper.concern_id, paper.words)):
        raise NotAllowed(hindered, "What was sent was complete: fill it in here as well.")
    if on > timezone.localdate():
        raise NotAllowed("This day is still to come.", "Note it when it was sent.")
    paper.given_on = on
    rules.LIFECYCLE.move(paper, "give", with_fields=("given_on",))
    _after(paper, said)


@action("handling.paper_answered", needs=Can.HANDLE_CONCERN, sentence="{by} noted what came back to {about}")
def answered(paper: Paper, *, by, said: dict) -> None:
    """An acknowledgement or a reply: when, from whom, what it says."""
    still_open(paper.concern)
    if paper.state != rules.GIVEN:
        raise NotAllowed("It has not been noted as sent.", "Note that first.")
    _after(paper, said)


@action("handling.drop_paper", needs=Can.HANDLE_CONCERN, sentence="{by} put away {about}")
def drop(paper: Paper, *, by) -> None:
    """Put away a draft that will not be sent. It is kept."""
    still_open(paper.concern)
    rules.LIFECYCLE.move(paper, "drop")


def _after(paper: Paper, said: dict) -> None:
    known = opened(paper.school_id, paper.concern_id, paper.after)
    paper.after = seal(paper.school_id, paper.concern_id, {**known, **said})
    paper.save(update_fields=["after"])


def _still_draft(paper: Paper) -> None:
    if paper.state != rules.DRAFT:
        raise NotAllowed("It was sent or put away, and stays as it is.", "Begin another one.")
