"""What each adult must do, and how leaders see that it is done."""

from urllib.parse import urlencode

from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse

from belisha import config
from belisha.core.access import Can, may
from belisha.core.errors import Conflict
from belisha.duties import actions, queries
from belisha.duties.forms import form_for
from belisha.duties.lines.queries import because_for, lines_for
from belisha.duties.lines.rules import from_plain, grouped
from belisha.duties.rules import DUE
from belisha.duties.understanding import asking
from belisha.look.pages import done, get_and_post, get_only, page, posted


@get_and_post
def acknowledge(request, duty_id):
    """Put one's name to a version, or to what changed in it for oneself."""
    duty = queries.own_duty(request.actor, duty_id)
    if duty.state != DUE:
        return _given(request, duty)
    told, lines = queries.changes_for(request.actor, duty), lines_for(request.actor, duty.version)
    left, (form, seen) = len(asking.left(request.actor, duty)), form_for(posted(request), told)
    wording = queries.wording(duty, of_changes=bool(told))
    if left and (form.is_valid() or not told):
        # What they have read stays read: the question comes between that and the tick, also where it is new.
        return redirect("duties:understand", duty.pk)
    if form.is_valid():
        if told and form.cleaned_data["shown"] != seen:
            raise Conflict("What changed for you is another list by now.", "Nothing was saved. Read it again.")
        actions.acknowledge(duty, by=request.actor, wording=wording, shown=told, lines=lines)
        said = f"You have acknowledged {duty.version.policy.title}. Thank you."
        return done(request, said, reverse("duties:done", args=[duty.pk]))
    return page(
        request, "duties/changes.html" if told else "duties/acknowledge.html", duty=duty, form=form, wording=wording,
        told=[queries.shown(each) for each in told], lines=grouped(lines), at=queries.clauses_at(duty.version),
        because=because_for(request.actor, duty.version), open=left,
    )  # fmt: skip


def _given(request, duty):
    """What was acknowledged, as it was then."""
    return page(
        request, "duties/done.html", duty=duty, told=queries.shown_then(duty), lines=grouped(from_plain(duty.lines)),
        at=queries.clauses_at(duty.version),
    )  # fmt: skip


@get_only
def acknowledged(request, duty_id):
    """What was acknowledged, to keep or print."""
    return _given(request, queries.own_duty(request.actor, duty_id))


@get_only
def acknowledgements(request):
    """Who has acknowledged the policy and who has not."""
    if not may(request.actor, Can.SEE_ACKNOWLEDGEMENTS):
        raise Http404
    versions = queries.published(request.actor)
    chosen = next((version for version in versions if str(version.pk) == request.GET.get("version")), None)
    version = chosen or (versions[0] if versions else None)
    if version is None:
        return page(request, "duties/none.html")
    show = request.GET.get("show") if request.GET.get("show") in queries.SHOWS else "due"
    rows, after = queries.page_of_asked(request.actor, version, show=show, after=request.GET.get("after", ""))
    following = urlencode({"version": version.pk, "show": show, "after": after}) if after else ""
    return page(
        request, "duties/acknowledgements.html", versions=versions, version=version, rows=rows, show=show,
        tally=queries.tally(request.actor, version), next=f"?{following}" if following else "",
        may_remind=may(request.actor, Can.REMIND, version),
    )  # fmt: skip


@get_and_post
def remind(request, version_id):
    """Write to everyone who has not acknowledged."""
    version = next((version for version in queries.published(request.actor) if version.pk == version_id), None)
    if version is None or not may(request.actor, Can.REMIND, version):
        raise Http404
    if request.method == "POST":
        count = actions.remind(version, by=request.actor)
        letters, verb = ("One letter", "is") if count == 1 else (f"{count} letters", "are")
        waits = "in the outbox: no mail server is set up yet." if not config.load().email_host else "on the way."
        said = f"{letters} {verb} {waits}"
        return done(request, said, reverse("duties:acknowledgements"))
    return page(request, "duties/remind.html", version=version, tally=queries.tally(request.actor, version))
