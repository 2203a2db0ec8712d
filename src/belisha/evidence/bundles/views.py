"""Make a bundle of evidence, take it away, and say where time stamps come from."""

import re

from django.http import StreamingHttpResponse
from django.shortcuts import redirect

from belisha.core.access import Can, require
from belisha.core.errors import Conflict
from belisha.evidence.bundles import actions, assembling, queries, rules, streaming
from belisha.evidence.bundles.forms import BundleForm, ServiceForm, TakeForm
from belisha.look.pages import done, get_and_post, get_only, page, post_only, posted

OURS = re.compile(rf"[{streaming.SIGNS}-]{{23}}")


@get_and_post
def add(request, concern_id):
    """Choose what goes into a bundle, for whom and why."""
    concern = queries.concern_for(request.actor, concern_id)
    require(request.actor, Can.HANDLE_CONCERN, concern)
    choices = queries.choices(request.actor, concern)
    form = BundleForm(posted(request), choices=choices)
    if form.is_valid():
        try:
            bundle = actions.make(concern, by=request.actor, **form.given)
        except Conflict:
            bundle = queries.bundle_for(request.actor, form.given["key"])
        assembling.put_together(bundle, by=request.actor)
        return done(request, "The bundle is ready. Take it now, or later from the page of the concern.", bundle)
    return page(request, "bundles/add.html", concern=concern, form=form, choices=choices)


@get_only
def detail(request, bundle_id):
    """One bundle: to whom, why, its hash, and the ways to take it."""
    bundle = queries.bundle_for(request.actor, bundle_id)
    return page(request, "bundles/detail.html", made=queries.made(request.actor, bundle), form=TakeForm())


@post_only
def finish(request, bundle_id):
    """Put together what was begun and not ended, because the server stopped in between."""
    bundle = queries.bundle_for(request.actor, bundle_id)
    require(request.actor, Can.HANDLE_CONCERN, bundle)
    assembling.put_together(bundle, by=request.actor)
    return done(request, "The bundle is ready.", bundle)


@get_and_post
def take(request, bundle_id):
    """The bundle itself. With a passphrase, a page shows one first: it is stored nowhere."""
    bundle, form = queries.bundle_for(request.actor, bundle_id), TakeForm(posted(request))
    require(request.actor, Can.HANDLE_CONCERN, bundle)
    if request.method != "POST":
        return redirect(bundle)
    if not form.is_valid():
        return page(request, "bundles/detail.html", made=queries.made(request.actor, bundle), form=form)
    how, secret = form.cleaned_data["how"], form.cleaned_data["recipient"]
    if how == rules.PASSPHRASE:
        secret = request.POST.get("passphrase", "")
        if not OURS.fullmatch(secret):
            return page(request, "bundles/passphrase.html", bundle=bundle, passphrase=streaming.passphrase())
    pieces = assembling.stream(bundle, by=request.actor, how=how, secret=secret)
    actions.take(bundle, by=request.actor, how=rules.SEALED[how].lower())
    answer = StreamingHttpResponse(pieces, content_type="application/octet-stream")
    answer["Content-Disposition"] = f'attachment; filename="{assembling.name_of(bundle, how)}"'
    return answer


@get_and_post
def stamps(request):
    """Where time stamps come from."""
    service = queries.service(request.actor)
    now = {"address": service.address, "second": service.second, "certificates": service.certificates}
    form = ServiceForm(posted(request), initial=now)
    if form.is_valid():
        actions.name_service(service.school, by=request.actor, **form.cleaned_data)
        return done(request, "Where time stamps come from was saved.", "bundles:stamps")
    return page(request, "bundles/stamps.html", service=service, form=form)
