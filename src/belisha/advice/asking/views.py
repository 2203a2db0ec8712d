"""Ask "may I…?": the next question, the answer, what if, and what one asked before."""

from uuid import uuid4

from django.http import Http404, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse

from belisha.advice.asking import actions, answering, asked, cures, known, queries, rules, showing
from belisha.advice.asking.forms import DeclarationForm, FactForm, FactPickForm
from belisha.core.access import Can, require
from belisha.core.errors import NotAllowed
from belisha.look.pages import get_and_post, get_only, page, post_only, posted

# Where somebody goes who leaves in a hurry: a page that everybody has open now and then.
LEAVES_TO = "policy:list"
PLATFORM = "channel.platform"


@get_and_post
def next_(request, inquiry_id):
    """The next question that is open, and no other; when there is none, what was said, and the answer."""
    inquiry = queries.inquiry_for(request.actor, inquiry_id)
    if inquiry.state == rules.ANSWERED:
        return redirect(inquiry)
    stands = answering.standing(request.actor, inquiry)
    if stands is None:
        return page(request, "asking/no_policy.html", inquiry=inquiry, **_beside(request))
    if request.method == "POST" and (name := _answered(request, inquiry, stands)):
        return _take(request, inquiry, stands, name)
    if name := _singled_out(request, stands):
        return _ask(request, inquiry, stands, _form(request, inquiry, stands, name), name)
    return _together(request, inquiry, stands)


@get_and_post
def change(request, inquiry_id, number):
    """Change what was said: the same question again."""
    inquiry = queries.inquiry_for(request.actor, inquiry_id)
    stands = answering.standing(request.actor, inquiry)
    if inquiry.state == rules.ANSWERED or stands is None:
        return redirect(inquiry)
    names = rules.in_order(stands.facts, inquiry.said, inquiry.asked)
    if number > len(names):
        raise Http404
    # The form says which fact its page showed: numbers move when something is said in another tab.
    return _take(request, inquiry, stands, _answered(request, inquiry, stands) or names[number - 1], number)


@post_only
def conclude(request, inquiry_id):
    """Show the answer: it is given now, and kept."""
    return _onward(request, queries.inquiry_for(request.actor, inquiry_id))


@get_only
def detail(request, inquiry_id):
    """The answer as it was given then."""
    inquiry = queries.inquiry_for(request.actor, inquiry_id)
    if inquiry.state != rules.ANSWERED:
        return redirect(inquiry)
    answer, stands = _answer(request, inquiry), answering.standing(request.actor, inquiry)
    return page(
        request, "asking/stop.html" if answer.is_stop else "asking/answer.html", inquiry=inquiry, answer=answer,
        steps=[] if answer.is_stop or stands is None else cures.steps(request.actor, stands.explanation, inquiry),
        superseded=queries.superseded(request.actor, inquiry), moved=_moved(inquiry, stands),
        anew=inquiry.begun_under_id not in (None, inquiry.version_id), again=uuid4(), **_beside(request),
        ended=queries.ended(request.actor, [inquiry]).get(inquiry.pk, ()), goes=queries.answers_to(request.actor),
    )  # fmt: skip


@get_only
def print_(request, inquiry_id):
    """The record for paper, with what proves it."""
    inquiry = queries.answered_for(request.actor, inquiry_id)
    entry = queries.entry_of(request.actor, inquiry)
    return page(
        request, "asking/print.html", inquiry=inquiry, answer=_answer(request, inquiry), entry=entry,
        **_beside(request),
    )  # fmt: skip


@get_only
def record(request, inquiry_id):
    """The record as a file: what the proof is the hash of."""
    inquiry = queries.answered_for(request.actor, inquiry_id)
    headers = {"Content-Disposition": 'attachment; filename="record.json"'}
    return JsonResponse(inquiry.record(), headers=headers, json_dumps_params=rules.CANONICAL)


@get_and_post
def what_if(request, inquiry_id):
    """Change one fact in thought and see the answer beside the first. Nothing is written, whatever is sent."""
    inquiry = queries.answered_for(request.actor, inquiry_id)
    first = _answer(request, inquiry)
    stands = answering.standing(request.actor, inquiry)
    if first.is_stop or stands is None:
        return redirect(inquiry)
    picking = FactPickForm(posted(request), facts=_changeable(inquiry, stands))
    context = {"inquiry": inquiry, "first": first, **_beside(request)}
    if not picking.is_valid():
        return page(request, "asking/what_if.html", form=picking, **context)
    fact = stands.facts.facts[picking.cleaned_data["fact"]]
    form = FactForm(request.POST if "chosen" in request.POST else None, fact=fact)
    if not form.is_valid():
        return page(request, "asking/what_if_value.html", form=form, fact=fact, **context)
    other = answering.what_if(request.actor, inquiry, fact.name, form.cleaned_data["value"])
    values = queries.clauses(request.actor, other.book.version.pk, [row.id for row in other.explanation.clauses])
    second = showing.answer(other.explanation_data(), other.facts, values, other.register_data())
    says = fact.in_words(rules.as_value(fact, form.cleaned_data["value"]))
    return page(request, "asking/what_if_answer.html", second=second, fact=fact, says=says, **context)


