"""Pupils: who is known, switching the list on and off, and bringing a list in."""

from django.http import Http404
from django.shortcuts import redirect

from belisha.core.access import Can, may
from belisha.core.queries import school_for
from belisha.look.pages import done, get_and_post, page, posted, sent
from belisha.pupils import actions, lists, queries
from belisha.pupils.forms import PupilColumnsForm, PupilsConfirmForm, PupilsForm, SureForm
from belisha.pupils.rules import LIFECYCLE


@get_and_post
def list_(request):
    """The pupils, by name; a name is searched for by POST, so that it stands in no address."""
    school = school_for(request.actor, Can.SEE_PUPILS)
    search = request.POST.get("search", "").strip()
    rows, after = queries.page_of_pupils(request.actor, search=search, after=request.GET.get("after", ""))
    following = f"?after={after}" if after and not search else ""
    return page(
        request, "pupils/list.html", school=school, pupils=rows, search=search, next=following, more=bool(after),
        may_keep=may(request.actor, Can.KEEP_PUPILS, school),
    )  # fmt: skip


@get_and_post
def switch_on(request):
    """Keep pupils as a bare lookup."""
    school = school_for(request.actor, Can.KEEP_PUPILS)
    if request.method == "POST":
        actions.switch_on(school, by=request.actor)
        return done(request, "The list of pupils is switched on. Nobody is in it yet.", "pupils:give")
    return page(request, "pupils/switch-on.html", school=school)


@get_and_post
def switch_off(request):
    """Destroy what is known of pupils."""
    school = school_for(request.actor, Can.KEEP_PUPILS)
    form = SureForm(posted(request))
    if form.is_valid():
        actions.switch_off(school, by=request.actor)
        return done(request, "The list of pupils was destroyed.", "pupils:list")
    return page(request, "pupils/switch-off.html", form=form, number=queries.number_known(request.actor), school=school)


@get_and_post
def give(request):
    """Choose a list of pupils. Nothing is changed yet."""
    school = school_for(request.actor, Can.KEEP_PUPILS)
    if not school.looks_up_pupils:
        return redirect("pupils:list")
    form = PupilsForm(*sent(request))
    if form.is_valid():
        try:
            table, rows = lists.read([lists.Given(each.name, each.read()) for each in form.cleaned_data["files"]])
        except lists.Unreadable as why:
            form.add_error("files", str(why))
        else:
            given = actions.give(school, by=request.actor, table=table, rows=rows)
            return redirect("pupils:columns" if table else "pupils:check", given.pk)
    return page(request, "pupils/give.html", form=form)


@get_and_post
def columns(request, pupil_list_id):
    """Match the columns of a table with a name, a year group and a number."""
    given = _open(queries.list_for(request.actor, pupil_list_id))
    if given.state != "matching":
        return redirect("pupils:check", given.pk)
    table, fields = queries.columns_of(request.actor, given)
    form = PupilColumnsForm(posted(request), table=table, fields=fields)
    if form.is_valid():
        actions.match(given, by=request.actor, fields=form.chosen)
        return redirect("pupils:check", given.pk)
    return page(request, "pupils/columns.html", form=form, list=given, table=table)


@get_and_post
def check(request, pupil_list_id):
    """Show what a list would do; on confirmation, do it."""
    given = _open(queries.list_for(request.actor, pupil_list_id))
    if given.state != "checked":
        return redirect("pupils:columns", given.pk)
    form = PupilsConfirmForm(posted(request))
    if form.is_valid():
        actions.bring_in(given, by=request.actor, complete=form.cleaned_data["complete"])
        return done(request, "The list of pupils was brought in.", "pupils:list")
    plan, whole = (queries.plan_of(request.actor, given, complete=complete) for complete in (False, True))
    return page(
        request, "pupils/check.html", form=form, list=given, plan=plan, missing=len(whole.leave) - len(plan.leave)
    )


@get_and_post
def drop(request, pupil_list_id):
    """Do not use a list after all: what it held is forgotten."""
    given = _open(queries.list_for(request.actor, pupil_list_id))
    LIFECYCLE.check(given, "drop")
    if request.method == "POST":
        actions.drop(given, by=request.actor)
        return done(request, "The list was not used. Nothing of it is kept.", "pupils:list")
    return page(request, "pupils/drop.html", list=given)


def _open(given):
    """A list that is over has no pages: nothing of it is kept."""
    if not LIFECYCLE.allows(given.state, "drop"):
        raise Http404
    return given
