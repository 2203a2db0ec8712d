"""Codes made and typed, the tablet handed over, and what its adult finds on it."""

from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters

from belisha.core.access import Can
from belisha.core.queries import school_for
from belisha.look.errors import too_many
from belisha.look.pages import get_and_post, get_only, page, post_only, posted
from belisha.people.codes import actions, queries, rules, shared, visits
from belisha.people.codes.forms import NEW, CodeForm, VisitForm
from belisha.people.providers.queries import link_of
from belisha.people.sessions import open_on_shared_device
from belisha.people.tries import within

MADE = "one_time_code"


@login_not_required
@sensitive_post_parameters("code")
@get_and_post
def enter(request):
    """Type a code. A wrong one, an old one and one of somebody who left are answered alike."""
    form = CodeForm(posted(request))
    if request.method == "POST" and not within(request, "code", "every network"):
        return too_many(request)
    if form.is_valid():
        code = actions.open_code(form.cleaned_data["code"])
        if code is None:
            form.add_error("code", "This code does not work: it was used, is too old, or was not typed as it stands")
        elif form.carried_out(actions.use, code.adult, by=code.adult, code=code):
            return _hand_to(request, code.adult)
    return page(request, "codes/enter.html", form=form)


@get_only
def ways(request, adult_id):
    """How this adult can sign in, beside a password: a code, the tablet here, an account elsewhere."""
    adult = queries.adult_for(request.actor, adult_id)
    minutes = int(actions.lasts().total_seconds() // 60)
    return page(
        request, "codes/ways.html", adult=adult, link=link_of(request.actor, adult), lasts=rules.in_words(minutes)
    )


@post_only
def make(request, adult_id):
    """Make a one-time code; the next page shows it, once."""
    adult = queries.adult_for(request.actor, adult_id)
    code, row = actions.make(adult, by=request.actor)
    request.session[MADE] = [str(adult.pk), rules.shown(code), row.expires_at.isoformat()]
    return redirect("codes:made", adult.pk)


@get_only
def made(request, adult_id):
    """The code, this once; it is forgotten as it is shown."""
    adult = queries.adult_for(request.actor, adult_id)
    whose, code, until = request.session.pop(MADE, ["", "", ""])
    until = timezone.datetime.fromisoformat(until) if until else None
    address = request.build_absolute_uri("/codes/")
    shown = code if whose == str(adult.pk) else ""
    return page(request, "codes/made.html", adult=adult, code=shown, until=until, address=address)


@get_and_post
def visit(request):
    """Somebody for today."""
    school, today = school_for(request.actor, Can.CHANGE_PEOPLE), timezone.localdate()
    form = VisitForm(posted(request), senders=queries.senders(request.actor), today=today)
    if form.is_valid() and form.carried_out(_receive, school, by=request.actor, given=form.cleaned_data):
        return redirect("codes:hand_over", form.made.pk)
    return page(request, "codes/visit.html", form=form)


@get_and_post
def hand_over(request, adult_id):
    """End one's own session on this device, and open it for an adult's tasks."""
    adult = queries.adult_for(request.actor, adult_id)
    if request.method == "POST":
        actions.hand_over(adult, by=request.actor)
        return _hand_to(request, adult)
    return page(request, "codes/hand_over.html", adult=adult)


@post_only
def finish(request):
    """Done, or done for now."""
    logout(request)
    return redirect("codes:thanks")


@login_not_required
@get_only
def thanks(request):
    """Nobody is signed in here any more."""
    return page(request, "codes/thanks.html")


def _hand_to(request, adult):
    open_on_shared_device(request, adult)
    waiting = shared.tasks_here(adult)
    return redirect(waiting[0].url if waiting else "home")


def _receive(school, *, by, given: dict):
    """What the form says, as the action takes it: a sender who is known here, a new one, or none."""
    sender = {"chosen": queries.sender_of(by, given["sender"])}
    if given["sender"] == NEW:
        sender = {"name": given["new_sender"], "telephone": given["telephone"]}
    return visits.receive(
        school, by=by, key=given["key"], name=given["name"], sender=sender, teacher=given["teacher"], last=given["last"]
    )
