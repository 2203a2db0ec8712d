"""What people ask, for leaders: numbers of adults, and what the policy leaves open."""

import csv

from django.http import Http404, HttpResponse
from django.utils.http import content_disposition_header

from belisha.advice.tallies import actions, queries, rules
from belisha.advice.tallies.forms import TermsForm
from belisha.core.access import Can, may
from belisha.core.queries import school_for
from belisha.look.pages import done, get_and_post, get_only, page, posted


@get_only
def list_(request):
    """The counts of a finished period, and the list for the next edition."""
    found = queries.periods(request.actor)
    period = queries.chosen(found, request.GET.get("from", ""))
    table = queries.table(request.actor, period) if period else None
    return page(
        request, "tallies/list.html", periods=found, table=table, headings=queries.HEADINGS.values(),
        running=queries.running(request.actor), terms=queries.terms(request.actor, request.actor.school),
        findings=queries.findings(request.actor, table.marked if table else {}),
        unclear=queries.unclear(request.actor), may_change=may(request.actor, Can.CHANGE_SCHOOL, request.actor.school),
    )  # fmt: skip


@get_only
def export(request):
    """The counts of a finished period for a spreadsheet: what the page shows, and no more."""
    period = queries.chosen(queries.periods(request.actor), request.GET.get("from", ""))
    if period is None:
        raise Http404
    answer = HttpResponse(content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = content_disposition_header(True, f"asked-{period.first}.csv")
    # The mark at the beginning, by which Excel knows UTF-8.
    answer.write("\N{BOM}")
    csv.writer(answer).writerows(queries.lines(request.actor, period))
    return answer


@get_and_post
def terms(request):
    """How this school counts."""
    school = school_for(request.actor, Can.CHANGE_SCHOOL)
    now = queries.terms(request.actor, school)
    initial = {"period": now.period, "hide_below": now.hide_below, "keep_months": now.keep_months}
    form = TermsForm(posted(request), initial=initial)
    if form.is_valid():
        actions.set_terms(school, by=request.actor, **form.cleaned_data)
        return done(request, "How questions are counted was saved.", "tallies:list")
    return page(request, "tallies/terms.html", form=form, shipped=rules.shipped())
