"""Coming back to what one reported: with one's account, or with the code of a report without a name."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import NoReverseMatch, reverse
from django.views.decorators.debug import sensitive_post_parameters

from belisha.concerns.queries import concern_for
from belisha.concerns.returning import actions, carrying, checking, queries, rules, slowing
from belisha.concerns.returning.forms import NOT_OURS, CheckForm, CodeForm, DoorForm, MessageForm
from belisha.look.errors import too_many
from belisha.look.pages import done, get_and_post, get_only, page, post_only, posted

# Where somebody goes who leaves in a hurry: a page that says nothing.
LEAVES_TO = "account_login"


@login_not_required
@sensitive_post_parameters("code")
@get_and_post
def enter(request):
    """Type the code of a report without a name. The session then carries it, and no account."""
    if request.user.is_authenticated:
        return page(request, "returning/signed_in.html")
    form = CodeForm(posted(request))
    if form.is_valid():
        if found := queries.receipt_by_token(form.cleaned_data["code"]):
            carrying.begin(request, found.concern_id)
            return redirect("returning:receipt", found.pk)
        form.add_error("code", NOT_OURS)
    if form.is_bound and slowing.too_often(request):
        return too_many(request)
    return page(request, "returning/enter.html", form=form)


@login_not_required
@get_and_post
def receipt(request, receipt_id):
    """How what one reported stands, what was written to and fro, and what one wants to add."""
    found = queries.receipt_for(request.actor, receipt_id)
    form = MessageForm(posted(request))
    if form.is_valid():
        actions.reply(found, by=queries.hand_of(request.actor), **form.cleaned_data)
        return done(request, "Your message was sent.", reverse("returning:receipt", args=[found.pk]))
    return page(
        request, "returning/receipt.html", receipt=found, form=form, parts=rules.parts(found.body),
        said=queries.conversation(found), adding=_adding(found), **queries.standing(found),
    )  # fmt: skip


@login_not_required
@get_only
def print_(request, receipt_id):
    """The receipt for paper, with its signature."""
    found = queries.receipt_for(request.actor, receipt_id)
    return page(
        request, "returning/print.html", receipt=found, parts=rules.parts(found.body),
        signature=bytes(found.signature).hex(),
    )  # fmt: skip


@login_not_required
@get_only
def file(request, receipt_id):
    """The receipt as a file that can be checked without this installation."""
    found = queries.receipt_for(request.actor, receipt_id)
    headers = {"Content-Disposition": 'attachment; filename="receipt.json"'}
    return HttpResponse(checking.file_of(found), content_type="application/json", headers=headers)


@login_not_required
@post_only
def leave(request):
    """Put down what this session carries, at once."""
    carrying.end(request)
    return redirect(LEAVES_TO)


@login_not_required
@get_and_post
def check(request):
    """Check a receipt that somebody holds. Nothing of it is kept."""
    form, verdict = CheckForm(posted(request)), None
    if form.is_valid():
        verdict = checking.here(form.cleaned_data["receipt"])
    return page(request, "returning/check.html", form=form, verdict=verdict)


@login_not_required
@get_only
def program(request):
    """The program that checks a receipt anywhere: one file that needs nothing but Python."""
    headers = {"Content-Disposition": 'attachment; filename="check-receipt.py"'}
    return HttpResponse(checking.one_file(), content_type="text/x-python", headers=headers)


@login_not_required
@get_only
def doors(request):
    """The schools here that take reports without an account."""
    return page(request, "returning/doors.html", doors=queries.open_doors(), start=_address("reporting:start"))


@get_and_post
def door(request):
    """Open or close the public page, and say on it what the school wants to say."""
    found = queries.door_to_set(request.actor)
    form = DoorForm(posted(request), initial={"words": found.words})
    if form.is_valid() and "close" in request.POST:
        actions.close_door(found, by=request.actor)
        return done(request, "The public page is closed. Nobody without an account can send a new report.", found)
    if form.is_valid():
        actions.open_door(found, by=request.actor, **form.cleaned_data)
        return done(request, "The public page is open.", found)
    return page(request, "returning/door.html", door=found, form=form, doors=_address("returning:doors"))


@get_and_post
def write(request, concern_id):
    """Write to whoever reported a concern."""
    concern = concern_for(request.actor, concern_id)
    form = MessageForm(posted(request))
    if form.is_valid():
        actions.write(concern, by=request.actor, **form.cleaned_data)
        return done(request, "Your message was sent.", concern)
    said = queries.messages_of(request.actor, concern)
    return page(request, "returning/write.html", concern=concern, form=form, said=said)


def _adding(found) -> str:
    """Where evidence is added to what was sent; nowhere, where no file can ever be attached."""
    return "" if found.concern.lane else _address("evidence:of_receipt", found.pk)


def _address(name: str, *args) -> str:
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""
