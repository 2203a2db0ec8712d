"""Ask about a clause, or about an answer that one was given, and answer."""

from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse

from belisha.advice import actions, queries, rules
from belisha.advice.forms import ASKER, EVERYONE, AnswerForm, AskForm, GrantForm, SendForm, TermsForm
from belisha.core.access import Can, may, require
from belisha.core.action import fingerprint
from belisha.core.errors import NotAllowed, Refused
from belisha.core.queries import school_for
from belisha.look.pages import done, get_and_post, get_only, page, post_only, posted


@get_only
def list_(request):
    """Questions: those that wait for this adult's answer, their own, and what was answered for everybody."""
    lists = queries.lists_for(request.actor)
    require(request.actor, Can.ASK_QUESTION)
    show = request.GET.get("show") if request.GET.get("show") in lists else next(iter(lists))
    rows, after = queries.page_of(request.actor, show, request.GET.get("after", ""))
    following = f"?show={show}&after={after}" if after else ""
    return page(
        request, "advice/list.html", lists=lists, show=show, rows=rows, next=following,
        may_set=may(request.actor, Can.ANSWER_QUESTION, request.actor.school),
    )  # fmt: skip


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


@get_and_post
def send(request, inquiry_id):
    """Send an answer of one's own: all of what is sent stands on the page."""
    inquiry = queries.inquiry_to_send(request.actor, inquiry_id)
    if before := queries.sent_before(request.actor, inquiry):
        return redirect(before)
    form = SendForm(posted(request), initial={"text": inquiry.words})
    if form.is_valid():
        question = actions.send(inquiry, by=request.actor, **form.cleaned_data)
        return done(request, "Your question was sent. You find it, and the answer, here.", question)
    sent, due = queries.to_send(request.actor, inquiry), queries.due_if_asked_today(request.actor)
    goes = queries.answers_to(request.actor)
    return page(request, "advice/send.html", inquiry=inquiry, form=form, sent=sent, due=due, goes=goes)


@get_only
def detail(request, question_id):
    """One question and its answer."""
    question = queries.question_for(request.actor, question_id)
    answers, waits = queries.answers(request.actor, question), question.state == rules.OPEN
    return page(
        request, "advice/detail.html", seen=queries.seen(request.actor, question), question=question,
        may_answer=answers, may_withdraw=_may_withdraw(request, question), led_to=queries.led_to(question),
        may_grant=answers and waits and queries.grants(request.actor, question),
        may_agree=answers and waits and may(request.actor, Can.AGREE_PROTOCOL, question),
    )  # fmt: skip


@get_and_post
def answer(request, question_id):
    """Answer a question, or change the answer."""
    question = queries.question_to_answer(request.actor, question_id)
    seen = request.POST.get("seen") or fingerprint(question)
    form = AnswerForm(
        posted(request), initial=_answered(question), protocols=queries.agreed_since(request.actor, question),
        asks_for_words=question.clause is None,
    )  # fmt: skip
    if form.is_valid():
        act = actions.give_answer if question.state == rules.OPEN else actions.change_answer
        act(question, by=request.actor, seen=seen, **form.given)
        return done(request, "Your answer was saved. Whoever asked can read it now.", question)
    rules.LIFECYCLE.check(question, "answer" if question.state == rules.OPEN else "change")
    return page(request, "advice/answer.html", question=question, form=form, seen=seen)


def _answered(question) -> dict:
    """What the form shows before anything is typed. Words that were sent with facts are never offered to everybody."""
    readers = EVERYONE if question.for_everyone else ASKER
    return {
        "text": question.answer,
        "readers": readers if question.state == rules.ANSWERED else None,
        "shown_as": question.shown_as or (question.text if question.clause else ""),
        "unclear": question.unclear,
        "protocol": str(question.led_to) if question.outcome == rules.AGREED else "",
    }


@get_and_post
def grant(request, question_id):
    """Answer with a permission."""
    question = queries.question_to_answer(request.actor, question_id)
    if question.clause or not queries.grants(request.actor, question):
        raise Http404
    rules.LIFECYCLE.check(question, "answer")
    seen = request.POST.get("seen") or fingerprint(question)
    form = GrantForm(posted(request), initial=queries.wanted(question))
    if form.is_valid():
        actions.grant(question, by=request.actor, seen=seen, **form.given)
        return done(request, "The permission was granted, and stands in the register.", question)
    return page(request, "advice/grant.html", question=question, form=form, seen=seen)


@post_only
def mark(request, question_id):
    """Note that the policy is unclear here, or that it is not."""
    question, unclear = queries.question_to_answer(request.actor, question_id), "unclear" in request.POST
    actions.mark(question, by=request.actor, unclear=unclear)
    said = "It is on the list for the next edition." if unclear else "It is off the list for the next edition."
    return done(request, said, question)


@get_and_post
def terms(request):
    """By when questions are answered in this school."""
    school = school_for(request.actor, Can.ANSWER_QUESTION)
    now = queries.terms(request.actor, school)
    form = TermsForm(posted(request), initial={"answer_days": now.answer_days})
    if form.is_valid():
        actions.set_terms(school, by=request.actor, **form.cleaned_data)
        return done(request, "The period was saved.", "advice:list")
    return page(request, "advice/terms.html", form=form)


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
