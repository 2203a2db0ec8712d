"""Bringing in a staff list: choose the file, look at what would happen, do it."""

import time
from collections import Counter
from dataclasses import asdict

from django.shortcuts import redirect

from belisha.core.access import Can, may
from belisha.core.queries import school_for
from belisha.look.pages import done, get_and_post, page, sent
from belisha.people import actions, queries, staff_list
from belisha.people.forms import StaffListForm
from belisha.people.staff_plan import Plan

# The rows wait in the session, on the server, for as long as somebody looks at them.
DRAFT, DRAFT_LASTS = "staff_list", 30 * 60


@get_and_post
def upload(request):
    """Read the file. Nothing is changed yet."""
    school = school_for(request.actor, Can.CHANGE_PEOPLE)
    form = StaffListForm(*sent(request))
    if form.is_valid():
        try:
            rows = staff_list.read(form.cleaned_data["file"].read(staff_list.MOST_BYTES + 1))
        except staff_list.Unreadable as why:
            form.add_error("file", str(why))
        else:
            draft = {"school": str(school.pk), "at": int(time.time()), "rows": [asdict(row) for row in rows]}
            request.session[DRAFT] = draft
            return redirect("people:import_check")
    return page(request, "people/import.html", form=form, most=staff_list.MOST_ROWS)


@get_and_post
def check(request):
    """Show what each row would do; on confirmation, do all of it."""
    school = school_for(request.actor, Can.CHANGE_PEOPLE)
    rows = _waiting(request, school)
    if not rows:
        return page(request, "people/import_gone.html")
    steps = _steps(request.actor, school, rows)
    number = Counter(step.outcome for step in steps)
    if request.method == "POST":
        actions.bring_in(school, by=request.actor, steps=steps)
        del request.session[DRAFT]
        return done(request, f"{number['add']} added, {number['update']} updated", "people:list")
    wrong, fine = [s for s in steps if s.outcome == "wrong"], [s for s in steps if s.outcome != "wrong"]
    return page(request, "people/import_check.html", wrong=wrong, fine=fine, number=dict(number))


def _waiting(request, school) -> list[staff_list.Row]:
    draft = request.session.get(DRAFT, {})
    fresh = draft.get("school") == str(school.pk) and time.time() - draft.get("at", 0) < DRAFT_LASTS
    if not fresh:
        request.session.pop(DRAFT, None)
        return []
    return [staff_list.Row(**row) for row in draft["rows"]]


def _steps(actor, school, rows):
    known = queries.known(actor)
    elsewhere = queries.addresses_elsewhere(actor, {row.email for row in rows})
    return Plan(known, elsewhere, gives_all=may(actor, Can.CHANGE_ROLES, school)).steps(rows)
