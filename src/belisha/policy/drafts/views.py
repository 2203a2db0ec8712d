"""Look a draft through, clause by clause."""

from urllib.parse import urlencode

from django.shortcuts import redirect
from django.urls import reverse

from belisha.core.access import Can, may, require
from belisha.core.action import fingerprint
from belisha.look.pages import done, get_and_post, get_only, page, post_only, posted
from belisha.policy import queries, rules
from belisha.policy.asides import BESIDE_CLAUSE, asides
from belisha.policy.drafts import actions
from belisha.policy.drafts.forms import ClauseForm, NumberForm, SplitForm
from belisha.policy.drafts.queries import FILTERS
from belisha.policy.drafts.queries import look as looking
from belisha.policy.models import Clause
from belisha.policy.written import shipped

# The keys of the review, and what each does; an element of the page carries the key it answers to.
KEYS = {
    "n": "Next clause",
    "p": "Clause before",
    "k": "Keep it as read",
    "i": "It is information only",
    "c": "Read it differently",
    "s": "Split it into two clauses",
    "j": "Join it with the next one",
    "u": "Show only the unsure ones, or all",
    "?": "Show this list",
}
READING = ("n", "p", "u", "?")


@get_only
def review(request, version_id):
    """Source on the left with the clause's words lit, the clause on the right."""
    found = queries.working_version(request.actor, version_id)
    look = looking(request.actor, found, request.GET)
    if (chosen := look.chosen) is None:
        return done(request, NOTHING[look.show], found)
    initial = {name: getattr(chosen, name) for name in ("kind", "modality", "binds", "pack_id")}
    editable = found.state == rules.DRAFT and may(request.actor, Can.DRAFT_POLICY, found)
    return page(
        request, "policy/review.html", version=found, look=look, chosen=chosen, editable=editable,
        keys=KEYS if editable else {key: KEYS[key] for key in READING},
        original=may(request.actor, Can.READ_ORIGINAL, found),
        form=ClauseForm(initial=initial, school=found.school.name), seen=fingerprint(chosen),
        shipped=shipped(found.school.name).get(chosen.pack_id), asked="clause" in request.GET,
        asides=asides(request.actor, chosen, BESIDE_CLAUSE),
    )  # fmt: skip


# What is said when there is nothing to look at.
NOTHING = {
    "all": "This version has no clauses.",
    "unsure": "Every clause has been looked at, or is sure.",
    "changed": "Nothing was changed.",
}


@get_and_post
def keep_sure(request, version_id):
    """Say what would be confirmed at once, and confirm it."""
    found = queries.working_version(request.actor, version_id)
    require(request.actor, Can.DRAFT_POLICY, found)
    tally = queries.tally(request.actor, found)
    if request.method == "POST":
        number = NumberForm(request.POST)
        count = number.cleaned_data["count"] if number.is_valid() else 0
        actions.keep_sure(found, by=request.actor, count=count)
        clauses = "1 clause was" if count == 1 else f"{count} clauses were"
        return done(request, f"{clauses} confirmed.", found)
    changed = looking(request.actor, found, {"show": "changed"}).wanted.get("changed", [])
    unseen = sum(row.sure and not row.decided for row in changed)
    return page(request, "policy/keep-sure.html", version=found, tally=tally, changed=unseen)


@post_only
def decide(request, version_id, ident):
    """Keep the clause as it was read, save another reading, or mark it as information; then go on to the next."""
    clause = queries.clause_for(request.actor, version_id, ident)
    seen = request.POST.get("seen", "")
    if "keep" in request.POST:
        actions.keep_clause(clause, by=request.actor, seen=seen)
    elif "inform" in request.POST:
        actions.mark_information(clause, by=request.actor, seen=seen)
    else:
        form = ClauseForm(request.POST, school=clause.school.name)
        if not form.is_valid():
            context = {"clause": clause, "version": clause.version, "form": form, "seen": seen}
            return page(request, "policy/change.html", status=422, **context)
        actions.change_clause(clause, by=request.actor, seen=seen, **form.cleaned_data)
    return _go_on(request, clause)


@get_and_post
def split(request, version_id, ident):
    """Cut a clause in two where a line break was put."""
    clause = queries.clause_for(request.actor, version_id, ident)
    require(request.actor, Can.DRAFT_POLICY, clause)
    seen = request.POST.get("seen") or fingerprint(clause)
    form = SplitForm(posted(request), initial={"text": clause.text}, original=clause.text)
    if form.is_valid():
        actions.split(clause, by=request.actor, seen=seen, first=form.cleaned_data["text"])
        return done(request, "The clause was split.", _at(request, clause))
    return page(request, "policy/split.html", clause=clause, version=clause.version, form=form, seen=seen)


@post_only
def merge(request, version_id, ident):
    """Join a clause with the one after it."""
    clause = queries.clause_for(request.actor, version_id, ident)
    actions.merge(clause, by=request.actor, seen=request.POST.get("seen", ""))
    return done(request, "The two clauses were joined.", _at(request, clause))


def _go_on(request, clause: Clause):
    asked = {"show": request.POST.get("show", ""), "clause": clause.ident}
    look = looking(request.actor, clause.version, asked)
    if look.onward is None:
        return done(request, "That was the last one.", clause.version)
    return redirect(_at(request, look.onward))


def _at(request, clause: Clause) -> str:
    show = request.POST.get("show", "")
    wanted = {"clause": clause.ident, **({"show": show} if show in FILTERS and show != "all" else {})}
    return f"{reverse('policy:review', args=[clause.version_id])}?{urlencode(wanted)}"
