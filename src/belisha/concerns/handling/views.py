"""What is done about a concern: its steps, and the index of what shows something."""

from datetime import date

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header

from belisha.concerns import actions as concerns
from belisha.concerns.handling import actions, index, queries, rules
from belisha.concerns.handling.forms import StepForm
from belisha.concerns.handling.papers import word
from belisha.concerns.handling.papers.rules import Line
from belisha.concerns.queries import concern_for
from belisha.core.access import Can, require
from belisha.core.errors import NotAllowed
from belisha.look.pages import done, get_and_post, get_only, page, post_only, posted
from belisha.look.templatetags.look import day


@get_only
def steps(request, concern_id):
    """Every step, by its group."""
    concern = opened_concern(request, concern_id)
    found = queries.steps_of(request.actor, concern)
    labels = {each.step.group: rules.groups()[each.step.group] for each in found}
    groups = [(label, [each for each in found if each.step.group == key]) for key, label in labels.items()]
    return page(request, "handling/steps.html", concern=concern, groups=groups)


@get_and_post
def step(request, concern_id, number):
    """One step: what it is, whom to call, what was answered, where it stands."""
    concern = opened_concern(request, concern_id)
    standing = queries.step_for(request.actor, concern, number)
    one = standing.step
    initial = {"turn": standing.turn, "left_out": standing.reason}
    initial |= {"state": standing.state} if standing.entry else {}
    form = StepForm(posted(request), asks=one.asks, answers=standing.answers, initial=initial)
    if form.is_valid():
        said = {"state": form.cleaned_data["state"], "reason": form.cleaned_data["left_out"]}
        actions.note(
            concern, by=request.actor, step=one.key, label=one.label, answers=form.answers(),
            turn=form.cleaned_data["turn"] or 0, **said,
        )  # fmt: skip
        return done(request, "Written down.", to("steps", concern))
    before = [(entry, words) for entry, words in queries.entries_of(request.actor, concern) if entry.step == one.key]
    return page(
        request, "handling/step.html", concern=concern, standing=standing, step=one, form=form,
        numbers=queries.numbers(concern.school, one.numbers) if one.numbers else (),
        employers=queries.subjects_of(request.actor, concern) if one.does == "employer" else (),
        before=[(entry, _said(one, words), words.get("reason", "")) for entry, words in before],
    )  # fmt: skip


@get_only
def evidence(request, concern_id):
    """The index of what shows something, as a table."""
    concern = opened_concern(request, concern_id)
    return page(request, "handling/index.html", concern=concern, pieces=index.pieces(request.actor, concern))


@post_only
def export(request, concern_id):
    """The same as a Word file, which is written down."""
    concern = concern_for(request.actor, concern_id)
    found = index.pieces(request.actor, concern)
    if not found:
        raise NotAllowed("There is nothing to list yet.")
    actions.take_index(concern, by=request.actor)
    school = concern.school.name
    lines = [Line("Index of evidence", heading=True), Line(f"{school}, {concern.number}, {day(timezone.localdate())}")]
    return as_file("form.docx", word.document(lines, school, index.table(found)))


def opened_concern(request, concern_id):
    """The concern, for somebody who may handle it; that they opened a page of it is written down."""
    concern = concern_for(request.actor, concern_id)
    require(request.actor, Can.HANDLE_CONCERN, concern)
    if request.method == "GET":
        concerns.read(concern, by=request.actor)
    return concern


def to(name: str, *things) -> str:
    """The address of a page of this room about a concern, or about something of one."""
    return reverse(f"handling:{name}", args=[thing.pk for thing in things])


def as_file(name: str, content: bytes) -> HttpResponse:
    """A Word file to keep, whose name says nothing."""
    answer = HttpResponse(content, content_type=word.MEDIA_TYPE)
    answer["Content-Disposition"] = content_disposition_header(True, name)
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return answer


def _said(one: rules.Step, words: dict) -> list[tuple[str, str]]:
    answers = words.get("answers", {})
    return [(ask.label, _in_words(ask, answers[ask.key])) for ask in one.asks if ask.key in answers]


def _in_words(ask: rules.Ask, answer: str) -> str:
    return day(date.fromisoformat(answer)) if ask.kind == "day" else ask.choices.get(answer, answer)
