"""What was found in a version, and one decision about each point."""

from django.urls import reverse

from belisha.core.access import Can, may, require
from belisha.core.action import fingerprint
from belisha.core.errors import NotAllowed
from belisha.look.pages import done, get_and_post, get_only, page, post_only, posted
from belisha.remarks import actions, queries, rules
from belisha.remarks.forms import ReasonForm, TakeForm


@get_only
def version(request, version_id):
    """Everything that was found in a version, gravest first."""
    found = queries.version_for(request.actor, version_id)
    decided = request.GET.get("show") == "decided"
    return page(
        request, "remarks/version.html", version=found, decided=decided, tally=queries.tally(request.actor, found),
        groups=queries.by_severity(request.actor, found, decided=decided),
        may_draft=may(request.actor, Can.DRAFT_POLICY, found),
    )  # fmt: skip


@post_only
def look(request, version_id):
    """Look the version through again, now."""
    found = queries.version_for(request.actor, version_id)
    require(request.actor, Can.DRAFT_POLICY, found)
    actions.stock(found.school)
    new = actions.look_through(found, by=request.actor)
    said = "It was looked through again." if new else "It was looked through. Nothing has changed."
    return done(request, said, reverse("remarks:version", args=[found.pk]))


@get_only
def detail(request, remark_id):
    """One point: what was found and where, what is true now, and what can be done."""
    found = queries.remark_for(request.actor, remark_id)
    return page(
        request, "remarks/detail.html", remark=found, point=found.point, version=found.version,
        clauses=queries.clauses_of(request.actor, found), reference=queries.reference_of(request.actor, found),
        may_draft=may(request.actor, Can.DRAFT_POLICY, found), editable=found.version.state == "draft",
        seen=fingerprint(found),
    )  # fmt: skip


@get_and_post
def take(request, remark_id):
    """Put the suggested wording into the draft."""
    found = _to_decide(request, remark_id, "take")
    if found.version.state != "draft":
        raise NotAllowed("This version is no longer a draft.", "Begin a new edition, and take the wording there.")
    clauses = queries.clauses_of(request.actor, found)
    # Where it touches clauses nothing is chosen beforehand: whether the old words stay is the school's decision.
    initial = {"text": found.point.wording, "place": "" if clauses else "after:"}
    form = TakeForm(posted(request), clauses=clauses, initial=initial)
    if form.is_valid():
        actions.take(found, by=request.actor, seen=request.POST.get("seen", ""), **form.taking)
        return done(request, "The wording is in the draft.", _back_to(found))
    return page(request, "remarks/take.html", remark=found, form=form, clauses=clauses, seen=_seen(request, found))


# What takes a sentence: the action, the move, the heading, the question, what is said afterwards.
SAYINGS = {
    "leave": (actions.leave, "Leave it as it is", "Why does it stay?", "It stays as it is."),
    "answer": (actions.answer_it, "Answer it", "How is it met?", "The answer was saved."),
}


@get_and_post
def say(request, remark_id, step):
    """Leave a point as it is, or answer it, in a sentence."""
    action, title, question, said = SAYINGS[step]
    found = _to_decide(request, remark_id, step)
    form = ReasonForm(posted(request))
    form.fields["reason"].label = question
    if form.is_valid():
        action(found, by=request.actor, seen=request.POST.get("seen", ""), **form.cleaned_data)
        return done(request, said, _back_to(found))
    return page(request, "remarks/say.html", remark=found, form=form, heading=title, seen=_seen(request, found))


@post_only
def reopen(request, remark_id):
    """Decide anew."""
    found = queries.remark_for(request.actor, remark_id)
    actions.reopen(found, by=request.actor, seen=request.POST.get("seen", ""))
    return done(request, "It is open again.", found)


def _to_decide(request, remark_id, step: str):
    found = queries.remark_for(request.actor, remark_id)
    require(request.actor, Can.DRAFT_POLICY, found)
    rules.LIFECYCLE.check(found, step)
    return found


def _seen(request, remark) -> str:
    return request.POST.get("seen") or fingerprint(remark)


def _back_to(remark) -> str:
    return reverse("remarks:version", args=[remark.version_id])
