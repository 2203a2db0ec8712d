"""Whom to call: the school's directory, which adults read and the Headteacher and the chair keep."""

from belisha.concerns.handling import queries
from belisha.concerns.handling.calling import actions, rules
from belisha.concerns.handling.calling.forms import AddForm, ChangeForm
from belisha.core.access import Can, may, require
from belisha.core.action import fingerprint
from belisha.look.pages import done, get_and_post, get_only, page, post_only, posted


@get_only
def list_(request):
    """Every number, by what it is for."""
    require(request.actor, Can.READ_POLICY)
    rows = list(queries.directory_of(request.actor))
    kept = [row for row in rows if row.state == rules.KEPT]
    return page(
        request, "handling/numbers.html", keeps=may(request.actor, Can.KEEP_ROUTES, request.actor.school),
        groups=[(label, [row for row in kept if purpose in row.purposes]) for purpose, label in rules.PURPOSES.items()],
        retired=[row for row in rows if row.state == rules.RETIRED],
    )  # fmt: skip


@get_and_post
def add(request):
    """Write down somebody more."""
    require(request.actor, Can.KEEP_ROUTES)
    form = AddForm(posted(request))
    if form.is_valid():
        actions.add(request.actor.school, by=request.actor, **form.cleaned_data)
        return done(request, "It stands in the list.", "handling:numbers")
    return page(request, "handling/number_add.html", form=form)


@get_and_post
def edit(request, number_id):
    """Change what a row says, or say that it still holds."""
    row = queries.number_for(request.actor, number_id)
    require(request.actor, Can.KEEP_ROUTES, row)
    form = ChangeForm(posted(request), initial={name: getattr(row, name) for name in ChangeForm.base_fields})
    seen = request.POST.get("seen") or fingerprint(row)
    if form.is_valid():
        actions.change(row, by=request.actor, seen=seen, **form.cleaned_data)
        return done(request, "Saved, and noted as checked today.", "handling:numbers")
    return page(request, "handling/number_edit.html", row=row, form=form, seen=seen)


# What can be done to a row with one button: the action, and what is said afterwards.
STEPS = {
    "check": (actions.check, "Noted: checked today, and it is so."),
    "retire": (actions.retire, "It is no longer shown."),
    "restore": (actions.restore, "It is shown again."),
}


@post_only
def move(request, number_id, step):
    """Do what a button says."""
    act, said = STEPS[step]
    row = queries.number_for(request.actor, number_id)
    act(row, by=request.actor, seen=request.POST.get("seen", ""))
    return done(request, said, "handling:numbers")
