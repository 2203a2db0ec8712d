"""The points that the school looks for: what ships, as the school changed it, and its own."""

from belisha.core.access import Can, require
from belisha.core.action import fingerprint
from belisha.look.pages import done, get_and_post, get_only, page, post_only, posted
from belisha.remarks import actions, queries
from belisha.remarks.forms import CheckForm, changed, phrased, shown
from belisha.remarks.models import Check


@get_only
def checks(request):
    """Every point, gravest first."""
    require(request.actor, Can.KEEP_REFERENCES)
    return page(request, "remarks/checks.html", checks=queries.checks(request.actor))


@get_only
def check(request, check_id):
    """One point, and what is newer in the product."""
    found = queries.check_for(request.actor, check_id)
    look = phrased(found.looks)
    return page(
        request, "remarks/check.html", check=found, look=look, offer=queries.offer(found), seen=fingerprint(found)
    )


@get_and_post
def add(request):
    """A point of the school's own."""
    require(request.actor, Can.KEEP_REFERENCES)
    form = CheckForm(posted(request), shelf=queries.shelf(request.actor))
    if form.is_valid():
        given = form.cleaned_data
        made = Check(id=given.pop("key"), school=request.actor.school)
        actions.add_check(made, by=request.actor, looks=[given.pop("look")], **given)
        return done(request, "It is looked for from the next time on.", made)
    return page(request, "remarks/add.html", form=form)


@get_and_post
def edit(request, check_id):
    """Change what is looked for, and what is said about it."""
    found = queries.check_for(request.actor, check_id)
    own = bool(phrased(found.looks))
    form = CheckForm(posted(request), initial=shown(found), shelf=queries.shelf(request.actor), own=own)
    if form.is_valid():
        given = {name: value for name, value in form.cleaned_data.items() if name != "key"}
        if own:
            given["looks"] = changed(found.looks, given.pop("look"))
        actions.change_check(found, by=request.actor, seen=request.POST.get("seen", ""), **given)
        return done(request, "The point was saved.", found)
    seen = request.POST.get("seen") or fingerprint(found)
    return page(request, "remarks/edit.html", check=found, form=form, seen=seen)


# What can be done to a point with one button: the call, and what is said afterwards.
STEPS = {
    "start": (lambda found, **by: actions.switch(found, on=True, **by), "It is looked for from the next time on."),
    "stop": (lambda found, **by: actions.switch(found, on=False, **by), "It is no longer looked for."),
    "take-over": (actions.take_offer, "The newer words were taken over."),
    "keep": (actions.leave_offer, "Your own words were kept."),
}


@post_only
def move(request, check_id, step):
    """Do what a button says."""
    action, said = STEPS[step]
    found = queries.check_for(request.actor, check_id)
    action(found, by=request.actor, seen=request.POST.get("seen", ""))
    return done(request, said, found)
