"""Protocols and channels: what was agreed, what waits to be agreed, and what is wrong."""

from django.http import Http404
from django.urls import reverse
from django.utils import timezone

from belisha.core.access import Can, may, require
from belisha.core.action import fingerprint
from belisha.core.ids import uuid7
from belisha.core.queries import school_for
from belisha.look.pages import done, get_and_post, get_only, page, post_only, posted
from belisha.registers.protocols import actions, queries, rules
from belisha.registers.protocols.forms import (
    EVERYONE,
    SOME,
    AddForm,
    AgreeForm,
    KeyForm,
    ProtocolForm,
    ReasonForm,
    SuggestForm,
)  # fmt: skip


@get_only
def list_(request):
    """The protocols of the school that this adult may know of, in force first."""
    school_for(request.actor, Can.SEE_REGISTERS)
    show = request.GET.get("show") if request.GET.get("show") in queries.LISTS else "now"
    rows, after = queries.page_of(request.actor, show, request.GET.get("after", ""))
    keeps = queries.keeps(request.actor)
    return page(
        request, "protocols/list.html", lists=queries.LISTS, show=show, rows=rows, keeps=keeps,
        next=f"?show={show}&after={after}" if after else "", findings=len(queries.findings(request.actor)),
    )  # fmt: skip


@get_only
def mine(request):
    """What this adult may use today, with whom and by which rules."""
    school_for(request.actor, Can.SEE_REGISTERS)
    return page(request, "protocols/mine.html", rows=queries.mine(request.actor))


@get_only
def findings(request):
    """What is wrong with platforms and protocols, and where to mend it."""
    school_for(request.actor, Can.KEEP_PROTOCOLS)
    return page(request, "protocols/findings.html", findings=queries.findings(request.actor))


@get_only
def templates(request):
    """Protocols to begin from."""
    school_for(request.actor, Can.KEEP_PROTOCOLS)
    return page(request, "protocols/templates.html", templates=queries.templates())


@get_only
def detail(request, protocol_id):
    """One protocol: what it says, for whom, from when to when, who sees it, and what happened to it."""
    found = queries.protocol_for(request.actor, protocol_id)
    keeps, agrees = (may(request.actor, can, found) for can in (Can.KEEP_PROTOCOLS, Can.AGREE_PROTOCOL))
    may_end = found.state in (rules.AGREED, rules.REPLACED) and not (
        found.stopped and found.stopped <= timezone.localdate()
    )
    return page(
        request, "protocols/detail.html", protocol=found, steps=queries.timeline(request.actor, found), keeps=keeps,
        agrees=agrees, editions=queries.editions(request.actor, found), begun_from=queries.template_of(found.template),
        is_open=found.state in rules.OPEN, may_end=agrees and may_end, seen=fingerprint(found), edition_key=uuid7(),
    )  # fmt: skip


@get_and_post
def suggest(request):
    """Any adult: we use this, or may we?"""
    require(request.actor, Can.ASK_PERMISSION, request.actor.school)
    form = SuggestForm(posted(request), initial={"platform": request.GET.get("platform", "")[:100]})
    if form.is_valid():
        protocol = actions.suggest(request.actor.school, by=request.actor, **form.cleaned_data)
        return done(request, "It went to the Headteacher. You find the answer here.", protocol)
    return page(request, "protocols/suggest.html", form=form)


@get_and_post
def add(request):
    """Begin a protocol, from a template where one was chosen."""
    school = school_for(request.actor, Can.KEEP_PROTOCOLS)
    template = queries.template_of(request.GET.get("template", ""))
    form = AddForm(posted(request), initial=_from_template(request, template), **_choices(request))
    if form.is_valid():
        key = template.key if template else ""
        protocol = actions.draft(
            school, by=request.actor, key=form.cleaned_data["key"], template=key, **form.given
        )  # fmt: skip
        return done(request, "The draft was saved.", protocol)
    return page(request, "protocols/add.html", form=form, begun_from=template)


