"""Whom a policy binds, and what the school says of it."""

from django.http import Http404
from django.urls import reverse

from belisha.core.access import Can, require
from belisha.core.action import fingerprint
from belisha.look.pages import done, get_and_post, get_only, page, posted
from belisha.policy import queries
from belisha.policy.audience import actions
from belisha.policy.audience import queries as reading
from belisha.policy.audience.forms import AudienceForm


@get_only
def audience(request, policy_id):
    """For each kind of adult, the clause that names them."""
    policy, version = _in_force(request, policy_id)
    return page(
        request, "policy/audience/audience.html", policy=policy, version=version, lines=reading.lines(version),
        may_say=reading.may_say(request.actor, policy),
    )  # fmt: skip


@get_and_post
def edit(request, policy_id):
    """Say that a kind of adult is not asked, or is asked after all."""
    policy, version = _in_force(request, policy_id)
    require(request.actor, Can.APPROVE_POLICY, policy)
    form = AudienceForm(posted(request), initial={"kind": request.GET.get("kind")})
    seen = request.POST.get("seen") or fingerprint(policy)
    if form.is_valid():
        actions.say(policy, by=request.actor, seen=seen, **form.given)
        said = "Saved. Whom it concerns is asked, or is no longer asked, within a minute."
        return done(request, said, reverse("policy:audience", args=[policy.pk]))
    return page(request, "policy/audience/edit.html", policy=policy, version=version, form=form, seen=seen)


def _in_force(request, policy_id):
    policy = queries.policy_for(request.actor, policy_id)
    version = queries.in_force(request.actor, policy)
    if version is None:
        raise Http404
    return policy, version
