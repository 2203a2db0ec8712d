"""Declare, and decide about what was declared."""

from django.http import Http404
from django.utils import timezone

from belisha.core.access import Can, may
from belisha.core.action import fingerprint
from belisha.core.queries import school_for
from belisha.look.pages import done, get_and_post, get_only, page, posted
from belisha.registers import asking, deciders
from belisha.registers.family import actions, forms, means, queries, rules


@get_only
def list_(request):
    """What this adult declared."""
    school_for(request.actor, Can.DECLARE)
    return page(request, "family/list.html", rows=queries.own(request.actor), decides=queries.may_decide(request.actor))


@get_only
def received(request):
    """What waits for this adult to decide, and what they decided."""
    queries.deciding_school(request.actor)
    show = request.GET.get("show") if request.GET.get("show") in queries.LISTS else next(iter(queries.LISTS))
    rows, after = queries.page_of(request.actor, show, request.GET.get("after", ""))
    following = f"?show={show}&after={after}" if after else ""
    lists = {name: label for name, (label, _, _) in queries.LISTS.items()}
    return page(
        request, "family/received.html", lists=lists, show=show, rows=rows, next=following,
        may_set=may(request.actor, Can.DECIDE_DECLARATION, request.actor.school),
    )  # fmt: skip


@get_and_post
def declare(request):
    """Declare: one question a page, check, send. The first page can be opened with a kind chosen (`?kind=family`)."""
    school = school_for(request.actor, Can.DECLARE)
    asked, sending = asking.ask(forms.STEPS, posted(request), request.GET.dict()), forms.SendForm(posted(request))
    goes = deciders.GOES_TO[deciders.goes_to(request.actor.roles, Can.DECIDE_DECLARATION)]
    if not asked.complete:
        return page(request, "family/declare.html", asked=asked, form=asked.form, goes=goes)
    if "send" in request.POST and sending.is_valid():
        made = actions.declare(school, by=request.actor, **sending.cleaned_data, **asked.answers)
        return done(request, f"You have declared this. {goes.capitalize()} will talk it over with you.", made)
    kind = asked.answers["kind"]
    return page(
        request, "family/check.html", asked=asked, said=asked.answers, goes=goes, kind=rules.KINDS[kind],
        key=forms.SendForm()["key"].value(),
    )  # fmt: skip


@get_only
def detail(request, declaration_id):
    """One declaration: what its state permits, what was agreed, what happened."""
    declaration = queries.declaration_for(request.actor, declaration_id)
    return page(
        request, "family/detail.html", declaration=declaration, mine=declaration.adult_id == request.actor.id,
        decides=queries.decides(request.actor, declaration), told=queries.told(request.actor, declaration),
        meaning=means.of(declaration.kind, declaration.state), why=means.why(declaration.kind),
        allows=_allowed(declaration), protocol=queries.protocol_of(request.actor, declaration),
    )  # fmt: skip


def _allowed(declaration) -> dict[str, bool]:
    """Which moves its state allows, for the buttons."""
    return {move: rules.LIFECYCLE.allows(declaration.state, move) for move in rules.LIFECYCLE.moves}


@get_only
def receipt(request, declaration_id):
    """A dated receipt to print, for whoever declared it (clause 4-09-a)."""
    declaration = queries.own_declaration(request.actor, declaration_id)
    return page(
        request, "family/receipt.html", declaration=declaration, told=queries.told(request.actor, declaration),
        today=timezone.localdate(),
    )  # fmt: skip


def _decide(request, declaration_id, move: str, make, act) -> object:
    """A page on which whoever decides does one thing: its form, then its action."""
    declaration = queries.declaration_to_decide(request.actor, declaration_id)
    rules.LIFECYCLE.check(declaration, move)
    seen, form = request.POST.get("seen") or fingerprint(declaration), make(posted(request), declaration)
    if form.is_valid():
        act(declaration, by=request.actor, seen=seen, **getattr(form, "given", form.cleaned_data))
        return done(request, "That was saved. The adult can read it.", declaration)
    return page(request, f"family/{move}.html", declaration=declaration, form=form, seen=seen)


@get_and_post
def discuss(request, declaration_id):
    """Record that it was talked over."""
    return _decide(request, declaration_id, "discuss", lambda data, _: forms.DiscussForm(data), actions.discuss)


@get_and_post
def acknowledge(request, declaration_id):
    """Acknowledge it, with what was agreed."""

    def make(data, declaration):
        first = {"review_on": queries.next_look(request.actor, declaration)}
        return forms.AcknowledgeForm(data, initial=first, protocols=queries.protocols(request.actor))

    return _decide(request, declaration_id, "acknowledge", make, actions.acknowledge)


@get_and_post
def refuse(request, declaration_id):
    """Do not acknowledge it."""
    return _decide(request, declaration_id, "refuse", lambda data, _: forms.RefuseForm(data), actions.refuse)


@get_and_post
def agree(request, declaration_id):
    """Agree something else."""

    def make(data, declaration):
        first = {"protocol": declaration.protocol, "protocol_key": declaration.protocol_key}
        return forms.AgreeForm(data, initial=first, protocols=queries.protocols(request.actor))

    return _decide(request, declaration_id, "agree_anew", make, actions.agree_anew)


@get_and_post
def look_again(request, declaration_id):
    """Note that it still holds."""

    def make(data, declaration):
        return forms.LookAgainForm(data, initial={"review_on": queries.next_look(request.actor, declaration)})

    return _decide(request, declaration_id, "look_again", make, actions.look_again)


@get_and_post
def end(request, declaration_id):
    """End it: whoever declared it, or whoever decides."""
    declaration = queries.declaration_for(request.actor, declaration_id)
    mine = declaration.adult_id == request.actor.id
    if not mine and not queries.decides(request.actor, declaration):
        raise Http404
    rules.LIFECYCLE.check(declaration, "end")
    seen = request.POST.get("seen") or fingerprint(declaration)
    form = forms.EndForm(posted(request), family=declaration.kind == rules.FAMILY, mine=mine)
    if form.is_valid():
        actions.end(declaration, by=request.actor, seen=seen, **form.cleaned_data)
        return done(request, "The declaration has ended.", declaration)
    return page(request, "family/end.html", declaration=declaration, form=form, seen=seen)


@get_and_post
def withdraw(request, declaration_id):
    """Take back one's own declaration that nobody has discussed."""
    declaration = queries.own_declaration(request.actor, declaration_id)
    rules.LIFECYCLE.check(declaration, "withdraw")
    if request.method == "POST":
        actions.withdraw(declaration, by=request.actor)
        return done(request, "You took your declaration back.", "family:list")
    return page(request, "family/withdraw.html", declaration=declaration)


@get_and_post
def terms(request):
    """How long declarations may wait in this school."""
    school = school_for(request.actor, Can.DECIDE_DECLARATION)
    now = queries.terms(request.actor, school)
    form = forms.TermsForm(posted(request), initial={"wait_days": now.wait_days, "again_months": now.again_months})
    if form.is_valid():
        actions.set_terms(school, by=request.actor, **form.cleaned_data)
        return done(request, "The periods were saved.", "family:received")
    return page(request, "family/terms.html", form=form)
