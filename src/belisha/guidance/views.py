"""Pages of guidance: read them, write them, look at them again."""

from django.urls import reverse

from belisha.core.access import Can, may, require
from belisha.core.action import fingerprint
from belisha.guidance import actions, queries
from belisha.guidance.forms import AddForm, ChangeForm
from belisha.guidance.models import Page
from belisha.guidance.showing import shown
from belisha.look.pages import done, get_and_post, get_only, page, post_only, posted


@get_only
def list_(request):
    """Every page, in its kind."""
    require(request.actor, Can.READ_POLICY)
    keeps = may(request.actor, Can.KEEP_GUIDANCE)
    return page(
        request, "guidance/list.html", shelves=queries.shelves(request.actor), keeps=keeps,
        retired=queries.retired(request.actor) if keeps else (),
        overdue=queries.overdue(request.actor).count() if keeps else 0,
    )  # fmt: skip


@get_only
def detail(request, key):
    """One page."""
    found = queries.page_for(request.actor, key)
    keeps = may(request.actor, Can.KEEP_GUIDANCE, found)
    return page(
        request, "guidance/page.html", guide=found, body=shown(found.body), keeps=keeps,
        card=queries.card(request.actor) if found.kind == "calling" else (),
        gone=queries.gone(request.actor, found) if keeps else (), seen=fingerprint(found),
    )  # fmt: skip


@get_only
def before(request, key):
    """What a page said before."""
    found = queries.page_for(request.actor, key)
    require(request.actor, Can.KEEP_GUIDANCE, found)
    rows = [(row, shown(row.body)) for row in queries.wordings(request.actor, found)]
    return page(request, "guidance/before.html", guide=found, rows=rows)


@get_and_post
def add(request):
    """Write a page of the school's own."""
    require(request.actor, Can.KEEP_GUIDANCE)
    form = AddForm(posted(request))
    if form.is_valid():
        guide = Page(id=form.cleaned_data.pop("key"), school=request.actor.school)
        actions.add(guide, by=request.actor, **form.cleaned_data)
        return done(request, "The page is written. Everybody can read it.", guide)
    return page(request, "guidance/add.html", form=form)


@get_and_post
def edit(request, key):
    """Change a page."""
    found = queries.page_for(request.actor, key)
    require(request.actor, Can.KEEP_GUIDANCE, found)
    initial = {name: getattr(found, name) for name in ChangeForm.base_fields}
    form = ChangeForm(posted(request), initial=initial)
    seen = request.POST.get("seen") or fingerprint(found)
    if form.is_valid():
        actions.change(found, by=request.actor, seen=seen, **form.cleaned_data)
        return done(request, "The page was saved. What it said before is kept.", found)
    return page(request, "guidance/edit.html", guide=found, form=form, seen=seen)


# What can be done to a page with one button: the action, and what is said afterwards.
STEPS = {
    "check": (actions.look, "Noted: looked at today, and it still holds."),
    "retire": (actions.retire, "It is no longer shown. You find it at the end of the list."),
    "restore": (actions.restore, "It is shown again."),
}


@post_only
def move(request, key, step):
    """Do what a button says."""
    act, said = STEPS[step]
    found = queries.page_for(request.actor, key)
    act(found, by=request.actor, seen=request.POST.get("seen", ""))
    return done(request, said, reverse("guidance:list") if step == "retire" else found)
