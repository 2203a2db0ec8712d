"""How leaders see that everything is done: the figures, the adults behind each, one adult, all of it to take away."""

from urllib.parse import urlencode

from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.urls import reverse
from django.utils.http import content_disposition_header

from belisha.core.access import Can, may
from belisha.duties.following import actions, queries, rules, sheets
from belisha.duties.following.forms import CSV, XLSX, ExportForm
from belisha.duties.following.record import queries as records
from belisha.duties.following.standing import KIND, ROLE, group_of
from belisha.look.pages import get_and_post, get_only, page, posted

WAYS = {"": "By policy and duty", ROLE: "By role", KIND: "By how they work here"}
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@get_only
def overview(request):
    """How everything stands: by policy and duty, perhaps of one group of adults; by role; by kind."""
    _leads(request)
    by = request.GET.get("by") if request.GET.get("by") in WAYS else ""
    group = group_of(request.GET.get("group", ""))
    rows = queries.by_group(request.actor, by) if by else queries.by_line(request.actor, group)
    may_chase = may(request.actor, Can.KEEP_DUTIES, request.actor.school)
    return page(
        request, "following/overview.html", rows=rows, by=by, ways=WAYS, group=group, may_chase=may_chase,
        may_remind=may(request.actor, Can.REMIND, request.actor.school), missed=[row for row in rows if row.missed],
        late=sum(row.tally.of("overdue") for row in rows), headings=rules.HEADINGS,
    )  # fmt: skip


def _leads(request) -> None:
    if not may(request.actor, Can.SEE_ACKNOWLEDGEMENTS):
        raise Http404


@get_and_post
def line(request, line_id):
    """The adults behind a number. A name is searched for by POST: an address names nobody."""
    found, group = queries.line_for(request.actor, line_id), group_of(request.GET.get("group", ""))
    show = request.GET.get("show") if request.GET.get("show") in queries.SHOWS else "all"
    search = request.POST.get("search", "").replace("\0", "").strip()
    rows, after = queries.page_of_standings(
        request.actor, found, group, show, search=search, after=request.GET.get("after", "")
    )
    asked = {"show": show, "group": group.key}
    return page(
        request, "following/line.html", line=found, group=group, show=show, search=search, rows=rows,
        more=after, next="" if search or not after else "?" + urlencode({**asked, "after": after}),
        shows={name: rules.HEADINGS.get(name, "Everybody") for name in queries.SHOWS},
        may_print=found.signable and may(request.actor, Can.WITNESS, found.school),
    )  # fmt: skip


@get_only
def adult(request, adult_id):
    """Everything that one adult is asked, and did."""
    return _record(request, records.adult_for(request.actor, adult_id))


@get_only
def own(request):
    """The same of oneself: among it, from what one is excused and why."""
    return _record(request, records.adult_for(request.actor, request.actor.id))


def _record(request, found):
    actor, mine, rows = request.actor, found.pk == request.actor.id, records.record(request.actor, found)
    waits = bool(found.email) and any(each.status in (rules.DUE, rules.OVERDUE) for each in rows)
    return page(
        request, "following/adult.html", adult=found, mine=mine, rows=rows,
        earlier=records.earlier(actor, found), excuses=records.excuses_of(actor, found),
        may_excuse=may(actor, Can.EXCUSE, found) and not mine, may_end=may(actor, Can.EXCUSE, found),
        may_remind=waits and not mine and may(actor, Can.REMIND, found),
        may_witness=may(actor, Can.WITNESS, found) and not mine,
        may_open=mine or may(actor, Can.WITNESS, found),
    )  # fmt: skip


@get_and_post
def export(request):
    """Who has done what, as a file. That it was taken is an event that the log tells."""
    _leads(request)
    form = ExportForm(posted(request))
    if not form.is_valid():
        return page(request, "following/export.html", form=form)
    kind = form.cleaned_data["form"]
    actions.note_export(request.actor.school, by=request.actor, form=kind)
    cells = queries.cells(request.actor)
    answer = (
        StreamingHttpResponse(sheets.as_csv(cells), content_type="text/csv; charset=utf-8")
        if kind == CSV
        else HttpResponse(sheets.as_xlsx(cells), content_type=XLSX_TYPE)
    )
    answer["Content-Disposition"] = content_disposition_header(True, f"duties.{CSV if kind == CSV else XLSX}")
    return answer


def to_adult(adult) -> str:
    """The address of an adult's record."""
    return reverse("following:adult", args=[adult.pk])
