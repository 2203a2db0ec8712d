"""Platforms: what the school uses, what somebody asked about, and what it does not use."""

from django.http import Http404

from belisha.core.access import Can, may
from belisha.core.action import fingerprint
from belisha.core.queries import school_for
from belisha.look.pages import done, get_and_post, get_only, page, post_only, posted
from belisha.registers.protocols import queries, rules
from belisha.registers.protocols.models import Platform
from belisha.registers.protocols.platforms import actions
from belisha.registers.protocols.platforms.forms import AddPlatformForm, PlatformForm


@get_only
def list_(request):
    """The platforms that this adult may know of."""
    school_for(request.actor, Can.SEE_REGISTERS)
    platforms, keeps = list(queries.platforms(request.actor)), queries.keeps(request.actor)
    return page(request, "protocols/platforms.html", platforms=platforms, keeps=keeps)


@get_only
def detail(request, platform_id):
    """One platform, and the protocols about it."""
    found = queries.platform_for(request.actor, platform_id)
    return page(
        request, "protocols/platform.html", platform=found, protocols=queries.of_platform(request.actor, found),
        keeps=may(request.actor, Can.KEEP_PROTOCOLS, found), seen=fingerprint(found),
        may_begin=rules.PLATFORM_LIFECYCLE.allows(found.state, "begin"),
        may_stop=rules.PLATFORM_LIFECYCLE.allows(found.state, "stop"),
    )  # fmt: skip


@get_and_post
def add(request):
    """A platform that is not in the register."""
    school, form = school_for(request.actor, Can.KEEP_PROTOCOLS), AddPlatformForm(posted(request))
    if form.is_valid():
        platform = Platform(id=form.cleaned_data.pop("key"), school=school)
        actions.add_platform(platform, by=request.actor, **form.cleaned_data)
        return done(request, "It is in the register.", platform)
    return page(request, "protocols/platform_add.html", form=form)


@get_and_post
def edit(request, platform_id):
    """Change what the register says of it."""
    found = queries.platform_for(request.actor, platform_id)
    if not may(request.actor, Can.KEEP_PROTOCOLS, found):
        raise Http404
    initial = {"name": found.name, "kind": found.kind, "ours": "yes" if found.ours else "no", "note": found.note}
    form, seen = PlatformForm(posted(request), initial=initial), request.POST.get("seen") or fingerprint(found)
    if form.is_valid():
        actions.change_platform(found, by=request.actor, seen=seen, **form.cleaned_data)
        return done(request, "It was saved.", found)
    return page(request, "protocols/platform_edit.html", platform=found, form=form, seen=seen)


# What can be done with one button: the action, and what is said afterwards.
STEPS = {
    "begin": (actions.begin_platform, "Noted: it is in use."),
    "stop": (actions.stop_platform, "Noted: it is not used."),
}


@post_only
def move(request, platform_id, step):
    """Do what a button says."""
    act, said = STEPS[step]
    found = queries.platform_for(request.actor, platform_id)
    act(found, by=request.actor, seen=request.POST.get("seen", ""))
    return done(request, said, found)
