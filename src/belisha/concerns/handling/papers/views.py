"""Letters and forms: choose one, fill it in, take the file, note that it was sent and what came back."""

from django.utils import timezone

from belisha.concerns.handling import queries
from belisha.concerns.handling.papers import actions, rules, word
from belisha.concerns.handling.papers.forms import AnswerForm, BeginForm, GiveForm, PaperForm
from belisha.concerns.handling.views import as_file, opened_concern, to
from belisha.concerns.queries import concern_for
from belisha.core.action import fingerprint
from belisha.look.pages import done, get_and_post, get_only, page, post_only, posted
from belisha.look.templatetags.look import day


@get_and_post
def begin(request, concern_id):
    """Which letter or form; those that were begun stand below."""
    concern = opened_concern(request, concern_id)
    form = BeginForm(posted(request))
    if form.is_valid():
        made = actions.begin(concern, by=request.actor, **form.cleaned_data)
        return done(request, "It is begun. What you fill in is kept.", to("paper_edit", concern, made))
    return page(
        request, "handling/papers.html", concern=concern, form=form, papers=queries.papers_of(request.actor, concern)
    )


@get_only
def detail(request, concern_id, written_id):
    """What it will say, and what can be done with it."""
    concern, paper = _paper(request, concern_id, written_id)
    template, said = paper.template, queries.words_of(paper)
    hindered = rules.hinders(template, said)
    return page(
        request, "handling/paper.html", concern=concern, paper=paper, hindered=hindered,
        lines=() if hindered else _lines(concern, template, said), after=queries.after_of(paper),
        inside=[(ask.label, said[ask.key]) for ask in template.asks if ask.inside and said.get(ask.key)],
        numbers=queries.numbers(concern.school, template.numbers) if template.numbers else (),
    )  # fmt: skip


@get_and_post
def edit(request, concern_id, written_id):
    """Fill it in. What is not complete is kept as well."""
    concern, paper = _paper(request, concern_id, written_id)
    template = paper.template
    form = PaperForm(posted(request), asks=template.asks, answers=queries.words_of(paper))
    seen = request.POST.get("seen") or fingerprint(paper)
    if form.is_valid() and queries.names_child(request.actor, paper, form.answers()):
        form.add_error(None, "A child’s name stands in it. Take it out: such a letter names no child.")
    if form.is_valid():
        actions.write(paper, by=request.actor, said=form.answers(), seen=seen)
        return done(request, "Kept.", paper)
    numbers = queries.numbers(concern.school, template.numbers) if template.numbers else ()
    return page(
        request, "handling/paper_edit.html", concern=concern, paper=paper, form=form, seen=seen, numbers=numbers,
    )  # fmt: skip


@post_only
def export(request, concern_id, written_id):
    """The Word file. That it was taken is written down."""
    concern = concern_for(request.actor, concern_id)
    paper = queries.paper_for(request.actor, concern, written_id)
    actions.take(paper, by=request.actor)
    template, school = paper.template, concern.school.name
    return as_file(template.file, word.document(_lines(concern, template, queries.words_of(paper)), school))


@get_and_post
def give(request, concern_id, written_id):
    """Note that it was sent."""
    concern, paper = _paper(request, concern_id, written_id)
    form = GiveForm(posted(request), initial={"on": timezone.localdate()})
    if form.is_valid():
        said = {name: form.cleaned_data[name] for name in ("to", "how")}
        actions.give(paper, by=request.actor, on=form.cleaned_data["on"], said=said)
        return done(request, "Noted.", paper)
    return page(request, "handling/paper_give.html", concern=concern, paper=paper, form=form)


@get_and_post
def answer(request, concern_id, written_id):
    """Note what came back."""
    concern, paper = _paper(request, concern_id, written_id)
    form = AnswerForm(posted(request))
    if form.is_valid():
        said = {**form.cleaned_data, "answered": form.cleaned_data["answered"].isoformat()}
        actions.answered(paper, by=request.actor, said=said)
        return done(request, "Noted.", paper)
    return page(request, "handling/paper_answer.html", concern=concern, paper=paper, form=form)


@post_only
def drop(request, concern_id, written_id):
    """Put a draft away."""
    concern = concern_for(request.actor, concern_id)
    actions.drop(queries.paper_for(request.actor, concern, written_id), by=request.actor)
    return done(request, "The draft was put away.", to("papers", concern))


def _paper(request, concern_id, written_id):
    concern = opened_concern(request, concern_id)
    return concern, queries.paper_for(request.actor, concern, written_id)


def _lines(concern, template, said):
    return rules.lines(template, said, concern.school.name, day(timezone.localdate()))
