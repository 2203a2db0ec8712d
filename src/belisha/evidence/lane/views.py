"""Sealing a file off, a second person's yes, and what the police said."""

import uuid

from django.http import StreamingHttpResponse

from belisha.core.errors import NotAllowed
from belisha.evidence.lane import actions, queries, sealing_out
from belisha.evidence.lane.forms import CopyForm, ReleaseForm
from belisha.look.pages import done, get_and_post, page, posted


@get_and_post
def shut(request, item_id):
    """The stop page of one file: do not look again; seal it off now."""
    item = queries.item_to_shut(request.actor, item_id)
    if request.method == "POST":
        actions.shut(item.concern, by=request.actor, item=item)
        return done(request, "It is sealed off. Ring the police now, if nobody has.", item.concern)
    return page(request, "lane/shut.html", item=item, numbers=queries.numbers(request.actor))


@get_and_post
def confirm(request, shutting_id):
    """The second person confirms."""
    shutting = queries.shutting_for(request.actor, shutting_id)
    if request.method == "POST":
        actions.confirm(shutting, by=request.actor)
        return done(request, "Two people have now sealed it off.", shutting.item.concern)
    return page(request, "lane/confirm.html", shutting=shutting, seen=queries.seen(shutting))


@get_and_post
def release(request, shutting_id):
    """Note what the police said."""
    shutting = queries.shutting_for(request.actor, shutting_id)
    form = ReleaseForm(posted(request), initial={"key": uuid.uuid4()})
    if form.is_valid():
        actions.ask_release(shutting, by=request.actor, **form.cleaned_data)
        return done(request, "It is noted. Now a second person has to agree.", shutting.item.concern)
    return page(request, "lane/release.html", form=form, shutting=shutting)


@get_and_post
def agree(request, release_id):
    """The second person agrees to what the police said."""
    found = queries.release_for(request.actor, release_id)
    if request.method == "POST":
        actions.agree(found, by=request.actor)
        return done(request, "Two people have agreed.", found.shutting.item.concern)
    return page(request, "lane/agree.html", release=found, words=actions.words_of(found))


@get_and_post
def hand_over(request, release_id):
    """Give the encrypted copy out, once."""
    found = queries.release_for(request.actor, release_id)
    if found.taken_at or found.what != "hand_over" or found.state != "done":
        raise NotAllowed("There is nothing to take.", "It is handed over once, after two people agreed.")
    form = CopyForm(posted(request))
    if form.is_valid():
        pieces = sealing_out.encrypted(found, form.cleaned_data["public"])
        actions.hand_over(found, by=request.actor)
        headers = {"Content-Disposition": 'attachment; filename="for-the-police.age"'}
        return StreamingHttpResponse(pieces, content_type="application/octet-stream", headers=headers)
    secret, public = sealing_out.fresh()
    form = form if form.is_bound else CopyForm(initial={"public": public})
    return page(request, "lane/hand_over.html", form=form, release=found, secret="" if form.is_bound else secret)
