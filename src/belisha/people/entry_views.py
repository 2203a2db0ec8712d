"""The pages on the way in: founding a school, protecting a sign-in, and choosing the first password."""

from allauth.account.internal.flows.login import record_authentication
from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.hashers import make_password
from django.http import Http404
from django.shortcuts import redirect
from django.views.decorators.debug import sensitive_post_parameters

from belisha.core.access import ROLES, SET_UP, Can, awake, may
from belisha.core.queries import school_for
from belisha.look.pages import done, get_and_post, get_only, page, posted
from belisha.people import actions
from belisha.people import set_up as link
from belisha.people.forms import BeginForm, SetUpForm, WelcomeForm
from belisha.people.models import School
from belisha.people.posts import queries as posts


@login_not_required
@sensitive_post_parameters("password", "again")
@get_and_post
def set_up(request, token):
    """Found the school. The link is dead once there is one; whoever was a moment too late is told so."""
    if not link.knows(token):
        raise Http404
    if request.method != "POST" and not link.is_open():
        return page(request, "people/welcome_closed.html", status=410)
    form = SetUpForm(posted(request))
    if form.is_valid():
        head = _found(form.cleaned_data)
        # Typed twice a moment ago: asking for it a third time, to add a second factor, would prove nothing.
        record_authentication(request, head, method="password", email=head.email, reauthenticated=True)
        login(request, head, backend=settings.AUTHENTICATION_BACKENDS[0])
        request.session["setting_up"] = True
        return done(request, f"{head.school} has been set up", "people:protect")
    return page(request, "people/set_up.html", form=form)


@get_only
def protect(request):
    """Why a second factor, and where to get one."""
    asleep = [held for held in request.actor.held if held not in awake(request.actor)]
    return page(request, "people/protect.html", roles=[ROLES[held.role].label for held in asleep])


@get_and_post
def begin(request):
    """Where does the school's policy come from?"""
    school_for(request.actor, Can.DRAFT_POLICY)
    request.session.pop("setting_up", None)  # the home page leads here once
    form = BeginForm(posted(request))
    if form.is_valid():
        return redirect(form.cleaned_data["source"])
    missed = posts.missed(request.actor) if may(request.actor, Can.CHANGE_ROLES, request.actor.school) else []
    return page(request, "people/begin.html", form=form, missed=missed)


@login_not_required
@sensitive_post_parameters("password", "again")
@get_and_post
def welcome(request, secret):
    """Choose a password with an invitation. A link that does not open says nothing about whose it was."""
    invitation = actions.open_invitation(secret)
    if invitation is None or not invitation.adult.is_active:
        return page(request, "people/welcome_closed.html", status=410)
    adult = invitation.adult
    form = WelcomeForm(posted(request), adult=adult)
    if form.is_valid():
        password_hash = make_password(form.cleaned_data["password"])
        if form.carried_out(actions.accept, adult, by=adult, invitation=invitation, password_hash=password_hash):
            return done(request, "Your password is saved. Sign in with it now", settings.LOGIN_URL)
    return page(request, "people/welcome.html", form=form, adult=adult)


def _found(given: dict):
    password_hash = make_password(given["password"])
    school = School(name=given["school"].strip(), kind=given["kind"])
    return actions.set_up(school, by=SET_UP, name=given["name"], email=given["email"], password_hash=password_hash)
