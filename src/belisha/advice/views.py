"""Ask about a clause, and answer."""

from django.http import Http404
from django.urls import reverse

from belisha.advice import actions, queries, rules
from belisha.advice.forms import ASKER, EVERYONE, AnswerForm, AskForm
from belisha.core.access import Can, may, require
from belisha.core.action import fingerprint
from belisha.core.errors import NotAllowed, Refused
from belisha.look.pages import done, get_and_post, get_only, page, posted


@get_only
def list_(request):
    """Questions: those that wait for this adult's answer, their own, and what was answered for everybody."""
    lists = queries.lists_for(request.actor)
    require(request.actor, Can.ASK_QUESTION)
    show = request.GET.get("show") if request.GET.get("show") in lists else next(iter(lists))
    rows, after = queries.page_of(request.actor, show, request.GET.get("after", ""))
    following = f"?show={show}&after={after}" if after else ""
    return page(request, "advice/list.html", lists=lists, show=show, rows=rows, next=following)


@get_and_post
def ask(request, version_id, ident):
    """Ask about a clause: write, check, send."""
    clause = queries.clause_to_ask_about(request.actor, version_id, ident)
    require(request.actor, Can.ASK_QUESTION, clause)
    form, in_force = AskForm(posted(request)), queries.may_ask(request.actor, clause)
    if not in_force and request.method != "POST":
        raise NotAllowed("This version of the policy is not in force.", "Find the clause in the one that is.")
    if not in_force:
        form.add_error(None, "A newer version came into force while you wrote. Copy your words and ask about it there.")
    if form.is_valid() and "send" in request.POST:
        question = actions.ask(clause, by=request.actor, **form.cleaned_data)
        return done(request, "Your question was sent. You find it, and the answer, here.", question)
    checked = form.is_valid() and "change" not in request.POST
    return page(request, "advice/check.html" if checked else "advice/ask.html", clause=clause, form=form)


@get_only
def detail(request, question_id):
    """One question and its answer."""
    question = queries.question_for(request.actor, question_id)
    return page(
        request, "advice/detail.html", seen=queries.seen(request.actor, question), question=question,
        may_answer=may(request.actor, Can.ANSWER_QUESTION, question), may_withdraw=_may_withdraw(request, question),
    )  # fmt: skip


@get_and_post
def answer(request, question_id):
    """Answer a question, or change the answer."""
    question = queries.question_for(request.actor, question_id)
    if not may(request.actor, Can.ANSWER_QUESTION, question):
        raise Http404
    seen = request.POST.get("seen") or fingerprint(question)
    form = AnswerForm(posted(request), initial=_answered(question))
    if form.is_valid():
        act = actions.give_answer if question.state == rules.OPEN else actions.change_answer
        act(question, by=request.actor, seen=seen, **form.given)
        return done(request, "Your answer was saved. Whoever asked can read it now.", question)
    rules.LIFECYCLE.check(question, "answer" if question.state == rules.OPEN else "change")
    return page(request, "advice/answer.html", question=question, form=form, seen=seen)


def _answered(question) -> dict:
    """What the form shows before anything is typed."""
    readers = EVERYONE if question.for_everyone else ASKER
    return {
        "text": question.answer,
        "readers": readers if question.state == rules.ANSWERED else None,
        "shown_as": question.shown_as or question.text,
    }


@get_and_post
def withdraw(request, question_id):
    """Take back a question that nobody has answered."""
    question = queries.question_for(request.actor, question_id)
    if question.asker_id != request.actor.id:
        raise Refused("Only whoever asked can withdraw a question.")
    rules.LIFECYCLE.check(question, "withdraw")
    if request.method == "POST":
        actions.withdraw(question, by=request.actor)
        return done(request, "Your question was withdrawn.", reverse("advice:list") + "?show=own")
    return page(request, "advice/withdraw.html", question=question)


def _may_withdraw(request, question) -> bool:
    return question.asker_id == request.actor.id and rules.LIFECYCLE.allows(question.state, "withdraw")
