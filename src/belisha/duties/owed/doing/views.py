"""What an adult owes, one page for each way of doing it; what they did; and who wishes for help."""

from django.http import Http404, StreamingHttpResponse
from django.utils.http import content_disposition_header

from belisha.core.access import Can, may
from belisha.core.action import fingerprint
from belisha.duties.owed import links, rules
from belisha.duties.owed.doing import actions, filing, queries
from belisha.duties.owed.doing.forms import form_for
from belisha.duties.owed.doing.shown import mark_of
from belisha.look.pages import done, get_and_post, get_only, page, sent


@get_and_post
def do(request, owed_id):
    """Do what is owed: read, tick, answer, or say which training it was."""
    owed = queries.own_task(request.actor, owed_id)
    if owed.state != rules.DUE or owed.duty.state != rules.LIVE:
        return page(request, "owed/done.html", **_shown(request, owed))
    mark = mark_of(owed.duty)
    form = form_for(owed.duty, mark, *sent(request))
    if form.is_valid():
        document = form.cleaned_data.get("document")
        asked, given = form.cleaned_data["asked"], form.given
        filing.do(owed, by=request.actor, given=given, asked=asked, document=document)
        return _led_on(request, owed, given)
    return page(
        request, "owed/do.html", owed=owed, duty=owed.duty, form=form, says=queries.says(owed.duty),
        reading=queries.to_read(request.actor, owed.duty), guides=queries.guides(request.actor, owed.duty),
    )  # fmt: skip


def _led_on(request, owed, given):
    """A yes may lead to another page."""
    if given.answers.get(rules.ANSWER) == [rules.YES] and owed.duty.leads_to:
        return done(request, "Your answer was saved. There is one more step.", links.page_named(owed.duty.leads_to))
    return done(request, f"Done: {owed.duty.title}. Thank you.", owed)


@get_only
def detail(request, owed_id):
    """What was done, to keep or print; or what is asked, as long as it is open."""
    owed = queries.own_task(request.actor, owed_id)
    return page(request, "owed/done.html", **_shown(request, owed))


def _shown(request, owed) -> dict:
    """What the page of something done shows."""
    return {
        "owed": owed, "ticked": queries.as_ticked(owed),
        "evidence": owed.evidence is not None and queries.may_see_evidence(request.actor, owed),
        "leads": links.page_named(owed.duty.leads_to) if owed.answers.get(rules.ANSWER) == [rules.YES] else "",
    }  # fmt: skip


@get_only
def record(request):
    """What this adult has done, with what they put their name to."""
    return page(
        request, "owed/record.html", rows=queries.done_by(request.actor),
        acknowledged=queries.acknowledged_by(request.actor),
    )  # fmt: skip


@get_only
def evidence(request, owed_id):
    """The evidence as it was given, byte for byte."""
    row, name, pieces = queries.evidence_of(request.actor, owed_id)
    answer = StreamingHttpResponse(pieces, content_type="application/octet-stream")
    answer["Content-Disposition"] = content_disposition_header(True, name)
    answer["Content-Length"] = row.evidence.size
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return answer


@get_only
def help_wanted(request):
    """Who would like help with their settings: for those who keep duties."""
    if not may(request.actor, Can.KEEP_DUTIES):
        raise Http404
    rows, after = queries.page_of_wishes(request.actor, request.GET.get("after", ""))
    return page(
        request, "owed/help.html", rows=[(row, queries.wished(row)) for row in rows],
        next=f"?after={after}" if after else "",
    )  # fmt: skip


@get_and_post
def helped(request, wish_id):
    """Note that somebody had the help that they wished for."""
    owed = queries.wish_for(request.actor, wish_id)
    if request.method == "POST":
        actions.help_given(owed, by=request.actor, seen=request.POST.get("seen", ""))
        return done(request, "Noted. They are off the list.", "owed:help_wanted")
    return page(request, "owed/helped.html", owed=owed, wished=queries.wished(owed), seen=fingerprint(owed))
