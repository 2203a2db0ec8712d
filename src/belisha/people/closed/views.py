"""The days on which the school is closed."""

from belisha.core.access import Can
from belisha.core.action import fingerprint
from belisha.core.queries import school_for
from belisha.look.pages import done, get_and_post, get_only, page, posted
from belisha.people.closed import actions, queries
from belisha.people.closed.forms import ChangeClosedDaysForm, ClosedDaysForm, NationForm


@get_only
def closed_days(request):
    """Those to come, or those that are past."""
    show = request.GET.get("show") if request.GET.get("show") in queries.SHOWS else "coming"
    rows, after = queries.page_of(request.actor, show, request.GET.get("after", ""))
    following = f"?show={show}&after={after}" if after else ""
    return page(request, "people/closed/list.html", rows=rows, show=show, shows=queries.SHOWS, next=following)


@get_and_post
def add(request):
    """One more holiday or training day."""
    school = school_for(request.actor, Can.CHANGE_SCHOOL)
    form = ClosedDaysForm(posted(request))
    if form.is_valid() and form.carried_out(actions.add, school, by=request.actor, **form.cleaned_data):
        return done(request, f"{form.made} has been added", "people:closed_days")
    return page(request, "people/closed/add.html", form=form)


@get_and_post
def edit(request, closed_days_id):
    """Correct one."""
    row = queries.closed_days_for(request.actor, closed_days_id)
    form = ChangeClosedDaysForm(posted(request), initial={"title": row.title, "first": row.first, "last": row.last})
    seen = request.POST.get("seen") or fingerprint(row)
    if form.is_valid() and form.carried_out(actions.change, row, by=request.actor, seen=seen, **form.cleaned_data):
        return done(request, f"{row} has been changed", "people:closed_days")
    return page(request, "people/closed/edit.html", form=form, row=row, seen=seen)


@get_and_post
def remove(request, closed_days_id):
    """Take one off the list, after asking."""
    row = queries.closed_days_for(request.actor, closed_days_id)
    if request.method == "POST":
        actions.remove(row, by=request.actor, title=row.title, first=row.first, last=row.last)
        return done(request, f"{row.title} has been removed", "people:closed_days")
    return page(request, "people/closed/remove.html", row=row)


@get_and_post
def edit_nation(request):
    """Whose bank holidays the deadlines of the law leave out."""
    school = school_for(request.actor, Can.CHANGE_SCHOOL)
    form = NationForm(posted(request), initial={"nation": school.nation})
    if form.is_valid():
        actions.place(school, by=request.actor, **form.cleaned_data)
        return done(request, "Deadlines are counted with the bank holidays of this nation.", "people:closed_days")
    return page(request, "people/closed/nation.html", form=form)
