"""The reference library: law, guidance and sister policies, and which edition of each is in force."""

from pathlib import Path

from django.http import StreamingHttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header

from belisha.core.access import Can, may, require
from belisha.core.action import fingerprint
from belisha.look.pages import done, get_and_post, get_only, page, post_only, posted, sent
from belisha.references import actions, filing, queries
from belisha.references.forms import AddForm, FileForm, PeriodForm, ReferenceForm
from belisha.references.models import Reference


@get_only
def library(request):
    """Everything that is meant for this adult, in its kinds."""
    keeps = may(request.actor, Can.KEEP_REFERENCES)
    return page(
        request, "references/list.html", shelves=queries.shelves(request.actor), keeps=keeps,
        retired=queries.retired(request.actor) if keeps else (), today=timezone.localdate(),
        due=queries.due(request.actor).count() if keeps else 0,
    )  # fmt: skip


@get_only
def detail(request, reference_id):
    """One reference: the edition in force, where it is kept, and which clauses cite which edition."""
    found = queries.reference_for(request.actor, reference_id)
    keeps = may(request.actor, Can.KEEP_REFERENCES, found)
    return page(
        request, "references/detail.html", reference=found, cited=queries.citing(request.actor, found), keeps=keeps,
        offer=queries.offer(found) if keeps else (), overdue=_is_due(found), seen=fingerprint(found),
        asides=queries.beside(request.actor, found),
    )  # fmt: skip


def _is_due(reference: Reference) -> bool:
    return bool(reference.next_check and reference.next_check <= timezone.localdate())


@get_and_post
def add(request):
    """A reference of the school's own."""
    require(request.actor, Can.KEEP_REFERENCES)
    form = AddForm(posted(request))
    if form.is_valid():
        reference = Reference(id=form.cleaned_data.pop("key"), school=request.actor.school)
        actions.add(reference, by=request.actor, **form.cleaned_data)
        return done(request, "It is in the library.", reference)
    return page(request, "references/add.html", form=form)


@get_and_post
def edit(request, reference_id):
    """Change what the library says about it."""
    found = _kept_by(request, reference_id)
    initial = {name: getattr(found, name) for name in ReferenceForm.base_fields}
    initial["cited_as"] = "\n".join(found.cited_as)
    form = ReferenceForm(posted(request), initial=initial)
    if form.is_valid():
        actions.change(found, by=request.actor, seen=request.POST.get("seen", ""), **form.cleaned_data)
        return done(request, "The entry was saved.", found)
    return page(request, "references/edit.html", reference=found, form=form, seen=_seen(request, found))


def _seen(request, reference: Reference) -> str:
    return request.POST.get("seen") or fingerprint(reference)


def _kept_by(request, reference_id) -> Reference:
    found = queries.reference_for(request.actor, reference_id)
    require(request.actor, Can.KEEP_REFERENCES, found)
    return found


# What can be done to a reference with one button: the action, and what is said afterwards.
STEPS = {
    "check": (actions.check, "Noted: checked today, and still in force."),
    "retire": (actions.retire, "It was retired. You find it at the end of the list."),
    "restore": (actions.restore, "It is back in the library."),
    "take": (actions.take_offer, "The newer entry was taken over."),
    "leave": (actions.leave_offer, "Your own entry was kept."),
}


@post_only
def move(request, reference_id, step):
    """Do what a button says."""
    action, said = STEPS[step]
    found = queries.reference_for(request.actor, reference_id)
    action(found, by=request.actor, seen=request.POST.get("seen", ""))
    return done(request, said, reverse("references:list") if step == "retire" else found)


@get_and_post
def upload(request, reference_id):
    """Keep a copy of the document beside the reference."""
    found = _kept_by(request, reference_id)
    form = FileForm(*sent(request))
    if form.is_valid():
        given = form.cleaned_data["document"]
        filing.receive(found, Path(given.temporary_file_path()), given.name, by=request.actor)
        return done(request, "The file is kept.", found)
    return page(request, "references/upload.html", reference=found, form=form)


@get_only
def document(request, reference_id):
    """The copy as it was given, byte for byte."""
    found, name, pieces = queries.file_of(request.actor, reference_id)
    answer = StreamingHttpResponse(pieces, content_type="application/octet-stream")
    answer["Content-Disposition"] = content_disposition_header(True, name)
    answer["Content-Length"] = found.file.size
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return answer


@get_and_post
def period(request):
    """How often the school looks its references through."""
    require(request.actor, Can.KEEP_REFERENCES)
    form = PeriodForm(posted(request), initial={"months": queries.months(request.actor)})
    if form.is_valid():
        actions.set_period(request.actor.school, by=request.actor, **form.cleaned_data)
        return done(request, "Your choice was saved.", reverse("references:list"))
    return page(request, "references/period.html", form=form)
