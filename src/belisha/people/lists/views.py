"""Bring in a staff list: give it, match its columns, look at what would happen, have it done."""

from django.shortcuts import redirect

from belisha.core.access import Can
from belisha.core.queries import school_for
from belisha.look.pages import done, get_and_post, get_only, page, posted, sent
from belisha.people.lists import actions, queries, reading
from belisha.people.lists.forms import ColumnsForm, ConfirmForm, ListForm, SchoolForm
from belisha.people.lists.plan import OUTCOMES, digest
from belisha.people.lists.rules import LIFECYCLE, MOST_ROWS, OPEN, Unreadable


@get_and_post
def give(request):
    """Choose the list. Nothing is changed yet."""
    school = school_for(request.actor, Can.CHANGE_PEOPLE)
    form, earlier = ListForm(*sent(request)), queries.earlier(request.actor)
    if form.is_valid():
        try:
            kind, read = reading.read([reading.Given(each.name, each.read()) for each in form.cleaned_data["files"]])
        except Unreadable as why:
            form.add_error("files", str(why))
        else:
            staff_list = actions.give(school, by=request.actor, form=kind, read=read)
            if kind == "table" and (fields := queries.fields_remembered(request.actor, read)):
                actions.match(staff_list, by=request.actor, fields=fields)
            return redirect(_next(staff_list), staff_list.pk)
    return page(request, "lists/give.html", form=form, earlier=earlier, most=MOST_ROWS)


def _next(staff_list) -> str:
    if staff_list.state == "matching":
        return "lists:columns" if staff_list.form == "table" else "lists:school"
    return "lists:check" if staff_list.state == "checked" else "lists:detail"


@get_and_post
def columns(request, list_id):
    """Match the columns of a table with what is known of adults."""
    staff_list = queries.list_for(request.actor, list_id)
    if staff_list.form != "table" or staff_list.state not in OPEN:
        return redirect(_next(staff_list), staff_list.pk)
    table, fields = queries.table_of(request.actor, staff_list)
    form = ColumnsForm(posted(request), table=table, fields=fields)
    if form.is_valid():
        actions.match(staff_list, by=request.actor, fields=form.chosen)
        return redirect("lists:check", staff_list.pk)
    return page(request, "lists/columns.html", form=form, list=staff_list, table=table)


@get_and_post
def school(request, list_id):
    """Of a set of files about several schools, choose the one that this is."""
    staff_list = queries.list_for(request.actor, list_id)
    if staff_list.form == "table" or staff_list.state not in OPEN:
        return redirect(_next(staff_list), staff_list.pk)
    form = SchoolForm(posted(request), schools=staff_list.table["schools"])
    if form.is_valid():
        actions.choose_school(staff_list, by=request.actor, school_key=form.cleaned_data["school"])
        return redirect("lists:check", staff_list.pk)
    return page(request, "lists/school.html", form=form, list=staff_list)


@get_and_post
def check(request, list_id):
    """Show what each row would do; on confirmation, have the worker do it."""
    staff_list = queries.list_for(request.actor, list_id)
    if staff_list.state != "checked":
        return redirect(_next(staff_list), staff_list.pk)
    steps = queries.steps(request.actor, queries.rows_of(staff_list))
    form = ConfirmForm(posted(request), only_changes=staff_list.only_changes, initial={"shown": digest(steps)})
    changed = form.is_valid() and form.cleaned_data["shown"] != digest(steps)
    if form.is_valid() and not changed:
        actions.confirm(
            staff_list, by=request.actor, shown=digest(steps), complete=form.cleaned_data.get("complete", False)
        )
        return redirect(staff_list)
    show, after = request.GET.get("show", ""), request.GET.get("after", "")
    seen = queries.checked(steps, show, int(after) if after.isdecimal() else 0)
    if changed:
        form = ConfirmForm(only_changes=staff_list.only_changes, initial={"shown": digest(steps)})
    return page(
        request, "lists/check.html", 409 if changed else 200, form=form, list=staff_list, seen=seen, changed=changed,
        outcomes=[(key, label, seen.number[key]) for key, label in OUTCOMES.items() if seen.number[key]],
        unread=staff_list.table.get("unread", ()),
    )  # fmt: skip


@get_only
def detail(request, list_id):
    """How far a list has been brought in; then what became of it, and who may have left."""
    staff_list = queries.list_for(request.actor, list_id)
    if staff_list.state in OPEN:
        return redirect(_next(staff_list), staff_list.pk)
    missing, number = queries.missing(request.actor, staff_list), staff_list.result.get("number", {})
    outcomes = [(label, number[key]) for key, label in OUTCOMES.items() if number.get(key)]
    return page(request, "lists/detail.html", list=staff_list, missing=missing, outcomes=outcomes)


@get_and_post
def drop(request, list_id):
    """Do not use a list after all: what it held is forgotten."""
    staff_list = queries.list_for(request.actor, list_id)
    LIFECYCLE.check(staff_list, "drop")
    if request.method == "POST":
        actions.drop(staff_list, by=request.actor)
        return done(request, "The list was not used. Nothing of it is kept.", "people:list")
    return page(request, "lists/drop.html", list=staff_list)