@post_only
def again(request, inquiry_id):
    """Ask the same again, from what was said then and what the registers say now."""
    before = queries.answered_for(request.actor, inquiry_id)
    anew = actions.begin(
        request.actor.school, by=request.actor, key=rules.key_from(request.POST.get("key")), doing=before.doing,
        facts=before.said, words=before.words,
    )  # fmt: skip
    if rules.DECLARATION in before.asked and rules.DECLARATION not in anew.asked:
        actions.choose(anew, by=request.actor, declaration=before.declaration)
    return _onward(request, anew)


@get_only
def list_(request):
    """What one asked before: one's own, and nobody else's."""
    require(request.actor, Can.ASK_ADVICE)
    rows, after = queries.page_of(request.actor, request.GET.get("after", ""))
    ended = queries.ended(request.actor, rows)
    return page(request, "asking/list.html", rows=rows, ended=ended, next=f"?after={after}" if after else "")


# -- parts -----------------------------------------------------------------------------------------------------------


def _answered(request, inquiry, stands) -> str:
    """The question that was on the page when its form was sent, if it is still one: open, or said before."""
    name = request.POST.get("fact", "")
    return name if name in stands.asks or name in inquiry.said or name in inquiry.asked else ""


def _singled_out(request, stands) -> str:
    """The one question of the next page, or the one of several that is not as it usually is."""
    other = request.POST.get("other", "")
    return other if other in stands.asks else stands.asks[0] if len(stands.asks) == 1 else ""


def _together(request, inquiry, stands):
    """What is left and has a usual answer, to be agreed to at once; or, where nothing is left, what was said."""
    if agreed := [name for name in stands.asks if name in request.POST.getlist("usual")]:
        actions.agree(inquiry, by=request.actor, facts=agreed)
        return _onward(request, inquiry)
    template, rows = "asking/usual.html", asked.usual(stands)
    if not stands.asks:
        template, rows = "asking/check.html", asked.said(inquiry, stands)
    back = asked.back(inquiry, stands)
    return page(request, template, inquiry=inquiry, rows=rows, back=back, **_beside(request, stands))


def _take(request, inquiry, stands, name: str, number: int = 0):
    """Take the answer to a question, or show the question with what is wrong."""
    form = _form(request, inquiry, stands, name)
    if not form.is_valid():
        return _ask(request, inquiry, stands, form, name, number)
    if name == rules.DECLARATION:
        actions.choose(inquiry, by=request.actor, declaration=form.cleaned_data["declaration"])
    else:
        actions.say(inquiry, by=request.actor, fact=name, value=form.cleaned_data["value"])
    return _onward(request, inquiry)


def _onward(request, inquiry):
    """To the next question, or, when nothing more would change it, to the answer."""
    stands = None if inquiry.state == rules.ANSWERED else answering.standing(request.actor, inquiry)
    if stands is not None and not stands.asks:
        try:
            actions.conclude(inquiry, by=request.actor)
        except NotAllowed:
            # Another tab was faster, or the policy or a register changed in this moment: its page says which.
            return redirect("asking:next", inquiry.pk)
    return redirect(inquiry)


def _form(request, inquiry, stands, name: str):
    """The form of a question. Only what was sent for this question is read into it."""
    data = posted(request) if request.POST.get("fact") == name else None
    if name == rules.DECLARATION:
        choices, before = known.choices(request.actor), rules.DECLARATION in inquiry.asked
        return DeclarationForm(data, choices=choices, chosen=inquiry.declaration, known=before)
    said, limit = inquiry.said, stands.left[name].may_be if name in stands.left else ()
    return FactForm(data, fact=stands.facts.facts[name], value=said.get(name), known=name in said, limit=limit)


def _ask(request, inquiry, stands, form, name: str, number: int = 0):
    """The page of a question."""
    fact = stands.facts.facts.get(name)
    why = fact.why if fact and fact.why else "What the school has on record about it decides."
    back = asked.back(inquiry, stands, number)
    return page(
        request, "asking/question.html", inquiry=inquiry, form=form, why=why, back=back,
        known=stands.left.get(name), suggestions=known.platforms(request.actor) if name == PLATFORM else (),
        **_beside(request, stands),
    )  # fmt: skip


def _beside(request, stands=None) -> dict:
    """What stands on every page of asking: the way out, and what comes first where a child may be in danger."""
    first = showing.first_notes(stands.explanation) if stands else ()
    danger = stands is not None and showing.is_safeguarding(stands.explanation)
    telling = queries.telling(request.actor)
    return {"leave": reverse(LEAVES_TO), "first_notes": first, "safeguarding": danger, "telling": telling}


def _answer(request, inquiry) -> showing.Answer:
    clauses = queries.clauses_of(request.actor, inquiry)
    return showing.answer(inquiry.explanation, rules.facts(), clauses, inquiry.registers)


def _moved(inquiry, stands) -> bool:
    """Whether the answer could be another today, under the policy in force and with what the registers say now: it
    would be, or there is something to ask that there was not, since a register has come to know more."""
    if stands is None:
        return False
    now, kept = stands.explanation, inquiry.explanation
    return bool(stands.asks) or (now.verdict, list(now.deciding)) != (inquiry.verdict, rules.deciding(kept))


def _changeable(inquiry, stands) -> list:
    """The facts of the answer that could be otherwise: those said, known by a register, or not known."""
    facts = stands.facts.facts
    kept = inquiry.explanation
    names = {row["name"] for row in kept["facts"]} | {row["fact"] for row in kept["asked_because"]}
    return [fact for name, fact in facts.items() if name in names and fact.values and not fact.derived]