@get_and_post
def edit(request, protocol_id):
    """Change what is not agreed yet."""
    found = _kept(request, protocol_id)
    rules_fixed = found.replaces_id is not None
    form = ProtocolForm(posted(request), initial=_as_it_is(found), fixed_kind=rules_fixed, **_choices(request))
    seen = request.POST.get("seen") or fingerprint(found)
    if form.is_valid():
        actions.change(found, by=request.actor, seen=seen, **form.given)
        return done(request, "The draft was saved.", found)
    if found.state not in rules.OPEN:
        raise Http404
    template = queries.template_of(found.template)
    return page(request, "protocols/edit.html", protocol=found, form=form, seen=seen, begun_from=template)


@get_and_post
def agree(request, protocol_id):
    """The Headteacher agrees to what stands on this page."""
    found = _to_decide(request, protocol_id)
    rules.LIFECYCLE.check(found, "agree")
    form = AgreeForm(posted(request), initial={"agreed_on": timezone.localdate()})
    seen = request.POST.get("seen") or fingerprint(found)
    if form.is_valid():
        actions.agree(found, by=request.actor, seen=seen, **form.cleaned_data)
        return done(request, "It is agreed. Those whom it concerns were told.", found)
    template = queries.template_of(found.template)
    return page(request, "protocols/agree.html", protocol=found, form=form, seen=seen, begun_from=template)


# What takes a reason: the move, the action, what is said afterwards, and the template.
REASONED = {
    "decline": (actions.decline, "It was not agreed. Whoever proposed it reads why."),
    "end": (actions.end, "It has ended. Those whom it concerned were told."),
}


@get_and_post
def reason(request, protocol_id, step):
    """Decline, or end: with a reason."""
    found = _to_decide(request, protocol_id)
    rules.LIFECYCLE.check(found, step)
    form, seen = ReasonForm(posted(request)), request.POST.get("seen") or fingerprint(found)
    if form.is_valid():
        act, said = REASONED[step]
        act(found, by=request.actor, seen=seen, **form.cleaned_data)
        return done(request, said, found)
    return page(request, f"protocols/{step}.html", protocol=found, form=form, seen=seen)


# What can be done with one button: the action, and what is said afterwards.
STEPS = {
    "propose": (actions.propose, "It went to the Headteacher."),
    "take-back": (actions.take_back, "It is a draft again."),
    "drop": (actions.drop, "The draft was put away."),
}


@post_only
def move(request, protocol_id, step):
    """Do what a button says."""
    act, said = STEPS[step]
    found = queries.protocol_for(request.actor, protocol_id)
    act(found, by=request.actor, seen=request.POST.get("seen", ""))
    return done(request, said, reverse("protocols:list") if step == "drop" else found)


@post_only
def edition(request, protocol_id):
    """Begin what is to take the place of an agreed protocol."""
    found = queries.protocol_for(request.actor, protocol_id)
    form = KeyForm(request.POST)
    key = form.cleaned_data["key"] if form.is_valid() else None
    made = actions.new_edition(found, by=request.actor, key=key or uuid7())
    return done(request, "A new edition was begun. Until it is agreed, the old one holds.", made)


def _kept(request, protocol_id):
    found = queries.protocol_for(request.actor, protocol_id)
    if not may(request.actor, Can.KEEP_PROTOCOLS, found):
        raise Http404
    return found


def _to_decide(request, protocol_id):
    found = queries.protocol_for(request.actor, protocol_id)
    if not may(request.actor, Can.AGREE_PROTOCOL, found):
        raise Http404
    return found


def _choices(request) -> dict:
    return {"platforms": queries.platforms(request.actor), "adults": queries.colleagues(request.actor)}


def _from_template(request, template) -> dict:
    """What the form shows of a template before anything is typed."""
    if template is None:
        return {}
    platform = queries.platform_named(request.actor, template.platform)
    said = {name: getattr(template, name) for name in ("title", "kind", "purpose", "agreement")}
    who = EVERYONE if template.everyone else SOME
    today = timezone.localdate()
    review = rules.months_later(today, template.review_months)
    return {**said, "who": who, "platform": str(platform.pk) if platform else "", "first": today, "review": review}


def _as_it_is(protocol) -> dict:
    names = ("title", "kind", "purpose", "classes", "agreement", "agreed_with", "first", "last", "review")
    said = {name: getattr(protocol, name) for name in names}
    said["who"], said["platform"] = EVERYONE if protocol.everyone else SOME, str(protocol.platform_id or "")
    return {**said, "people": [str(adult.pk) for adult in protocol.people.all()]}
