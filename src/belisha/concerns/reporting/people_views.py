"""Whom a report is about: adults found by name, posts for whoever has no account, anybody else in words."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import redirect

from belisha.concerns import rules as concerns
from belisha.concerns.reporting import actions, queries, questions, rules
from belisha.concerns.reporting.forms import OTHER_ADULT, AboutForm, NameForm
from belisha.concerns.reporting.views import back_to
from belisha.look.pages import get_and_post, page, posted

POST = "post-"


@login_not_required
@get_and_post
def people(request, draft_id):
    """Name whom it is about, one after the other. A name is sent by POST and is searched for in this school alone."""
    draft = queries.draft_for(request.actor, draft_id)
    said = queries.said(draft)
    number = _place(said, draft)
    rows, form, names, found = said.get(questions.ABOUT) or [], _form(request), NameForm(posted(request)), None
    if request.method == "POST":
        changed, going_on = _changed(request, draft, rows, form)
        searched = names.is_valid() and names.cleaned_data["name"].strip() and "adult" not in request.POST
        found = queries.colleagues(draft, names.cleaned_data["name"]) if searched else None
        if not searched and (changed is not None or (going_on and not form.errors)):
            actions.say(draft, by=queries.doer(request.actor), about=rows if changed is None else changed)
            return redirect("reporting:next" if going_on else "reporting:people", draft.pk)
    return page(
        request, "reporting/people.html", draft=draft, rows=queries.named(draft, rows), names=names, found=found,
        form=form, searches=draft.adult_id is not None, back=back_to(draft, said, number),
    )  # fmt: skip


def _place(said, draft) -> int:
    """The number of this page; 404 where nobody is asked whom it is about."""
    keys = [asked.key for asked in rules.pages(said, draft.lane)]
    if questions.ABOUT not in keys:
        raise Http404
    return keys.index(questions.ABOUT) + 1


def _form(request) -> AboutForm:
    """What was said in words, if anything was; an untouched form complains of nothing."""
    touched = request.POST.get("words", "").strip() or request.POST.get("kind") or "add" in request.POST
    posts = [] if request.actor.id else [(key, queries.post_label(key)) for key in queries.POSTS]
    return AboutForm(request.POST if touched else None, posts=posts)


def _changed(request, draft, rows, form) -> tuple[list | None, bool]:
    """Whom it is about after what was pressed (None: as before), and whether to go on to the next question."""
    going_on = "go_on" in request.POST
    if place := request.POST.get("remove", ""):
        return [row for at, row in enumerate(rows, 1) if str(at) != place], False
    if row := queries.subject(draft, request.POST.get("adult", "")):
        return rules.with_subject(rows, row), False
    if not form.is_valid():
        return None, going_on
    for row in _in_words(draft, **form.cleaned_data):
        rows = rules.with_subject(rows, row)
    return rows, going_on


def _in_words(draft, kind: str, words: str) -> list[dict]:
    """Somebody as answers: those who hold the post that was said, or whoever the words describe."""
    words = words.strip()
    if kind.startswith(POST):
        held = queries.posted_subjects(draft, kind.removeprefix(POST))
        label = queries.post_label(kind.removeprefix(POST))
        return held or [{"kind": concerns.UNKNOWN, "words": label}]
    if kind == OTHER_ADULT:
        return [{"kind": concerns.UNKNOWN, "words": f"{concerns.WORKS_HERE}{words}"}]
    return [{"kind": kind, "words": words}]
