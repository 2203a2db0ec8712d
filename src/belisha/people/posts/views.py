"""The posts of the school: who holds them, who stands in, and what waits while one is empty."""

from functools import partial

from belisha.core.access import Can, may
from belisha.look.pages import done, get_and_post, get_only, page, posted
from belisha.people import actions as roles
from belisha.people import rules
from belisha.people.chair import actions as chair
from belisha.people.chair.queries import keeps
from belisha.people.posts import actions, queries
from belisha.people.posts.forms import PersonForm, StandInForm


@get_only
def posts(request):
    """Every post."""
    every = queries.posts(request.actor)
    missed = [post for post in every if post.is_missed]
    sees = may(request.actor, Can.SEE_PEOPLE, request.actor.school)
    return page(
        request, "people/posts/list.html", posts=every, missed=missed, sees_people=sees, keeps=keeps(request.actor)
    )


@get_and_post
def fill(request):
    """Give an empty post to somebody. Which post it is stands in the address."""
    post = queries.post_to_fill(request.actor, request.GET.get("post", ""))
    form = PersonForm(posted(request), **finding(request))
    if form.is_valid():
        adult = form.cleaned_data["adult"]
        if form.carried_out(_giving(request, post.card.role, adult), by=request.actor, role=post.card.role):
            return done(request, f"{adult} is now {post.label}", "people:posts")
    sees = may(request.actor, Can.SEE_PEOPLE, request.actor.school)
    return page(request, "people/posts/fill.html", form=form, post=post, sees_people=sees)


@get_and_post
def name_stand_in(request, grant_id):
    """Name who stands in for a holder: by who gives the role or, for the Headteacher, by the chair of governors."""
    held = queries.holding(request.actor, grant_id)
    form = StandInForm(posted(request), **finding(request))
    if form.is_valid():
        if _keeps(request, held):
            act = partial(chair.name_stand_in, held.school, held=held)
        elif may(request.actor, Can.CHANGE_PEOPLE, held.school):
            act = partial(actions.name_stand_in, held)
        else:
            act = partial(actions.name_acting_head, held.school, held=held)
        if form.carried_out(act, by=request.actor, **form.given):
            return done(request, f"{form.cleaned_data['adult']} stands in for {held.adult}", "people:posts")
    return page(request, "people/posts/stand_in.html", form=form, held=held)


@get_and_post
def end_stand_in(request, stand_in_id):
    """End somebody's time as a stand-in before its day, after asking."""
    stand_in = queries.standing_in(request.actor, stand_in_id)
    if request.method == "POST":
        if _keeps(request, stand_in):
            chair.end(stand_in.school, by=request.actor, held=stand_in)
        elif may(request.actor, Can.CHANGE_PEOPLE, stand_in.school):
            roles.end_role(stand_in, by=request.actor)
        else:
            actions.end_acting_head(stand_in.school, by=request.actor, stand_in=stand_in)
        return done(request, f"{stand_in} has ended", "people:posts")
    return page(request, "people/posts/end_stand_in.html", stand_in=stand_in)


def _giving(request, role: str, adult):
    """The action that gives a post: of their own two, the chair's and vice-chair's."""
    if role in rules.KEPT and keeps(request.actor):
        return partial(chair.hand_over, adult.school, adult=adult)
    return partial(roles.grant, adult)


def _keeps(request, held) -> bool:
    return held.role in rules.KEPT and keeps(request.actor)


def finding(request) -> dict:
    """How a form finds an adult by name, for this actor."""
    whole = not may(request.actor, Can.SEE_PEOPLE, request.actor.school)
    return {"find": partial(queries.people_named, request.actor), "many": queries.MANY, "whole": whole}
