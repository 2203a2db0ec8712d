"""The audit log: read it, check it, take it away."""

from pathlib import Path

from django.http import HttpResponse, StreamingHttpResponse

from belisha.core import actions, audit, queries, verifier
from belisha.core.access import Can, may
from belisha.core.forms import FilterForm
from belisha.look.pages import get_and_post, get_only, page


@get_only
def log(request):
    """Entries, newest first."""
    queries.school_for(request.actor, Can.READ_AUDIT)
    people = queries.people_in_log(request.actor)
    form = FilterForm(request.GET or None, kinds=queries.kinds(), people=people)
    wanted = form.cleaned_data if form.is_valid() else {}
    lines, last = queries.page_of_entries(request.actor, before=_number(request.GET.get("before")), **wanted)
    return page(
        request,
        "core/log.html",
        form=form,
        lines=lines,
        filtered=any(wanted.values()),
        next=_further(request, last),
        may_export=may(request.actor, Can.EXPORT_AUDIT, request.actor.school),
    )


@get_and_post
def verify(request):
    """Walk the whole log and say whether it is whole; sign where it stands, for the page that the chair keeps."""
    school = queries.school_for(request.actor, Can.READ_AUDIT)
    verdict = audit.verify(school.pk) if request.method == "POST" else None
    point = audit.checkpoint(school.pk) if verdict and verdict.whole else None
    return page(
        request, "core/verify.html", verdict=verdict, point=point, root=bytes(point.root).hex() if point else ""
    )


@get_and_post
def export(request):
    """Say how to check the log on any machine, and hand it over."""
    school = queries.school_for(request.actor, Can.EXPORT_AUDIT)
    if request.method != "POST":
        return page(request, "core/export.html")
    actions.note_export(school, by=request.actor)
    headers = {"Content-Disposition": 'attachment; filename="audit-log.jsonl"'}
    return StreamingHttpResponse(audit.export(school.pk), content_type="application/jsonl", headers=headers)


@get_only
def the_verifier(request):
    """The program that checks an export: one file that needs nothing but Python."""
    queries.school_for(request.actor, Can.READ_AUDIT)
    headers = {"Content-Disposition": 'attachment; filename="verifier.py"'}
    return HttpResponse(Path(verifier.__file__).read_bytes(), content_type="text/x-python", headers=headers)


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 19 else None


def _further(request, last: int) -> str:
    if not last:
        return ""
    asked = request.GET.copy()
    asked["before"] = str(last)
    return f"?{asked.urlencode()}"
