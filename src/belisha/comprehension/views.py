"""Short questions for those who keep them: which are asked, write one, switch it on and off, who understood it."""

from django.http import Http404
from django.urls import reverse

from belisha.comprehension import actions, queries
from belisha.comprehension.forms import AddForm, QuestionForm
from belisha.core.access import Can, may, require
from belisha.core.action import fingerprint
from belisha.look.pages import done, get_and_post, get_only, page, post_only, posted


@get_only
def policy(request, policy_id):
    """The questions of one policy, and those of the pack that could be asked."""
    found, version = _policy(request, policy_id)
    keeps = may(request.actor, Can.KEEP_DUTIES, found)
    rows = [(question, fingerprint(question)) for question in queries.of_policy(request.actor, found)]
    return page(
        request, "comprehension/policy.html", policy=found, version=version, rows=rows, keeps=keeps,
        offered=queries.offered(request.actor, version) if keeps else (),
    )  # fmt: skip


@get_only
def detail(request, short_question_id):
    """One question, the clauses that it is about, and who understood it."""
    question = queries.question_for(request.actor, short_question_id)
    if not queries.may_look(request.actor, question.policy):
        raise Http404
    rows, after = queries.page_of_understood(request.actor, question, request.GET.get("after", ""))
    return page(
        request, "comprehension/detail.html", question=question, clauses=queries.about(request.actor, question),
        rows=rows, next=f"?after={after}" if after else "", keeps=may(request.actor, Can.KEEP_DUTIES, question),
        choices=list(enumerate(question.choices, 1)), seen=fingerprint(question),
    )  # fmt: skip


@get_and_post
def add(request, policy_id):
    """Write a question."""
    found, version = _policy(request, policy_id)
    require(request.actor, Can.KEEP_DUTIES, found)
    initial = {"clauses": request.GET.get("clauses", "")}
    form = AddForm(posted(request), initial=initial, idents=queries.idents(request.actor, version))
    if form.is_valid():
        key = form.cleaned_data["key"]
        question = actions.add(found, by=request.actor, key=key, **form.given)
        return done(request, "It is written. Switch it on when it is to be asked.", question)
    return page(request, "comprehension/add.html", policy=found, version=version, form=form)


@get_and_post
def edit(request, short_question_id):
    """Reword a question that is not asked yet."""
    question = queries.question_for(request.actor, short_question_id)
    require(request.actor, Can.KEEP_DUTIES, question)
    _, version = _policy(request, question.policy_id)
    seen = request.POST.get("seen") or fingerprint(question)
    form = QuestionForm(posted(request), initial=_written(question), idents=queries.idents(request.actor, version))
    if form.is_valid():
        actions.change(question, by=request.actor, seen=seen, **form.given)
        return done(request, "The question was saved.", question)
    return page(request, "comprehension/edit.html", question=question, version=version, form=form, seen=seen)


@post_only
def take(request, policy_id):
    """Switch on a question of the pack."""
    found, _ = _policy(request, policy_id)
    question = actions.take(found, by=request.actor, key=request.POST.get("key", ""))
    said = "It is asked of everybody who acknowledges from now on."
    return done(request, said, reverse("comprehension:policy", args=[question.policy_id]))


# What can be done to a question with one button: the action, and what is said afterwards.
STEPS = {
    "start": (actions.start, "It is asked of everybody who acknowledges from now on."),
    "stop": (actions.stop, "It is no longer asked. Who understood it is kept."),
}


@post_only
def move(request, short_question_id, step):
    """Do what a button says."""
    act, said = STEPS[step]
    question = queries.question_for(request.actor, short_question_id)
    act(question, by=request.actor, seen=request.POST.get("seen", ""))
    return done(request, said, reverse("comprehension:policy", args=[question.policy_id]))


def _policy(request, policy_id):
    found, version = queries.in_force_for(request.actor, policy_id)
    if version is None or not queries.may_look(request.actor, found):
        raise Http404
    return found, version


def _written(question) -> dict:
    answers = {f"answer_{number}": choice for number, choice in enumerate(question.choices, 1)}
    shown = {name: getattr(question, name) for name in ("text", "right", "why")}
    return {**shown, **answers, "clauses": " ".join(question.clauses)}
