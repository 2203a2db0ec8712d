"""Concerns for those who deal with them: the queue, one concern on one page, and one decision a form."""

from django.urls import reverse

from belisha.concerns import actions as concerns
from belisha.concerns.rules import LIFECYCLE, NO_CONCERN
from belisha.concerns.triage import actions, queries, rules, showing
from belisha.concerns.triage.forms import ClausesForm, CloseForm, ConsultForm, DecideForm, ReasonForm, TermsForm
from belisha.core.access import Can, may, require
from belisha.core.errors import Refused
from belisha.look.pages import done, get_and_post, get_only, page, post_only, posted


@get_only
def list_(request):
    """The concerns that this adult may know of."""
    require(request.actor, Can.HANDLE_CONCERN)
    asked = request.GET
    show = asked.get("show") if asked.get("show") in queries.SHOWS else "open"
    order = asked.get("order") if asked.get("order") in queries.ORDERS else "newest"
    rows, after = queries.page_of(request.actor, show, order, asked.get("after", ""))
    following = f"?show={show}&order={order}&after={after}" if after else ""
    return page(
        request, "triage/list.html", rows=rows, show=show, order=order, shows=queries.SHOWS, orders=queries.ORDERS,
        next=following, may_set=may(request.actor, Can.KEEP_ROUTES, request.actor.school),
    )  # fmt: skip


@get_only
def detail(request, concern_id):
    """A concern and all that is known about it. That somebody read it is written down."""
    concern = queries.whole(request.actor, concern_id)
    if queries.may_handle(request.actor, concern):
        concerns.read(concern, by=request.actor)
    return page(request, "triage/detail.html", concern=concern, **showing.shown(request.actor, concern))


@post_only
def take(request, concern_id):
    """From now on this adult has it."""
    concern = queries.whole(request.actor, concern_id)
    actions.take(concern, by=request.actor)
    return done(request, "You have taken this concern. Nobody else decides about it until you give it back.", concern)


@get_and_post
def give_back(request, concern_id):
    """Somebody else shall have it."""
    concern = _own(request, concern_id)
    form = ReasonForm(posted(request), label="Why do you give it back?", hint="Whoever takes it next reads this.")
    if form.is_valid() and form.carried_out(actions.give_back, concern, by=request.actor, **form.cleaned_data):
        return done(request, "You have given the concern back. Those whom it reaches are written to.", concern)
    return page(request, "triage/reason.html", concern=concern, form=form, button="Give it back")


@get_and_post
def decide(request, concern_id):
    """Into one of the three baskets, with the reason."""
    concern = _own(request, concern_id)
    confirm = rules.needs_register(concern.kind, NO_CONCERN)
    form = DecideForm(posted(request), ask_register=confirm, initial={"basket": concern.basket})
    if form.is_valid() and form.carried_out(actions.decide, concern, by=request.actor, **form.given):
        return done(request, "Your decision was saved, with its reason.", concern)
    earlier = queries.earlier(request.actor, concern)
    return page(
        request, "triage/decide.html", concern=concern, form=form, guidance=rules.guidance(concern.kind),
        pattern=queries.shows_pattern(request.actor, concern, earlier, as_if=True),
    )  # fmt: skip


@get_and_post
def consult(request, concern_id):
    """Note that somebody outside was asked, and what they said."""
    concern = queries.whole(request.actor, concern_id)
    require(request.actor, Can.HANDLE_CONCERN, concern)
    form = ConsultForm(posted(request), initial={"body": request.GET.get("body", "")})
    if form.is_valid() and form.carried_out(actions.consult, concern, by=request.actor, **form.given):
        return done(request, "It was noted, with its day and time.", concern)
    return page(request, "triage/consult.html", concern=concern, form=form)


@get_and_post
def clauses(request, concern_id):
    """The clauses that it may touch, as a person chooses them."""
    concern = queries.whole(request.actor, concern_id)
    require(request.actor, Can.HANDLE_CONCERN, concern)
    versions = showing.versions_then(concern)
    offered = queries.offered(request.actor, concern, versions)
    kept = [f"{row.version_id or ''}:{row.ident}" for row in queries.touched(request.actor, concern)]
    form = ClausesForm(
        posted(request), offered=offered, initial={"chosen": kept},
        find=lambda typed: queries.find_clause(request.actor, versions, typed),
    )  # fmt: skip
    if form.is_valid() and form.carried_out(actions.touch, concern, by=request.actor, **form.given):
        return done(request, "The clauses were saved.", concern)
    return page(request, "triage/clauses.html", concern=concern, form=form, versions=versions, offered=offered)


@get_and_post
def close(request, concern_id):
    """End it, with the reason and what the reporter is told."""
    concern = _own(request, concern_id)
    LIFECYCLE.check(concern, "close")
    form = CloseForm(posted(request), ask_register=rules.needs_register(concern.kind, concern.basket))
    if form.is_valid() and form.carried_out(actions.close, concern, by=request.actor, **form.cleaned_data):
        return done(request, "The concern is closed.", concern)
    return page(request, "triage/close.html", concern=concern, form=form)


@get_and_post
def reopen(request, concern_id):
    """Something has come up."""
    concern = queries.whole(request.actor, concern_id)
    require(request.actor, Can.HANDLE_CONCERN, concern)
    LIFECYCLE.check(concern, "reopen")
    form = ReasonForm(posted(request), label="Why do you open it again?", hint="You have it from then on.")
    if form.is_valid() and form.carried_out(actions.reopen, concern, by=request.actor, **form.cleaned_data):
        return done(request, "The concern is open again, and yours.", concern)
    return page(request, "triage/reason.html", concern=concern, form=form, button="Open it again")


@get_and_post
def terms(request):
    """By when something happens with concerns here."""
    school = queries.school_whose_terms(request.actor)
    form = TermsForm(posted(request), initial=queries.terms_of(request.actor, school))
    if form.is_valid() and form.carried_out(actions.set_terms, school, by=request.actor, **form.cleaned_data):
        return done(request, "The terms were saved.", reverse("triage:list"))
    return page(request, "triage/terms.html", form=form, school=school)


def _own(request, concern_id):
    """A concern that this adult has taken."""
    concern = queries.whole(request.actor, concern_id)
    require(request.actor, Can.HANDLE_CONCERN, concern)
    if concern.owner_id != request.actor.id:
        raise Refused("Only whoever has taken a concern decides about it.", "Take it, or ask them to give it back.")
    return concern
