"""Evidence comes in, is looked at as a record, described, and taken away as it came."""

from django.contrib.auth.decorators import login_not_required
from django.http import JsonResponse, StreamingHttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import content_disposition_header

from belisha.core.action import fingerprint
from belisha.core.errors import No, NotAllowed
from belisha.evidence import actions, adding, arriving, asides, damage, opening, queries, rules, sending
from belisha.evidence.forms import CAREFUL, ReasonForm, RecordForm, initial_of
from belisha.evidence.places import of_request, place
from belisha.evidence.rules import clean_name
from belisha.look.pages import done, get_and_post, get_only, page, post_only, posted


@login_not_required
@get_and_post
def of_draft(request, draft_id):
    """The files of a report that is being written: one step of it, which can be left out."""
    where = of_request(request, draft_id=draft_id)
    if where.lane or "go_on" in request.POST:
        adding.go_on(where)
        return redirect("reporting:next", draft_id)
    return adding.files(request, where)


@login_not_required
@get_and_post
def of_receipt(request, receipt_id):
    """Whoever reported brings more. What they sent they are not shown again."""
    return adding.files(request, of_request(request, receipt_id=receipt_id))


@get_and_post
def of_concern(request, concern_id):
    """The evidence of a concern, for those who deal with it; and a way to add to it."""
    where = of_request(request, concern_id=concern_id)
    part = "incomplete" if request.GET.get("show") == "incomplete" else ""
    return adding.files(request, where, show=part)


@login_not_required
@post_only
def send_to_draft(request, draft_id):
    """A piece of a file, from the page's script."""
    return _send(request, draft_id=draft_id)


@login_not_required
@post_only
def send_to_receipt(request, receipt_id):
    """A piece of a file, from the page's script."""
    return _send(request, receipt_id=receipt_id)


@post_only
def send_to_concern(request, concern_id):
    """A piece of a file, from the page's script."""
    return _send(request, concern_id=concern_id)


def _send(request, **key):
    try:
        return JsonResponse(sending.receive(place(request.actor, **key), request.headers, request))
    except No as fault:
        return JsonResponse({"refused": " ".join([fault.reason, fault.help]).strip()}, status=409)
    finally:
        arriving.drain(request)


@login_not_required
@get_and_post
def write_in_draft(request, draft_id):
    """A record without a file, in a report that is being written."""
    return adding.words(request, place(request.actor, draft_id=draft_id))


@login_not_required
@get_and_post
def write_in_receipt(request, receipt_id):
    """A record without a file, from whoever reported."""
    return adding.words(request, place(request.actor, receipt_id=receipt_id))


@get_and_post
def write_in_concern(request, concern_id):
    """A record without a file, from whoever deals with the concern."""
    return adding.words(request, place(request.actor, concern_id=concern_id))


@get_only
def detail(request, item_id):
    """The record of one item, with its custody. That it was opened is written down."""
    item = adding.sent_item(request.actor, item_id)
    actions.look(item, by=request.actor)
    shut = item.shut_at is not None
    return page(
        request, "evidence/detail.html", item=item, shut=shut, name=clean_name(opening.filename(item)),
        facts=[] if shut else adding.facts(item), missing=rules.missing(queries.record_of(item)),
        times=adding.times(item, queries.last_check(request.actor, item)),
        alike=queries.alike(request.actor, item), earlier=[] if shut else queries.earlier_wordings(request.actor, item),
        custody=queries.custody(request.actor, item), links=asides.links(request.actor, item),
    )  # fmt: skip


@login_not_required
@get_and_post
def describe(request, item_id):
    """Fill in the capture record, before a report is sent or afterwards."""
    item = queries.item_for(request.actor, item_id)
    if item.shut_at is not None:
        raise NotAllowed("This was sealed off.", "Nothing can be said about it any more.")
    form = RecordForm(posted(request), initial=initial_of(item, queries.words_of(item)))
    if form.is_valid():
        action, to = adding.after_describing(item)
        seen = request.POST.get("seen", "")
        by = place(request.actor, draft_id=item.draft_id).by if item.draft_id else request.actor
        action(item, by=by, seen=seen, record=form.record)
        return done(request, "The record was saved.", to)
    return page(
        request, "evidence/describe.html", form=form, careful=CAREFUL, back=adding.after_describing(item)[1],
        seen=request.POST.get("seen") or fingerprint(item),
    )  # fmt: skip


@login_not_required
@post_only
def take_out(request, item_id):
    """Take a file out of a report again, before it is sent."""
    item = queries.item_for(request.actor, item_id)
    if item.draft_id is None:
        raise NotAllowed("The report was sent already.", "What was sent with a report is kept.")
    where = place(request.actor, draft_id=item.draft_id)
    actions.take_out(item, by=where.by)
    return done(request, "It was taken out of the report. Keep your own: do not delete it.", where.url)


@get_and_post
def download(request, item_id):
    """The original, byte for byte, for whoever says why."""
    item = adding.sent_item(request.actor, item_id)
    if item.shut_at is not None:
        raise NotAllowed("This was sealed off. Nobody can open it.", "Only the police can ask for it.")
    form, held = ReasonForm(posted(request)), asides.is_held_back(item, request.actor)
    if held or not form.is_valid():
        warnings = asides.warnings(item)
        return page(request, "evidence/download.html", form=form, item=item, warnings=warnings, held=held)
    pieces = damage.to_give_out(item)
    actions.download(item, by=request.actor, **form.cleaned_data)
    answer = StreamingHttpResponse(pieces, content_type="application/octet-stream")
    answer["Content-Disposition"] = content_disposition_header(True, clean_name(opening.filename(item)))
    answer["Content-Length"] = item.file.size
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


@get_only
def verified(request):
    """Whether every file that this adult may see is what it was when it arrived."""
    return page(request, "evidence/verified.html", found=queries.verified(request.actor), home=reverse("home"))
