"""For adults who cannot sign in: a sheet to sign, the signed page kept, and looked at again."""

from pathlib import Path

from django.http import Http404, StreamingHttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header

from belisha.core.access import Can, may
from belisha.duties.following import actions, filing, queries
from belisha.duties.following.forms import PaperForm
from belisha.duties.following.record import queries as records
from belisha.duties.following.views import to_adult
from belisha.look.pages import done, get_and_post, get_only, page, sent


@get_only
def sheet(request, line_id):
    """A page to print and sign: what it is, what somebody puts their name to, and lines to write on."""
    line = queries.line_for(request.actor, line_id)
    if not may(request.actor, Can.WITNESS, line.school) or not line.signable:
        raise Http404
    return page(request, "following/sheet.html", line=line, statement=records.statement_of(line))


@get_and_post
def record(request, adult_id, line_id):
    """Record that an adult signed on paper."""
    adult, line = records.adult_for(request.actor, adult_id), queries.line_for(request.actor, line_id)
    if adult.pk == request.actor.id or not may(request.actor, Can.WITNESS, adult) or not line.signable:
        raise Http404
    row = records.row_for(request.actor, line, adult)
    began = timezone.localdate(row.version.published_at if line.is_policy else row.opened_at)
    form = PaperForm(*sent(request), since=began)
    if form.is_valid():
        given, day = form.cleaned_data["document"], form.cleaned_data["signed_on"]
        filing.receive(row, Path(given.temporary_file_path()), given.name, by=request.actor, signed_on=day)
        return done(request, "Recorded. The signed page is sealed with their record.", to_adult(adult))
    return page(
        request, "following/paper.html", adult=adult, line=line, form=form, statement=filing.statement(row)
    )  # fmt: skip


@get_only
def signed(request, paper_id):
    """The signed page, byte for byte. That somebody looked at it is an event that the log tells."""
    row = records.paper_for(request.actor, paper_id)
    name, pieces, size = records.pages_of(row)
    actions.note_opened(row, by=request.actor)
    answer = StreamingHttpResponse(pieces, content_type="application/octet-stream")
    answer["Content-Disposition"] = content_disposition_header(True, name)
    answer["Content-Length"] = size
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return answer
