"""Who sends adults to the school, and whom to tell there."""

from belisha.core.access import Can, may
from belisha.core.action import fingerprint
from belisha.core.queries import school_for
from belisha.look.pages import done, get_and_post, get_only, page, posted
from belisha.people.employers import actions, queries
from belisha.people.employers.forms import PARTS, EmployerForm
from belisha.people.models import Employer


@get_only
def employers(request):
    """All of them, and the adults of whom nobody knows whom to tell."""
    rows, after = queries.page_of(request.actor, request.GET.get("after", ""))
    return page(
        request, "people/employers/list.html", employers=rows, next=f"?after={after}" if after else "",
        missing=queries.first_of_them(request.actor),
        may_change=may(request.actor, Can.CHANGE_PEOPLE, request.actor.school),
    )  # fmt: skip


@get_and_post
def add(request):
    """One more."""
    school = school_for(request.actor, Can.CHANGE_PEOPLE)
    form = EmployerForm(posted(request))
    if form.is_valid() and form.carried_out(
        actions.add, Employer(school=school), by=request.actor, **form.cleaned_data
    ):
        return done(request, f"{form.made} has been added", "people:employers")
    return page(request, "people/employers/add.html", form=form)


@get_and_post
def edit(request, employer_id):
    """Correct one."""
    employer = queries.employer_to_change(request.actor, employer_id)
    form = EmployerForm(posted(request), initial={part: getattr(employer, part) for part in PARTS})
    seen = request.POST.get("seen") or fingerprint(employer)
    if form.is_valid() and form.carried_out(actions.change, employer, by=request.actor, seen=seen, **form.cleaned_data):
        return done(request, f"What is known of {employer} has been changed", "people:employers")
    return page(request, "people/employers/edit.html", form=form, employer=employer, seen=seen)


@get_and_post
def remove(request, employer_id):
    """Take one off the list who was noted of nobody, after asking."""
    employer = queries.employer_to_change(request.actor, employer_id)
    if request.method == "POST":
        name = employer.name
        actions.remove(employer, by=request.actor, name=name)
        return done(request, f"{name} has been removed", "people:employers")
    return page(request, "people/employers/remove.html", employer=employer)
