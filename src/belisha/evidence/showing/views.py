"""Evidence shown: pictures made anew, redacted copies, and the search for words in pictures."""

from base64 import b64encode

from django.http import Http404, HttpResponse
from django.urls import reverse

from belisha import config
from belisha.core.access import Can, require
from belisha.evidence.showing import looking, queries, rules
from belisha.evidence.showing.apart import CannotShow
from belisha.evidence.showing.forms import RedactForm, SearchForm
from belisha.look.pages import done, get_and_post, get_only, page, posted

# The browser's own page around a picture has a style; nothing else of it may run.
ALONE = "sandbox; default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"


@get_only
def detail(request, item_id):
    """What is in a file. Opening it is an event that its custody log tells."""
    item = queries.item_for(request.actor, item_id)
    number = _number(request)
    shown, why = _shown(request, item, number)
    return page(
        request, "showing/detail.html", item=item, shown=shown, why=why, number=number,
        picture=shown and shown.body and _as_address(shown), warning=queries.warning_of(item),
        may_redact=queries.can_be_redacted(item), copies=queries.copies_of(request.actor, item),
    )  # fmt: skip


@get_only
def picture(request, item_id):
    """The picture alone and larger. Whatever it were, a browser runs nothing of it."""
    item = queries.item_for(request.actor, item_id)
    require(request.actor, Can.HANDLE_CONCERN, item)
    shown, _ = _shown(request, item, _number(request), width=looking.ZOOMED)
    if shown is None or not shown.body:
        raise Http404
    headers = {"Content-Security-Policy": ALONE, "X-Content-Type-Options": "nosniff", "Content-Disposition": "inline"}
    return HttpResponse(shown.body, content_type=shown.media, headers=headers)


@get_and_post
def redact(request, item_id):
    """Draw boxes on a picture or on the pages of a PDF, and keep what results as an item of its own."""
    item = queries.item_for(request.actor, item_id)
    if not queries.can_be_redacted(item):
        raise Http404
    form = RedactForm(posted(request), initial={"page": _number(request)})
    if form.is_bound and form.is_valid() and form.makes:
        made = {name: form.cleaned_data[name] for name in ("key", "boxes", "reason")}
        copy = looking.make_copy(item, by=request.actor, **made)
        at = reverse("showing:detail", args=[copy.pk])
        return done(request, "The redacted copy was made. The original is as it was.", at)
    number, boxes = form.now
    shown, why = _shown(request, item, number, boxes=boxes)
    return page(
        request, "showing/redact.html", item=item, form=form.again(), shown=shown, why=why, number=number,
        boxes=list(enumerate(boxes)), picture=shown and _as_address(shown),
    )  # fmt: skip


@get_and_post
def search(request):
    """Find evidence by words in it, within what the actor may know of. The words travel in no address."""
    require(request.actor, Can.HANDLE_CONCERN)
    form = SearchForm(posted(request))
    found = queries.found(request.actor, form.cleaned_data["words"]) if form.is_bound and form.is_valid() else None
    return page(request, "showing/search.html", form=form, found=found, switched_on=config.load().ocr)


def _number(request) -> int:
    """The page of a PDF that the address asks for."""
    return rules.number_in(request.GET.get("page", "")) or 1


def _shown(request, item, number, **how):
    """What can be shown, or why nothing can."""
    if why := queries.obstacle(item):
        return None, why
    try:
        return looking.look(item, by=request.actor, page=number, **how), ""
    except CannotShow as fault:
        return None, f"{fault} {looking.DOWNLOAD}"


def _as_address(shown) -> str:
    """The picture itself as an address, so that it is made once for its page and no other address shows it."""
    return f"data:{shown.media};base64,{b64encode(shown.body).decode()}"
