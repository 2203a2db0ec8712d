"""The rules of a version, one decision a page for a rule of the school's own, and what stands in their way."""

from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse

from belisha.core.access import Can, may, require
from belisha.core.action import fingerprint
from belisha.core.errors import NotAllowed
from belisha.core.ids import uuid7
from belisha.look.pages import done, get_and_post, get_only, page, post_only, posted
from belisha.rulebook import actions, building, queries, trying
from belisha.rulebook.forms import CaseForm, PartForm, ReasonForm, TryForm
from belisha.rulebook.rules import LEVELS


@get_only
def version(request, version_id):
    """Which clauses decide questions, in words; which are off, and which could be given a rule."""
    found = queries.version_for(request.actor, version_id)
    return page(
        request, "rulebook/version.html", version=found, rules=queries.rules_of(found),
        editable=_editable(request, found),
    )  # fmt: skip


@get_only
def checks(request, version_id):
    """Everything that is to be said about the rules before they are published."""
    found = queries.version_for(request.actor, version_id)
    said = queries.findings(found)
    groups = [(level, label, [each for each in said if each.level == level]) for level, label in LEVELS.items()]
    return page(
        request, "rulebook/checks.html", version=found, groups=groups, cases=queries.cases(request.actor, found),
        shipped=queries.number_of_cases(found), editable=_editable(request, found),
    )  # fmt: skip


@get_and_post
def give(request, version_id, ident):
    """Say what a rule does, and begin one."""
    clause = queries.clause_for(request.actor, version_id, ident)
    _hold_draft(request, clause.version)
    if there := queries.rule_of(request.actor, clause):
        return redirect(there)
    if request.method == "POST":
        return redirect(_onward(actions.give(clause, by=request.actor, key=uuid7())))
    return page(request, "rulebook/give.html", clause=clause, version=clause.version)


@get_only
def detail(request, rule_id):
    """How Belisha will answer: the rule read back."""
    rule = queries.rule_for(request.actor, rule_id)
    clause = queries.clause_of(request.actor, rule)
    following = building.following(rule.said)
    return page(
        request, "rulebook/detail.html", rule=rule, clause=clause, version=rule.version, seen=fingerprint(rule),
        spoken=queries.spoken_of(rule, str(clause or "")), wrong=queries.wrong_with(rule), following=following,
        parts=trying.chosen(rule.said) if rule.said else (), editable=_editable(request, rule.version),
    )  # fmt: skip


@get_and_post
def edit(request, rule_id, part):
    """One decision about a rule."""
    rule = _to_change(request, rule_id)
    asked = {each.key: each for each in building.parts_of(rule.said)}.get(part)
    if asked is None:
        raise Http404
    clause, seen = queries.clause_of(request.actor, rule), request.POST.get("seen") or fingerprint(rule)
    form = _form(request, rule, asked, clause)
    if form.is_valid():
        actions.choose(rule, by=request.actor, seen=seen, part=part, **form.cleaned_data)
        return redirect(_onward(rule))
    number = list(building.parts_of(rule.said)).index(asked) + 1
    return page(
        request, "rulebook/part.html", rule=rule, part=asked, clause=clause, form=form, seen=seen, number=number,
        of=len(building.parts_of(rule.said)),
    )  # fmt: skip


def _form(request, rule, part, clause):
    if part.key == "because":
        said = rule.because or (clause.text[:500] if clause else "")
        return ReasonForm(posted(request), initial={"because": said, "instead": rule.instead})
    initial = {"chosen": rule.said.get(part.key)}
    return PartForm(posted(request), part=part, facts=trying.facts(), initial=initial)


@get_and_post
def trial(request, rule_id):
    """Choose facts, and see the answer with this rule, before it is kept."""
    rule, form = _to_try(request, rule_id)
    case = CaseForm()
    tried = trying.tried(rule, form.known) if form.is_valid() else None
    if tried:
        case = CaseForm(initial={"verdict": tried.together.verdict})
    return page(
        request, "rulebook/trial.html", rule=rule, version=rule.version, form=form, tried=tried, case=case,
        clause=queries.clause_of(request.actor, rule), editable=_editable(request, rule.version),
    )  # fmt: skip


@post_only
def add_case(request, rule_id):
    """Keep what was tried as a case: from then on the answer has to stay."""
    rule, form = _to_try(request, rule_id)
    _hold_draft(request, rule.version)
    case = CaseForm(request.POST)
    if form.is_valid() and case.is_valid():
        tried = trying.tried(rule, form.known)
        actions.write_case(
            rule.version, by=request.actor, facts=form.known, deciding=trying.decided_by(rule, tried),
            **case.cleaned_data,
        )  # fmt: skip
        return done(request, "The case was written down.", _checks(rule.version_id))
    tried = trying.tried(rule, form.known) if form.is_valid() else None
    return page(
        request, "rulebook/trial.html", rule=rule, version=rule.version, form=form, tried=tried, case=case,
        clause=queries.clause_of(request.actor, rule), editable=True,
    )  # fmt: skip


@post_only
def keep(request, rule_id):
    """The rule was read back: from here it answers."""
    rule = _to_change(request, rule_id)
    actions.keep(rule, by=request.actor, seen=request.POST.get("seen", ""))
    return done(request, "The rule is kept. It answers questions once this version is published.", _rules(rule))


@get_and_post
def retire(request, rule_id):
    """Take a rule away."""
    rule = _to_change(request, rule_id)
    if request.method == "POST":
        actions.retire(rule, by=request.actor, seen=request.POST.get("seen", ""))
        return done(request, "The rule was taken away.", _rules(rule))
    clause = queries.clause_of(request.actor, rule)
    return page(request, "rulebook/retire.html", rule=rule, clause=clause, seen=fingerprint(rule))


@post_only
def retire_case(request, case_id):
    """Take a written case away."""
    case = queries.case_for(request.actor, case_id)
    _hold_draft(request, case.version)
    actions.retire_case(case, by=request.actor)
    return done(request, "The case was taken away.", _checks(case.version_id))


# -- what the views share ------------------------------------------------------------------------------------------


def _editable(request, version) -> bool:
    return version.state == "draft" and may(request.actor, Can.DRAFT_POLICY, version)


def _hold_draft(request, version) -> None:
    """Nobody is asked to write what would be refused."""
    require(request.actor, Can.DRAFT_POLICY, version)
    if version.state != "draft":
        raise NotAllowed("This version is no longer a draft.", "Begin a new edition, and change its rules there.")


def _to_change(request, rule_id):
    rule = queries.rule_for(request.actor, rule_id)
    _hold_draft(request, rule.version)
    return rule


def _to_try(request, rule_id):
    """A rule that is whole enough to answer, and the form with the facts that it speaks of."""
    rule = queries.rule_for(request.actor, rule_id)
    if not rule.row or queries.wrong_with(rule):
        raise NotAllowed("The rule is not finished.", "Answer every question about it first.")
    return rule, TryForm(posted(request), facts=trying.wanted(rule))


def _onward(rule) -> str:
    """The next decision that nobody took, or the rule read back."""
    following = building.following(rule.said)
    return reverse("rulebook:edit", args=[rule.pk, following.key]) if following else rule.get_absolute_url()


def _rules(rule) -> str:
    return reverse("rulebook:version", args=[rule.version_id])


def _checks(version_id) -> str:
    return reverse("rulebook:checks", args=[version_id])
