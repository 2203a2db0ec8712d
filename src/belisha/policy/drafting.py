"""The policy library: begin with the shipped policy, approve a version, publish it."""

from django.shortcuts import redirect

from belisha.core.access import Can, may, require
from belisha.look.pages import done, get_and_post, get_only, page, posted
from belisha.packs import load_pack
from belisha.policy import actions, intake, queries, rules
from belisha.policy.asides import BESIDE_DRAFT, asides
from belisha.policy.forms import AdoptForm, ApprovalForm, TermsForm
from belisha.policy.models import Policy
from belisha.policy.written import SHIPPED


@get_and_post
def adopt(request):
    """Begin with the shipped policy and the school's particulars."""
    require(request.actor, Can.DRAFT_POLICY)
    school, pack = request.actor.school, load_pack(SHIPPED)
    form = AdoptForm(posted(request), school=school.name)
    if form.is_valid():
        policy = Policy(id=form.cleaned_data.pop("key"), school=school)
        version = intake.adopt(school, SHIPPED, pack.title, form.cleaned_data, by=request.actor, policy=policy)
        return done(request, "The shipped policy is now a draft of yours.", version)
    return page(request, "policy/adopt.html", form=form, pack=pack)


@get_only
def version(request, version_id):
    """A version on its way: what was done and what comes next."""
    found = queries.working_version(request.actor, version_id)
    can = {
        "draft": may(request.actor, Can.DRAFT_POLICY, found),
        "approve": may(request.actor, Can.APPROVE_POLICY, found),
        "publish": may(request.actor, Can.PUBLISH_POLICY, found),
        "original": may(request.actor, Can.READ_ORIGINAL, found),
    }
    beside = asides(request.actor, found, BESIDE_DRAFT)
    tally = queries.tally(request.actor, found)
    return page(request, "policy/version.html", version=found, can=can, tally=tally, asides=beside)


# -- from draft to published ---------------------------------------------------------------------------------


@get_and_post
def approve(request, version_id):
    """Record an approval."""
    found = queries.version_for(request.actor, version_id)
    _can_take(request, found, Can.APPROVE_POLICY, "approve")
    form = ApprovalForm(posted(request))
    words = request.POST.get("words") or queries.words_of(found)
    if form.is_valid():
        actions.approve(found, by=request.actor, words=words, **form.cleaned_data)
        return done(request, "The approval was recorded.", found)
    return page(request, "policy/approve.html", version=found, form=form, words=words)


# What can be done to a version with one button: the action, the permission, and what is said afterwards.
MOVES = {
    "submit": (actions.submit, Can.DRAFT_POLICY, "The draft was put up for approval."),
    "send-back": (actions.send_back, Can.DRAFT_POLICY, "It is a draft again."),
    "publish": (
        actions.publish,
        Can.PUBLISH_POLICY,
        "The policy is published. Whoever has to acknowledge it will be asked to.",
    ),
    "withdraw": (actions.withdraw, Can.DRAFT_POLICY, "The draft was withdrawn."),
}


@get_and_post
def move(request, version_id, step):
    """Say what a step means, and take it."""
    found = queries.version_for(request.actor, version_id)
    action, permission, said = MOVES[step]
    if request.method != "POST" and step == "publish" and found.state == rules.PUBLISHED:
        return redirect(found.policy)  # the back button after publishing
    _can_take(request, found, permission, step.replace("-", "_"))
    if request.method == "POST":
        action(found, by=request.actor)
        return done(request, said, found.policy if step == "publish" else found)
    return page(request, f"policy/{step}.html", version=found, tally=queries.tally(request.actor, found))


def _can_take(request, version, permission: Can, step: str) -> None:
    """Nobody is asked to confirm what would be refused."""
    require(request.actor, permission, version)
    rules.LIFECYCLE.check(version, step)


@get_and_post
def terms(request, policy_id):
    """The school's own choices about a policy."""
    policy = queries.policy_for(request.actor, policy_id)
    require(request.actor, Can.PUBLISH_POLICY, policy)
    form = TermsForm(posted(request), initial={name: getattr(policy, name) for name in TermsForm.base_fields})
    if form.is_valid():
        actions.change_terms(policy, by=request.actor, **form.cleaned_data)
        return done(request, "Your choices were saved.", policy)
    return page(request, "policy/terms.html", policy=policy, form=form)
