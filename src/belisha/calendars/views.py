"""A calendar address: make it, withdraw it, and the feed that a calendar asks for."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.urls import reverse

from belisha import config
from belisha.calendars import actions, feed, queries
from belisha.core.access import Can, require
from belisha.look.pages import done, get_and_post, get_only, page


@get_and_post
def own(request):
    """What a calendar can show, and a new address for it. The address is shown once, when it is made."""
    require(request.actor, Can.KEEP_CALENDAR)
    address = ""
    if request.method == "POST":
        secret = actions.make(request.actor, by=request.actor)
        address = config.load().url + reverse("calendars:feed", args=[secret])
    return page(request, "calendars/own.html", feed=queries.own_feed(request.actor), address=address)


@get_and_post
def withdraw(request):
    """Let an address open nothing any more."""
    found = queries.feed_to_withdraw(request.actor)
    if request.method == "POST":
        actions.withdraw(found, by=request.actor)
        return done(request, "The address opens nothing any more.", reverse("calendars:own"))
    return page(request, "calendars/withdraw.html", feed=found)


@login_not_required
@get_only
def read(request, secret):
    """The feed. Unknown, withdrawn and left look the same from outside: there is nothing here."""
    found = feed.opened_by(secret)
    if found is None:
        raise Http404
    return HttpResponse(feed.written(queries.entries_of(found)), content_type="text/calendar; charset=utf-8")
