"""Look a draft through, clause by clause."""

from functools import partial

from django.urls import reverse

from belisha.core.access import Can, require
from belisha.core.action import fingerprint
from belisha.look.pages import done, get_and_post, get_only, page, post_only, posted
from belisha.policy import queries, rules
from belisha.policy.asides import BESIDE_CLAUSE, asides
from belisha.policy.drafts import actions
from belisha.policy.drafts.forms import ClauseForm, SplitForm
from belisha.policy.drafts.queries import beside
from belisha.policy.drafts.queries import step as next_step
from belisha.policy.models import Clause
from belisha.policy.written import shipped


@get_only
def review(request, version_id):
    """Source on the left with the clause's words lit, the clause on the right."""
    found = queries.working_version(request.actor, version_id)
    rows = list(queries.clauses(request.actor, found))
    unsure = request.GET.get("show") == "unsure"
    chosen = next((row for row in rows if row.ident == request.GET.get("clause")), None) or _first(rows, unsure)
    if chosen is None:
        return done(request, "Every clause has been looked at, or is sure.", found)
    initial = {name: getattr(chosen, name) for name in ("kind", "modality", "binds", "pack_id")}
    step = partial(next_step, rows, chosen, unsure_only=unsure)
    return page(
        request, "policy/review.html", version=found, chosen=chosen, unsure=unsure, editable=found.state == rules.DRAFT,
        form=ClauseForm(initial=initial, school=found.school.name), tally=queries.tally(request.actor, found),
        source=beside(rows, found.source, chosen), seen=fingerprint(chosen),
        next=step(), before=step(back=True),
        shipped=shipped(found.school.name).get(chosen.pack_id),
        asides=asides(request.actor, chosen, BESIDE_CLAUSE),
    )  # fmt: skip


def _first(rows: list[Clause], unsure: bool) -> Clause | None:
    return next((row for row in rows if row.kind != "heading" and not (unsure and row.sure)), None)


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
    rows = list(queries.clauses(request.actor, clause.version))
    unsure = request.POST.get("show") == "unsure"
    after = next_step(rows, clause, unsure_only=unsure)
    if after is None:
        return done(request, "That was the last one.", clause.version)
    return done(request, f"Clause {clause} was saved.", _at(request, after, unsure))


def _at(request, clause: Clause, unsure: bool = False) -> str:
    show = "&show=unsure" if unsure else ""
    return f"{reverse('policy:review', args=[clause.version_id])}?clause={clause.ident}{show}"
