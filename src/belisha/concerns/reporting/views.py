"""Report a concern: one question a page, for everybody, with an account or without."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse

from belisha.concerns.reporting import actions, carrying, queries, questions, rules
from belisha.concerns.reporting.forms import DangerForm, OpennessForm, PageForm, SearchForm
from belisha.concerns.returning import tokens
from belisha.concerns.rules import ANONYMOUS, TYPES, type_row
from belisha.core.errors import Conflict
from belisha.look.pages import done, get_and_post, get_only, page, posted


@login_not_required
@get_and_post
def start(request):
    """Is a child in danger now? Then who reports, and on."""
    actor, found = request.actor, queries.schools(request.actor)
    if not found:
        return page(request, "reporting/closed.html", rows=queries.anybody_to_call())
    school = queries.school_at(actor, request.GET.get("school", ""))
    if school is None:
        return redirect("returning:doors")
    form = DangerForm(posted(request), signed_in=actor.id is not None, for_another=queries.for_another(actor))
    if not form.is_valid():
        return page(request, "reporting/start.html", form=form, school=school, rows=queries.to_call(school))
    queries.can_report(actor, school)
    given = {key: value for key, value in form.cleaned_data.items() if value}
    draft = actions.begin(school, by=queries.doer(actor), **given)
    carrying.begin(request, draft)
    return redirect("reporting:danger_now" if given["danger"] == rules.YES else "reporting:kind", draft.pk)


@login_not_required
@get_only
def danger(request):
    """Whom to call now. It asks nothing and keeps nothing."""
    school = queries.school_at(request.actor, request.GET.get("school", ""))
    return page(request, "reporting/danger.html", rows=queries.to_call(school) or queries.anybody_to_call())


@login_not_required
@get_and_post
def danger_now(request, draft_id):
    """Whom to call first; and the answer to the first question, to be changed."""
    draft = queries.draft_for(request.actor, draft_id)
    said = queries.said(draft)
    given = request.POST.get("danger", "")
    if request.method == "POST" and given in {rules.YES, rules.NO, rules.UNKNOWN}:
        actions.say(draft, by=queries.doer(request.actor), danger=given)
        return redirect("reporting:danger_now" if given == rules.YES else "reporting:next", draft.pk)
    rows = queries.to_call(draft.school)
    return page(request, "reporting/danger.html", draft=draft, rows=rows, danger=said.get("danger"))


@login_not_required
@get_and_post
def kind(request, draft_id):
    """What it is about: the list, a search in plain words, or a question that leads there. Searching keeps nothing."""
    draft = queries.draft_for(request.actor, draft_id)
    chosen = request.POST.get("kind", "")
    if chosen in TYPES:
        return _say(request, draft, {"kind": chosen})
    form = SearchForm(posted(request) if "words" in request.POST else None)
    words = form.cleaned_data["words"] if form.is_valid() else ""
    finder = next((each for each in questions.finders() if each.key == request.POST.get("find")), None)
    found = rules.matching(words) if words else finder.types if finder else ()
    rows = [(key, type_row(key)) for key in found or TYPES]
    return page(
        request, "reporting/kind.html", draft=draft, form=form, rows=rows, finders=questions.finders(), finder=finder,
        narrowed=bool(found), nothing=bool(words) and not found, said=queries.said(draft),
    )  # fmt: skip


@login_not_required
@get_and_post
def next_(request, draft_id):
    """The next question that is open; when there is none, everything to be checked."""
    draft = queries.draft_for(request.actor, draft_id)
    said = queries.said(draft)
    if not said.get("kind"):
        return redirect("reporting:kind", draft.pk)
    asked = rules.pages(said, draft.lane)
    number = _shown(request, asked) or rules.next_page(said, draft.lane)
    return _ask(request, draft, said, number) if number else redirect("reporting:check", draft.pk)


@login_not_required
@get_and_post
def change(request, draft_id, number):
    """A question again, with what was answered."""
    draft = queries.draft_for(request.actor, draft_id)
    said = queries.said(draft)
    asked = rules.pages(said, draft.lane)
    if number > len(asked):
        raise Http404
    # The form says which question its page showed: numbers move when something is said in another window.
    return _ask(request, draft, said, _shown(request, asked) or number)


@login_not_required
@get_only
def stop(request, draft_id):
    """The stop page of the lane without files (clauses 7-01-a, 7-01-d)."""
    draft = queries.draft_for(request.actor, draft_id)
    if not draft.lane:
        raise Http404
    danger = queries.to_call(draft.school)
    told = {row.key for row in danger}
    rows = [row for row in queries.to_call(draft.school, draft.lane) if row.key not in told]
    return page(request, "reporting/stop.html", draft=draft, rows=rows, danger=danger)


@login_not_required
@get_and_post
def check(request, draft_id):
    """Everything on one page, to be changed or sent."""
    draft = queries.find_draft(request.actor, draft_id)
    if draft is None:
        return _sent_before(request, draft_id)
    said = queries.said(draft)
    if not rules.is_whole(said, draft.lane):
        return redirect("reporting:next", draft.pk)
    if request.method != "POST":
        return page(
            request, "reporting/check.html", draft=draft, said=said, rows=queries.lines(draft, said),
            label=TYPES[said["kind"]], danger=dict(DangerForm.base_fields["danger"].choices).get(said.get("danger")),
            token=tokens.for_form(draft.pk) if queries.is_hidden(request.actor, said) else "",
        )  # fmt: skip
    token = tokens.from_form(request.POST.get("token", ""), draft.pk) or tokens.fresh()
    try:
        receipt = actions.send(draft, by=queries.doer(request.actor), token=token)
    except Conflict:
        # A second click, a moment later: the first has sent it.
        return _sent_before(request, draft_id)
    return _sent(request, receipt, token)


@login_not_required
@get_and_post
def drop(request, draft_id):
    """Drop what was not sent."""
    draft = queries.draft_for(request.actor, draft_id)
    if request.method != "POST":
        return page(request, "reporting/drop.html", draft=draft)
    actions.drop(draft, by=queries.doer(request.actor))
    carrying.end(request, draft_id)
    return done(request, "It was dropped. Nothing was sent.", "reporting:start")


@get_only
def mine(request):
    """What you reported: what is not sent, and the receipts of what is. One's own, and nobody else's."""
    drafts, receipts = queries.begun(request.actor), queries.receipts(request.actor)
    return page(request, "reporting/mine.html", drafts=drafts, receipts=receipts)


# -- parts -----------------------------------------------------------------------------------------------------------


def _shown(request, asked) -> int | None:
    """The number of the page that was on the screen when its form was sent, if it is still asked."""
    keys = [each.key for each in asked]
    shown = request.POST.get("shown", "")
    return keys.index(shown) + 1 if shown in keys else None


def _ask(request, draft, said, number: int):
    """The page of a question, or what its form says."""
    asked = rules.pages(said, draft.lane)[number - 1]
    if asked.special == questions.ABOUT:
        return redirect("reporting:people", draft.pk)
    if asked.special == questions.FILES:
        return redirect("evidence:of_draft", draft.pk)
    form = _form(request, asked, said)
    if form.is_valid():
        return _say(request, draft, form.answers)
    template = "reporting/openness.html" if asked.special == questions.OPENNESS else "reporting/question.html"
    return page(request, template, draft=draft, form=form, asked=asked, back=back_to(draft, said, number))


def _form(request, asked, said):
    """The form of a question. Only what was sent for this question is read into it."""
    data = posted(request) if request.POST.get("shown") == asked.key else None
    if asked.special == questions.OPENNESS:
        return OpennessForm(data, said=said, public=request.actor.id is None)
    return PageForm(data, asked=asked, said=said)


def _say(request, draft, answers: dict):
    """Keep the answers and go on; at the first that points to the lane without files, to its stop page."""
    before = draft.lane
    actions.say(draft, by=queries.doer(request.actor), **answers)
    return redirect("reporting:stop" if draft.lane != before else "reporting:next", draft.pk)


def back_to(draft, said, number: int) -> str:
    """The page before this one. Files have a page of another room, which leads on and not back."""
    asked = rules.pages(said, draft.lane)
    before = [at for at in range(1, number) if asked[at - 1].special != questions.FILES]
    if not before:
        return reverse("reporting:kind", args=[draft.pk])
    return reverse("reporting:change", args=[draft.pk, before[-1]])


def _sent(request, receipt, token: str):
    """After sending. Without a name the answer itself shows the code: nothing may remember who asks for it."""
    if not queries.is_anonymous(receipt):
        return redirect("returning:receipt", receipt.pk)
    carrying.end(request, receipt.concern_id)
    return page(
        request, "reporting/sent.html", receipt=receipt, token=tokens.shown(token), **queries.of_receipt(receipt)
    )  # fmt: skip


def _sent_before(request, draft_id):
    """The same form sent twice shows the same: by the reporter's own receipt, or by the code that came with it."""
    if receipt := queries.receipt_of(request.actor, draft_id):
        return redirect("returning:receipt", receipt.pk)
    token = tokens.from_form(request.POST.get("token", ""), draft_id)
    receipt = queries.receipt_by_token(token)
    if receipt is None or receipt.concern.openness != ANONYMOUS or receipt.concern_id != draft_id:
        raise Http404
    return _sent(request, receipt, token)
