"""What the school asks of its adults: the list, one duty, and the pages on which it is changed."""

from django.http import Http404

from belisha.core.access import Can, may, require
from belisha.core.action import fingerprint
from belisha.duties.owed import rules
from belisha.duties.owed.keeping import actions, queries
from belisha.duties.owed.keeping.forms import AddForm, AskToReadForm, DutyForm
from belisha.look.pages import done, get_and_post, get_only, page, posted

BEGUN = "It is asked for. Those whom it speaks to find it among their tasks."


@get_only
def list_(request):
    """Everything that the school asks, is preparing, or used to ask."""
    if not may(request.actor, Can.SEE_ACKNOWLEDGEMENTS):
        raise Http404
    return page(
        request, "owed/list.html", shelves=queries.in_states(request.actor),
        keeps=may(request.actor, Can.KEEP_DUTIES), witnesses=may(request.actor, Can.WITNESS),
    )  # fmt: skip


@get_only
def duty(request, asked_id):
    """One duty: what is asked, of whom, when, how often, what counts as done, and who is chased."""
    found = queries.duty_for(request.actor, asked_id)
    keeps = may(request.actor, Can.KEEP_DUTIES, found)
    return page(
        request, "owed/duty.html", duty=found, tally=queries.tally(request.actor, found), keeps=keeps,
        facts=queries.facts(found), says=queries.says(found), draft=found.state == rules.DRAFT,
        ended=found.state == rules.ENDED,
        witnesses=found.way == "training" and found.state == rules.LIVE and may(request.actor, Can.WITNESS, found),
        seen=fingerprint(found),
    )  # fmt: skip


@get_and_post
def add(request):
    """Draft a duty of the school's own."""
    require(request.actor, Can.KEEP_DUTIES)
    new = actions.new_duty(request.actor.school)
    form = AddForm(posted(request), duty=new, references=queries.readable(request.actor))
    if form.is_valid():
        new = actions.new_duty(request.actor.school, form.cleaned_data["key"])
        actions.add(new, by=request.actor, **form.given)
        return done(request, "It was drafted. Nobody is asked before you switch it on.", new)
    return page(request, "owed/add.html", form=form)


@get_and_post
def edit(request, asked_id):
    """Change every field of a duty."""
    found = queries.duty_to_keep(request.actor, asked_id)
    form = DutyForm(posted(request), duty=found, references=queries.readable(request.actor))
    if form.is_valid():
        actions.change(found, by=request.actor, seen=request.POST.get("seen", ""), **form.given)
        return done(request, "What is asked was saved.", found)
    seen = request.POST.get("seen") or fingerprint(found)
    return page(request, "owed/edit.html", duty=found, form=form, seen=seen, live=found.state == rules.LIVE)


@get_and_post
def start(request, unasked_id):
    """Switch a duty on."""
    found = queries.duty_to_keep(request.actor, unasked_id)
    rules.DUTY_LIFECYCLE.check(found, "start_again" if found.state == rules.ENDED else "start")
    if request.method == "POST":
        actions.start(found, by=request.actor, seen=request.POST.get("seen", ""))
        return done(request, BEGUN, found)
    number = queries.number_asked(request.actor, found)
    return page(request, "owed/start.html", duty=found, number=number, seen=fingerprint(found))


@get_and_post
def end(request, asked_id):
    """No longer ask for a duty."""
    found = queries.duty_to_keep(request.actor, asked_id)
    rules.DUTY_LIFECYCLE.check(found, "end")
    if request.method == "POST":
        actions.end(found, by=request.actor, seen=request.POST.get("seen", ""))
        return done(request, "It is no longer asked for. What was done is kept.", found)
    tally = queries.tally(request.actor, found)
    return page(request, "owed/end.html", duty=found, tally=tally, seen=fingerprint(found))


@get_and_post
def ask_to_read(request, reference_id):
    """Ask those for whom a reference is meant to read it and put their name to that."""
    require(request.actor, Can.KEEP_DUTIES)
    reference = queries.reference_to_ask(request.actor, reference_id)
    form = AskToReadForm(posted(request), initial={"days": actions.new_duty(request.actor.school).days})
    if form.is_valid():
        given = form.cleaned_data
        new = actions.new_duty(reference.school, given["key"])
        actions.ask_to_read(new, by=request.actor, reference=reference, days=given["days"])
        return done(request, BEGUN, new)
    return page(request, "owed/ask_to_read.html", reference=reference, form=form)
