"""Take a policy with you: a page with the formats, and the files."""

from django.http import HttpResponse
from django.utils.http import content_disposition_header

from belisha.exchange import queries
from belisha.exchange.formats import FOR_PEOPLE, FORMATS
from belisha.look.pages import get_only, page


@get_only
def version(request, version_id):
    """In which forms a version can be taken out."""
    found = queries.version_for(request.actor, version_id)
    rows = [(f"exchange:{key}", one, one.filename(found.number)) for key, one in FORMATS.items()]
    people, programs = rows[: len(FOR_PEOPLE)], rows[len(FOR_PEOPLE) :]
    return page(request, "exchange/version.html", version=found, people=people, programs=programs)


@get_only
def export(request, version_id, form):
    """The file."""
    plain, one = queries.plain_for(request.actor, version_id), FORMATS[form]
    answer = HttpResponse(one.write(plain), content_type=one.media_type)
    answer["Content-Disposition"] = content_disposition_header(True, one.filename(plain.standing.number))
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return answer
