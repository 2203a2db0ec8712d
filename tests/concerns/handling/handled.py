"""For the world and the tests of this room: one of each thing that is done about a concern."""

import uuid
from datetime import timedelta

from cast import Cast
from django.utils import timezone

from belisha.concerns.handling import actions, rules
from belisha.concerns.handling.calling import actions as calling
from belisha.concerns.handling.checks import actions as checks
from belisha.concerns.handling.models import FilterCheck, Number, Paper, PostReport
from belisha.concerns.handling.papers import actions as papers
from belisha.concerns.handling.papers import rules as templates
from belisha.concerns.handling.posts import actions as posts
from belisha.concerns.models import Concern

# Answers with which each template is complete.
SAID = {ask.key: "Something" for one in templates.templates().values() for ask in one.asks} | {
    "on_site": "yes", "accused": "yes", "danger": "no", "told": "neither", "lead": "yes",
}  # fmt: skip


def noted(concern: Concern, adult, step: str, /, state: str = rules.DONE, turn: int = 0, left_out: str = "", **answers):
    """Somebody wrote something down in a step."""
    label = next(each.label for each in rules.steps() if each.key == step)
    return actions.note(
        concern, by=adult, step=step, label=label, state=state, answers=answers, reason=left_out, turn=turn
    )


def a_paper(concern: Concern, by, kind: str, **said) -> Paper:
    """A letter or form, filled in whole but for what is said otherwise."""
    paper = papers.begin(concern, by=by, key=uuid.uuid4(), kind=kind)
    wanted = [ask.key for ask in templates.templates()[kind].asks]
    papers.write(paper, by=by, said={**{key: SAID[key] for key in wanted}, **said})
    return paper


def a_post(concern: Concern, by, *, hours_ago: float = 0, intimate=False, unsafe=False) -> PostReport:
    """A report to a platform so many hours ago."""
    words = {"platform": "Facebook", "address": "https://pictures.example/1", "why": "Harassment", "reference": "R-77"}
    return posts.add(
        concern, by=by, key=uuid.uuid4(), reported_at=timezone.now() - timedelta(hours=hours_ago), words=words,
        intimate=intimate, unsafe=unsafe,
    )  # fmt: skip


def one_of_each_done(cast: Cast) -> None:
    """The numbers of the school, and what the Headteacher did about the concern of the world."""
    calling.stock(cast.school)
    concern, head = Concern.objects.get(school=cast.school), cast.head
    noted(concern, head, "danger", danger="no", why="Nothing points to it.")
    a_paper(concern, head, "invitation")
    a_post(concern, head)
    checks.ask(concern, by=head, key=uuid.uuid4(), says="Picture services on tablets.")


def keys_of_what_was_done(cast: Cast) -> dict:
    """A value for each key of an address of this room."""
    return {
        "number_id": Number.objects.get(school=cast.school, key="lado").pk,
        "post_id": PostReport.objects.get(school=cast.school).pk,
        "written_id": Paper.objects.get(school=cast.school).pk,
        "gap_id": FilterCheck.objects.get(school=cast.school).pk,
    }
