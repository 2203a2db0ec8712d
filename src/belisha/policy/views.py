"""The policy library: read it."""

import datetime

from django.http import StreamingHttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header

from belisha.core.access import Can, may, require
from belisha.look.pages import get_only, page
from belisha.policy import actions, queries, rules
from belisha.policy.asides import BELOW, BESIDE_CLAUSE, asides, marks
from belisha.policy.forms import DayForm
from belisha.policy.models import Version
from belisha.policy.particulars import rows
from belisha.policy.written import shipped


@get_only
def library(request):
    """The school's policies, and what stands in the way of one being in force."""
    found = list(queries.policies(request.actor))
    drafts = may(request.actor, Can.DRAFT_POLICY)
    waiting = queries.documents(request.actor, "waiting") if drafts else ()
    refused = queries.documents(request.actor, "unreadable", 3) if drafts else ()
    if len(found) == 1 and not drafts:
        return detail(request, found[0].pk)
    return page(
        request, "policy/library.html", policies=found, may_draft=drafts, waiting=waiting, refused=refused
    )  # fmt: skip


@get_only
def detail(request, policy_id):
    """The version in force, what it means for this adult first."""
    policy = queries.policy_for(request.actor, policy_id)
    return _show(request, policy, queries.in_force(request.actor, policy))


@get_only
def on_day(request, policy_id):
    """The version that was in force at the end of a day."""
    policy = queries.policy_for(request.actor, policy_id)
    form = DayForm(request.GET or None)
    if not form.is_valid():
        return page(request, "policy/on_day.html", policy=policy, form=form)
    day = form.cleaned_data["on"]
    end = timezone.make_aware(datetime.datetime.combine(day, datetime.time.max))
    return _show(request, policy, queries.in_force(request.actor, policy, on=end), day=day)


def _show(request, policy, version: Version | None, day=None):
    if version is None:
        return page(request, "policy/none.html", policy=policy, day=day)
    return page(
        request, "policy/read.html", policy=policy, version=version, day=day,
        reading=queries.reading(request.actor, version, marks(request.actor, version)),
        asides=asides(request.actor, version), below=asides(request.actor, version, BELOW),
        # Worked out once: a policy has hundreds of clauses, and finding an address takes longer than showing one.
        at=f"{version.get_absolute_url()}clauses/",
    )  # fmt: skip


@get_only
def clause(request, version_id, ident):
    """One clause: its words, how it is read and why, and what the shipped policy says at this place."""
    found = queries.clause_for(request.actor, version_id, ident)
    beside = shipped(found.school.name).get(found.pack_id)
    bound = [rules.BINDS.get(word, word) for word in found.binds]
    beneath = asides(request.actor, found, BESIDE_CLAUSE)
    better = {aside.instead_of for aside in beneath}
    said = [row for row in rows(found, found.version.policy.title) if row.key not in better]
    return page(
        request, "policy/clause.html", clause=found, version=found.version, shipped=beside, bound=bound,
        words=queries.glossary(request.actor, found.version).linked(found.text, found),
        rows=said, asides=beneath,
    )  # fmt: skip


@get_only
def original(request, document_id):
    """The file as it was given, byte for byte."""
    document = queries.document_for(request.actor, document_id)
    require(request.actor, Can.READ_ORIGINAL, document)
    actions.open_original(document, by=request.actor)
    name, pieces = queries.original_of(document)
    answer = StreamingHttpResponse(pieces, content_type="application/octet-stream")
    answer["Content-Disposition"] = content_disposition_header(True, name)
    answer["Content-Length"] = document.original.size
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return answer
