"""Record that a policy was reviewed."""

from django.urls import reverse

from belisha.core.access import Can, may, require
from belisha.core.errors import NotAllowed
from belisha.look.pages import done, get_and_post, page, posted
from belisha.look.templatetags.look import day
from belisha.policy import queries
from belisha.policy.editing.queries import open_version
from belisha.policy.reviewing import actions
from belisha.policy.reviewing.forms import ReviewForm
from belisha.policy.reviewing.rules import OUTCOMES


@get_and_post
def add(request, policy_id):
    """Who reviewed the policy, when, and what came of it."""
    policy = queries.policy_for(request.actor, policy_id)
    require(request.actor, Can.APPROVE_POLICY, policy)
    version = queries.in_force(request.actor, policy)
    if version is None:
        raise NotAllowed("No version of this policy is in force, so there is nothing to review.")
    form = ReviewForm(posted(request), approved_on=version.approved_on)
    if form.is_valid():
        review = actions.record_review(policy, by=request.actor, **form.cleaned_data)
        said = f"The review was recorded. The next one is due by {day(review.next_due)}."
        return done(request, said, _next(request, review, version))
    return page(request, "policy/reviewing/add.html", policy=policy, version=version, form=form)


def _next(request, review, version):
    """Back to the policy, or on to the draft that the review asks for."""
    if not OUTCOMES[review.outcome].draft:
        return version.policy
    if draft := open_version(request.actor, version.policy):
        return draft
    drafts = may(request.actor, Can.DRAFT_POLICY, version)
    return reverse("policy:begin", args=[version.pk]) if drafts else version.policy
