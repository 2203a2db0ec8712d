"""Change what a draft says, in forms."""

from functools import partial

from django.urls import reverse

from belisha.core.access import Can, require
from belisha.core.action import fingerprint
from belisha.core.errors import NotAllowed
from belisha.look.pages import done, get_and_post, page, posted
from belisha.policy import queries, rules
from belisha.policy.editing import actions
from belisha.policy.editing.forms import AddedForm, HeadingForm, PlaceForm, WordsForm, shown
from belisha.policy.editing.queries import place_for, proposal
from belisha.policy.models import Clause


@get_and_post
def edit(request, version_id, ident):
    """Change the words of a clause. New words are read again, and the reading is shown before anything is saved."""
    clause = _clause(request, version_id, ident)
    if clause.kind == "heading":
        return _heading(request, clause)
    seen = request.POST.get("seen") or fingerprint(clause)
    now = shown(clause.text, clause.kind, clause.modality, clause.binds)
    form, read = WordsForm(posted(request), initial=now), None
    if form.is_valid():
        if form.agreed:
            actions.reword(clause, by=request.actor, seen=seen, **form.reading)
            return done(request, f"Clause {clause} was changed.", _at(clause))
        read = proposal(request.actor, clause, form.cleaned_data["text"])
        form = WordsForm(initial=form.read_again(read))
    return page(
        request, "policy/editing/edit.html", clause=clause, version=clause.version, form=form, seen=seen, read=read,
        back=_at(clause),
    )  # fmt: skip


def _heading(request, clause: Clause):
    seen = request.POST.get("seen") or fingerprint(clause)
    form = HeadingForm(posted(request), initial={"text": clause.text})
    if form.is_valid():
        actions.reword(clause, by=request.actor, seen=seen, **form.cleaned_data)
        return done(request, "The heading was changed.", clause.version)
    return page(request, "policy/editing/heading.html", clause=clause, version=clause.version, form=form, seen=seen)


@get_and_post
def add(request, version_id):
    """Add a clause or a heading: first its words, then how they are read."""
    version = queries.version_for(request.actor, version_id)
    _hold_draft(request, version)
    after = request.POST.get("after", request.GET.get("after", ""))[: rules.LONGEST_IDENT]
    place = place_for(request.actor, version, after)
    back = _at(place) if place else version.get_absolute_url()
    show = partial(page, request, "policy/editing/add.html", version=version, after=after, place=place, back=back)
    if "read" in request.POST:
        return _confirm(request, version, after, place, show)
    form = PlaceForm(posted(request))
    if not form.is_valid():
        return show(form=form)
    given = form.cleaned_data
    if given.pop("heading"):
        return _added(actions.add_clause(version, by=request.actor, after=after, kind="heading", **given), request)
    read = _read(request, version, place, given["text"])
    initial = shown(given["text"], read.kind, read.modality, list(read.binds))
    return show(form=AddedForm(initial={**initial, "number": given["number"]}), read=read)


def _confirm(request, version, after, place, show):
    form = AddedForm(request.POST)
    if not form.is_valid():
        return show(form=form)
    if form.agreed:
        return _added(actions.add_clause(version, by=request.actor, after=after, **form.reading), request)
    read = _read(request, version, place, form.cleaned_data["text"])
    again = {**form.read_again(read), "number": form.cleaned_data["number"]}
    return show(form=AddedForm(initial=again), read=read)


def _read(request, version, place, text: str):
    """As an item of the same list, or below the same heading."""
    return proposal(request.actor, place or Clause(version=version, start=0), text)


def _added(clause: Clause, request):
    return done(request, f"Clause {clause} was added.", _at(clause))


@get_and_post
def retire(request, version_id, ident):
    """Take a clause out of the draft."""
    clause = _clause(request, version_id, ident)
    if request.method == "POST":
        actions.retire(clause, by=request.actor, seen=request.POST.get("seen", ""))
        return done(request, f"Clause {clause} was taken out.", clause.version)
    return page(
        request, "policy/editing/retire.html", clause=clause, version=clause.version, seen=fingerprint(clause),
        back=_at(clause),
    )  # fmt: skip


@get_and_post
def begin(request, version_id):
    """Begin a new edition from the version in force, without a file."""
    version = queries.version_for(request.actor, version_id)
    require(request.actor, Can.DRAFT_POLICY, version)
    if request.method == "POST":
        draft = actions.new_edition(version, by=request.actor)
        return done(request, "This is your draft. Nobody else sees it until you publish it.", draft)
    return page(request, "policy/editing/begin.html", version=version)


def _clause(request, version_id, ident) -> Clause:
    clause = queries.clause_for(request.actor, version_id, ident)
    _hold_draft(request, clause.version)
    return clause


def _hold_draft(request, version) -> None:
    """Nobody is asked to write what would be refused."""
    require(request.actor, Can.DRAFT_POLICY, version)
    if version.state != rules.DRAFT:
        raise NotAllowed("This version is no longer a draft.", "Send it back to draft first, on its page.")


def _at(clause: Clause) -> str:
    if clause.kind == "heading":
        return clause.version.get_absolute_url()
    return f"{reverse('policy:review', args=[clause.version_id])}?clause={clause.ident}"
