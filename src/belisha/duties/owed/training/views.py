"""The training register, and recording a session."""

from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404
from django.utils import timezone

from belisha.core.access import Can, may
from belisha.duties.owed.training import filing, queries
from belisha.duties.owed.training.forms import SessionForm
from belisha.duties.owed.training.queries import SHOWS, Chosen
from belisha.look.pages import done, get_and_post, get_only, page, posted


@get_only
def register(request):
    """By adult: who attended what and when, and who is late."""
    if not may(request.actor, Can.SEE_ACKNOWLEDGEMENTS):
        raise Http404
    courses = queries.courses(request.actor)
    if not courses:
        return page(request, "owed/training_none.html", keeps=may(request.actor, Can.KEEP_DUTIES))
    chosen = _chosen(request, courses)
    rows, after = queries.page_of_register(request.actor, chosen, request.GET.get("after", ""))
    said = {"duty": chosen.duty.pk, "show": chosen.show, "role": chosen.role}
    return page(
        request, "owed/training.html", courses=courses, chosen=chosen, rows=rows, today=timezone.localdate(),
        counts=queries.counts(request.actor, chosen), roles=queries.roles(),
        witnesses=may(request.actor, Can.WITNESS, chosen.duty),
        next=f"?{urlencode({**said, 'after': after})}" if after else "",
        keeps=may(request.actor, Can.KEEP_DUTIES, chosen.duty) or may(request.actor, Can.WITNESS, chosen.duty),
    )  # fmt: skip


def _chosen(request, courses) -> Chosen:
    asked = request.GET
    duty = next((each for each in courses if str(each.pk) == asked.get("duty")), courses[0])
    role = asked.get("role", "") if asked.get("role") in dict(queries.roles()) else ""
    return Chosen(duty, asked.get("show") if asked.get("show") in SHOWS else "all", role)


@get_and_post
def session(request, asked_id):
    """Record a session: what, when, and who was there. A name is looked for by POST."""
    duty = queries.course_to_record(request.actor, asked_id)
    search = request.POST.get("search", "").replace("\0", "").strip() if "find" in request.POST else ""
    ticked = [key for key in request.POST.getlist("adults") if _is_key(key)]
    adults = queries.could_attend(request.actor, duty, search, ticked)
    if "find" in request.POST:
        form = SessionForm(None, adults=adults, initial=_typed(request, ticked))
        return page(request, "owed/session.html", duty=duty, form=form, search=search, more=len(adults) >= queries.MOST)
    form = SessionForm(*((request.POST, request.FILES) if posted(request) is not None else ()), adults=adults)
    if form.is_valid():
        filing.record(duty, by=request.actor, adults=form.there, given=form.given, sheet=form.cleaned_data["sheet"])
        return done(request, _said(len(form.there)), "owed:training")
    return page(request, "owed/session.html", duty=duty, form=form, search="", more=len(adults) >= queries.MOST)


def _said(number: int) -> str:
    return "Recorded: one adult was there." if number == 1 else f"Recorded: {number} adults were there."


def _is_key(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


def _typed(request, ticked: list[str]) -> dict:
    """What was typed before looking for a name, so that nothing of it is lost."""
    boxes = [request.POST.get(f"held_on_{box}", "") for box in ("day", "month", "year")]
    return {"course": request.POST.get("course", ""), "held_on": boxes if any(boxes) else None, "adults": ticked}
