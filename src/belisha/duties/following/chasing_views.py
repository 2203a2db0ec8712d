"""Excuse, remind, and choose when Belisha reminds by itself."""

from django.http import Http404
from django.urls import reverse
from django.utils import timezone

from belisha import config
from belisha.core.access import Can, may
from belisha.core.action import fingerprint
from belisha.duties.following import actions, queries
from belisha.duties.following.forms import ChasingForm, ExcuseForm
from belisha.duties.following.record import queries as records
from belisha.duties.following.views import to_adult
from belisha.look.pages import done, get_and_post, page, posted
from belisha.look.templatetags.look import day


@get_and_post
def excuse(request, adult_id):
    """Excuse an adult for a time, with a reason."""
    adult = records.adult_for(request.actor, adult_id)
    if adult.pk == request.actor.id or not may(request.actor, Can.EXCUSE, adult):
        raise Http404
    lines = {str(line.id): line for line in queries.lines(request.actor) if line.school.pk == adult.school_id}
    form = ExcuseForm(posted(request), lines=lines.values(), initial={"first": timezone.localdate()})
    if form.is_valid():
        line = lines.get(form.cleaned_data.pop("of"))
        what, of = (line.title, next(iter(line.excuse.values()))) if line else ("everything", None)
        actions.excuse(adult, by=request.actor, what=what, of=of, **form.cleaned_data)
        return done(request, f"Saved. They are excused until {day(form.cleaned_data['last'])}.", to_adult(adult))
    return page(request, "following/excuse.html", adult=adult, form=form)


@get_and_post
def end_excuse(request, excuse_id):
    """End an excuse before its last day."""
    found = records.excuse_for(request.actor, excuse_id)
    if request.method == "POST":
        actions.end_excuse(found, by=request.actor, seen=request.POST.get("seen", ""))
        return done(request, "The excuse has ended.", to_adult(found.adult))
    return page(request, "following/end_excuse.html", excuse=found, seen=fingerprint(found))


@get_and_post
def remind(request):
    """Write to everybody who is late with anything."""
    if not may(request.actor, Can.REMIND, request.actor.school):
        raise Http404
    if request.method == "POST":
        count = actions.remind_late(request.actor.school, by=request.actor)
        return done(request, _sent(count), reverse("following:overview"))
    return page(request, "following/remind.html", late=queries.number_open(request.actor)[1])


@get_and_post
def remind_one(request, adult_id):
    """Write to one adult."""
    adult = records.adult_for(request.actor, adult_id)
    if not may(request.actor, Can.REMIND, adult):
        raise Http404
    if request.method == "POST":
        actions.remind_one(adult, by=request.actor)
        return done(request, _sent(1), to_adult(adult))
    return page(request, "following/remind_one.html", adult=adult)


def _sent(count: int) -> str:
    letters, verb = ("One letter", "is") if count == 1 else (f"{count} letters", "are")
    return f"{letters} {verb} " + (
        "on the way." if config.load().email_host else "waiting: no mail server is set up yet."
    )


@get_and_post
def chasing(request):
    """When Belisha reminds by itself, and when leaders hear how things stand."""
    if not may(request.actor, Can.KEEP_DUTIES, request.actor.school):
        raise Http404
    found = queries.chasing(request.actor)
    form = ChasingForm(posted(request), initial={name: getattr(found, name) for name in ChasingForm.base_fields})
    if form.is_valid():
        actions.set_chasing(found, by=request.actor, seen=request.POST.get("seen", ""), **form.cleaned_data)
        return done(request, "Your choice was saved.", reverse("following:overview"))
    seen = request.POST.get("seen") or ("" if found._state.adding else fingerprint(found))
    return page(request, "following/chasing.html", form=form, seen=seen)
