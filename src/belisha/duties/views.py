"""What each adult must do, and how leaders see that it is done."""

from urllib.parse import urlencode

from django.http import Http404
from django.urls import reverse

from belisha import config
from belisha.core.access import Can, may
from belisha.duties import actions, queries
from belisha.duties.forms import AcknowledgeForm
from belisha.duties.rules import DUE, WORDING
from belisha.look.pages import done, get_and_post, get_only, page, posted
from belisha.look.templatetags.look import day


@get_and_post
def acknowledge(request, duty_id):
    """Put one's name to a version."""
    duty = queries.own_duty(request.actor, duty_id)
    form = AcknowledgeForm(posted(request))
    version = duty.version
    wording = WORDING.format(policy=version.policy.title, number=version.number, date=day(version.published_at))
    if duty.state == DUE and form.is_valid():
        actions.acknowledge(duty, by=request.actor, wording=wording)
        return done(
            request, f"You have acknowledged {version.policy.title}. Thank you.", reverse("duties:done", args=[duty.pk])
        )
    if duty.state != DUE:
        return page(request, "duties/done.html", duty=duty)
    return page(request, "duties/acknowledge.html", duty=duty, form=form, wording=wording)


@get_only
def acknowledged(request, duty_id):
    """What was acknowledged, to keep or print."""
    return page(request, "duties/done.html", duty=queries.own_duty(request.actor, duty_id))


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
