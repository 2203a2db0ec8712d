"""The chair and vice-chair of governors: hand a role over, end it, help each other to sign in."""

from functools import partial

from django.shortcuts import redirect

from belisha.look.pages import done, get_and_post, get_only, page, post_only, posted
from belisha.people.actions import lasts_until
from belisha.people.chair import actions, queries
from belisha.people.chair.forms import AddressForm
from belisha.people.posts.forms import PersonForm
from belisha.people.posts.views import finding

LINK = "chair_link"


@get_and_post
def hand_over(request, holding_id):
    """Give the role to somebody else."""
    held = queries.holding(request.actor, holding_id)
    form = PersonForm(posted(request), **finding(request))
    if form.is_valid():
        adult = form.cleaned_data["adult"]
        if form.carried_out(actions.hand_over, held.school, by=request.actor, role=held.role, adult=adult):
            return done(request, f"{adult} is now {held.get_role_display()}", "home")
    return page(request, "people/chair/hand_over.html", form=form, held=held)


@get_and_post
def end(request, holding_id):
    """End the role, after asking."""
    held = queries.holding(request.actor, holding_id)
    if request.method == "POST":
        actions.end(held.school, by=request.actor, held=held)
        return done(request, f"{held} has ended", "home")
    return page(request, "people/chair/end.html", held=held)


@get_only
def sign_in(request, holding_id):
    """How the one may be helped by the other."""
    held = queries.holding(request.actor, holding_id)
    return page(request, "people/chair/sign_in.html", held=held, until=lasts_until())


@post_only
def make_link(request, holding_id):
    """Make a link for a new password; the next page shows it, once."""
    held = queries.holding(request.actor, holding_id)
    path = actions.make_link(held.school, by=request.actor, adult=held.adult)
    request.session[LINK] = [str(held.pk), request.build_absolute_uri(path)]
    return redirect("people:chair_link", held.pk)


@get_only
def link(request, holding_id):
    """The link, this once; it is forgotten as it is shown."""
    held = queries.holding(request.actor, holding_id)
    whose, shown = request.session.pop(LINK, ["", ""])
    shown = shown if whose == str(held.pk) else ""
    return page(request, "people/chair/link.html", held=held, link=shown, until=lasts_until())


@post_only
def reset(request, holding_id):
    """Remove a second factor that was lost, and a linked account."""
    held = queries.holding(request.actor, holding_id)
    actions.reset(held.school, by=request.actor, adult=held.adult)
    said = f"{held.adult} now signs in with a password alone, and sets up a second factor anew"
    return done(request, said, "people:posts")


@get_and_post
def address(request, holding_id):
    """Correct an e-mail address."""
    held = queries.holding(request.actor, holding_id)
    form = AddressForm(posted(request), initial={"email": held.adult.email})
    act = partial(actions.change_address, held.school, by=request.actor, adult=held.adult)
    if form.is_valid() and form.carried_out(act, email=form.cleaned_data["email"]):
        return done(request, f"The e-mail address of {held.adult} has been changed", "people:posts")
    return page(request, "people/chair/address.html", form=form, held=held)
