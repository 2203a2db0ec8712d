"""Documents in: give one, watch how it is read, come back later."""

from pathlib import Path

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django_htmx.http import HttpResponseClientRedirect

from belisha.core.access import Can, require
from belisha.look.pages import done, get_and_post, get_only, page, sent
from belisha.policy import intake, queries
from belisha.policy.forms import DocumentForm
from belisha.policy.models import Document

READ = "Your policy was read. Look it through before anybody else sees it."


@get_and_post
def import_(request):
    """Choose the file that holds the policy."""
    require(request.actor, Can.DRAFT_POLICY)
    known = list(queries.policies(request.actor))
    form = DocumentForm(*sent(request), policies=known)
    if not form.is_valid():
        return page(request, "policy/import.html", form=form)
    upload, key = form.cleaned_data["document"], form.cleaned_data["key"]
    if given := queries.document_given(request.actor, key):
        return redirect(given)  # a second click
    chosen = form.cleaned_data.get("policy", "new")
    policy = next((policy for policy in known if str(policy.pk) == chosen), None)
    path = Path(upload.temporary_file_path())
    outcome = intake.receive(request.actor.school, path, upload.name, by=request.actor, policy=policy, key=key)
    return _answer(request, form, outcome)


def _answer(request, form: DocumentForm, outcome):
    if not isinstance(outcome, Document):
        return done(request, READ, outcome)
    if outcome.waiting:
        return redirect(outcome)
    form.refuse(f"{outcome.reason} {outcome.remedy}")
    return page(request, "policy/import.html", status=422, form=form, kept=outcome)


@get_only
def document(request, document_id):
    """How far a document has been read; then on to its draft, or what is wrong with it and what to do."""
    found = queries.document_for(request.actor, document_id)
    version = queries.read_as(request.actor, found)
    if version is None:
        name, _ = queries.original_of(found)
        return page(request, "policy/document.html", document=found, name=name)
    answer = done(request, READ, version)
    return HttpResponseClientRedirect(answer.url) if request.htmx else answer


@get_only
def picture(request, document_id, number):
    """A page of a document as it was printed, beside the clauses that were read from it.

    Not written into the audit log, unlike taking the original away: it shows to whoever reviews the words what stands
    beside them. Like every page it is not kept by the browser.
    """
    found = queries.document_for(request.actor, document_id)
    require(request.actor, Can.READ_ORIGINAL, found)
    drawn = intake.picture(found, number)
    if drawn is None:
        raise Http404
    return HttpResponse(drawn, content_type="image/png")
