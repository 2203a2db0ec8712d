"""Set and lift legal holds, see how long something is kept, and decide what goes."""

from django.shortcuts import redirect

from belisha.core.access import Can, may, require
from belisha.core.action import fingerprint
from belisha.evidence.holding import actions, queries, rules
from belisha.evidence.holding.forms import HoldForm, KeepForm, LiftForm, PensionForm, PeriodsForm
from belisha.look.pages import done, get_and_post, get_only, page, post_only, posted


@get_and_post
def hold(request, concern_id):
    """Put a legal hold on a concern."""
    concern = queries.concern_for(request.actor, concern_id)
    require(request.actor, Can.HANDLE_CONCERN, concern)
    form = HoldForm(posted(request))
    if form.is_valid():
        actions.hold(concern, by=request.actor, **form.cleaned_data)
        return done(request, "There is a legal hold now: nothing of this can be disposed of.", concern)
    stands = queries.held(request.actor, concern)
    return page(request, "holding/hold.html", concern=concern, form=form, held=stands)


@get_and_post
def lift(request, hold_id):
    """Ask to lift a hold, or confirm that it ends: two different people."""
    held = queries.hold_for(request.actor, hold_id)
    require(request.actor, Can.HANDLE_CONCERN, held)
    asks, seen = held.asked_by_id is None, request.POST.get("seen") or fingerprint(held)
    form = LiftForm(posted(request) if asks else None)
    if asks and form.is_valid():
        actions.ask_to_lift(held, by=request.actor, seen=seen, **form.cleaned_data)
        return done(request, "You asked to lift the hold. Another person confirms it.", held.concern)
    if not asks and request.method == "POST":
        return _confirm(request, held, seen)
    return page(
        request, "holding/lift.html", held=queries.in_words(held), form=form, asks=asks, seen=seen,
        mine=held.asked_by_id == request.actor.id,
    )  # fmt: skip


def _confirm(request, held, seen: str):
    if "stand" in request.POST:
        actions.keep_hold(held, by=request.actor, seen=seen)
        return done(request, "The hold stands.", held.concern)
    actions.lift(held, by=request.actor, seen=seen)
    return done(request, "The hold was lifted.", held.concern)


@get_and_post
def pension(request, concern_id):
    """Note when whoever it is about reaches normal pension age."""
    concern = queries.concern_for(request.actor, concern_id)
    require(request.actor, Can.HANDLE_CONCERN, concern)
    form = PensionForm(posted(request))
    if form.is_valid():
        actions.note_pension(concern, by=request.actor, **form.cleaned_data)
        return done(request, "Noted. How long it is kept was worked out again.", concern)
    return page(request, "holding/pension.html", concern=concern, form=form)


@get_only
def disposal(request, disposal_id):
    """What is proposed, by which rule, and who approved it."""
    found = queries.disposal_for(request.actor, disposal_id)
    return _shown(request, found, KeepForm())


def _shown(request, found, form):
    return page(
        request, "holding/disposal.html", disposal=found, form=form, seen=fingerprint(found),
        stands=queries.stands(request.actor, found.concern), mine=found.first_by_id == request.actor.id,
    )  # fmt: skip


@post_only
def approve(request, disposal_id):
    """Approve it: the first of two, or the second, and then it goes."""
    found = queries.disposal_for(request.actor, disposal_id)
    seen = request.POST.get("seen", "")
    if found.state == rules.PROPOSED:
        actions.approve(found, by=request.actor, seen=seen)
        return done(request, "You approved it as the first of two. Nothing has gone yet.", found.concern)
    made = actions.dispose(found, by=request.actor, record=queries.record(found), seen=seen)
    return done(request, "It was disposed of. This certificate is what remains.", made)


@get_and_post
def keep(request, disposal_id):
    """Keep it on, with a reason, until a day."""
    found, form = queries.disposal_for(request.actor, disposal_id), KeepForm(posted(request))
    if request.method != "POST":
        return redirect("holding:disposal", found.pk)
    if form.is_valid():
        actions.keep_on(found, by=request.actor, seen=request.POST.get("seen", ""), **form.cleaned_data)
        return done(request, "It is kept on. It is proposed again when that day has come.", found.concern)
    return _shown(request, found, form)


@get_only
def certificates(request):
    """The certificates of what this adult approved to dispose of."""
    rows, after = queries.page_of_certificates(request.actor, request.GET.get("after", ""))
    require(request.actor, Can.HANDLE_CONCERN)
    keeps, following = may(request.actor, Can.KEEP_RETENTION, request.actor.school), f"?after={after}" if after else ""
    return page(request, "holding/certificates.html", rows=rows, next=following, keeps=keeps)


@get_only
def certificate(request, certificate_id):
    """What remains of something: to be printed and kept."""
    return page(request, "holding/certificate.html", one=queries.certificate_for(request.actor, certificate_id))


@get_and_post
def periods(request):
    """How long concerns are kept in this school, by which rule."""
    form = PeriodsForm(posted(request), periods=queries.periods(request.actor))
    if form.is_valid():
        actions.set_periods(request.actor.school, by=request.actor, months=form.months)
        return done(request, "How long concerns are kept was saved.", "holding:periods")
    return page(request, "holding/periods.html", form=form)
