"""Checks of the filter: asked for on the page of a concern, done on pages that know of none."""

from django.http import Http404

from belisha.concerns.handling import queries
from belisha.concerns.handling.checks import actions
from belisha.concerns.handling.checks.forms import AskForm, DoneForm
from belisha.concerns.handling.views import opened_concern, to
from belisha.core.access import Can, may
from belisha.look.pages import done, get_and_post, get_only, page, posted


@get_and_post
def ask(request, concern_id):
    """Give the IT lead a task without the matter."""
    concern = opened_concern(request, concern_id)
    form = AskForm(posted(request))
    if form.is_valid():
        actions.ask(concern, by=request.actor, **form.cleaned_data)
        return done(request, "The IT lead has a task. It names no matter.", to("steps", concern))
    return page(request, "handling/check_ask.html", concern=concern, form=form)


@get_only
def list_(request):
    """What is to be checked, and what was found."""
    if not may(request.actor, Can.KEEP_ACCOUNTS, request.actor.school) and not queries.checks(request.actor).exists():
        raise Http404
    return page(request, "handling/checks.html", checks=queries.checks(request.actor)[: queries.MOST])


@get_and_post
def detail(request, gap_id):
    """One check; whoever looks after the filter writes down what it found."""
    check = queries.check_for(request.actor, gap_id)
    answers = may(request.actor, Can.KEEP_ACCOUNTS, check) and not check.done_at
    form = DoneForm(posted(request)) if answers else None
    if form and form.is_valid():
        actions.done(check, by=request.actor, **form.cleaned_data)
        return done(request, "Noted. Thank you.", check)
    return page(request, "handling/check.html", check=check, form=form)
