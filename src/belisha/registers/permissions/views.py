"""Ask for a permission, and decide about it."""

from django.utils import timezone

from belisha.core.access import Can, may
from belisha.core.action import fingerprint
from belisha.core.queries import school_for
from belisha.look.pages import done, get_and_post, get_only, page, posted
from belisha.packs.permissions import vocabulary
from belisha.registers import asking, deciders
from belisha.registers.permissions import actions, forms, queries, rules


@get_only
def list_(request):
    """What this adult asked for."""
    school_for(request.actor, Can.ASK_PERMISSION)
    return page(
        request, "permissions/list.html", rows=queries.own(request.actor), decides=queries.may_decide(request.actor)
    )


@get_only
def received(request):
    """What waits for this adult to decide, and what they decided."""
    school = queries.deciding_school(request.actor)
    show = request.GET.get("show") if request.GET.get("show") in queries.LISTS else next(iter(queries.LISTS))
    rows, after = queries.page_of(request.actor, show, request.GET.get("after", ""))
    following = f"?show={show}&after={after}" if after else ""
    lists = {name: label for name, (label, _, _) in queries.LISTS.items()}
    return page(
        request, "permissions/received.html", lists=lists, show=show, rows=rows, next=following,
        may_set=may(request.actor, Can.DECIDE_PERMISSION, school),
    )  # fmt: skip


@get_and_post
def ask(request):
    """Ask: one question a page, check, send. What no permission can allow leads to whoever helps, and to no form."""
    school, before = school_for(request.actor, Can.ASK_PERMISSION), _before(request)
    asked = asking.ask(forms.STEPS, posted(request), forms.typed(before) if before else request.GET.dict())
    if absolute := vocabulary().absolute.get(asked.answers.get("act", "")):
        return page(request, "permissions/stop.html", absolute=absolute)
    act = vocabulary().acts.get(asked.answers.get("act", ""))
    if not asked.complete:
        return page(request, "permissions/ask.html", asked=asked, form=asked.form, act=act)
    goes = deciders.GOES_TO[deciders.goes_to(request.actor.roles, Can.DECIDE_PERMISSION)]
    sending = forms.SendForm(posted(request))
    if "send" in request.POST and sending.is_valid():
        made = actions.ask(
            school, by=request.actor, wanted=forms.wanted(asked.answers), spoken_on=asked.answers["spoken_on"],
            clause=asked.answers["clause"], renews=before, **sending.cleaned_data,
        )  # fmt: skip
        return done(request, f"Your request was sent to {goes}. Until it is granted it counts as not granted.", made)
    key = forms.SendForm()["key"].value()
    return page(request, "permissions/check.html", asked=asked, said=asked.answers, act=act, goes=goes, key=key,
                audience=vocabulary().audiences.get(asked.answers["audience"]),
                platform=vocabulary().platforms.get(asked.answers["platform"]))  # fmt: skip


def _before(request):
    """The permission that is asked for again, if this is about one of the actor's own."""
    form = forms.RenewForm(request.POST or request.GET)
    return queries.renewed_from(request.actor, form.cleaned_data["renews"]) if form.is_valid() else None


@get_only
def detail(request, permission_id):
    """One permission: what was asked, what it covers, what happened."""
    permission = queries.permission_for(request.actor, permission_id)
    return page(
        request, "permissions/detail.html", permission=permission, mine=permission.asker_id == request.actor.id,
        decides=queries.decides(request.actor, permission), told=queries.told(request.actor, permission),
        allows={move: rules.LIFECYCLE.allows(permission.state, move) for move in rules.LIFECYCLE.moves},
        over=permission.stands == rules.OVER, live=permission.stands == rules.LIVE, today=timezone.localdate(),
    )  # fmt: skip


def _decide(request, permission_id, move: str, make, act) -> object:
    """A page on which whoever decides does one thing: its form, then its action."""
    permission = queries.permission_to_decide(request.actor, permission_id)
    rules.LIFECYCLE.check(permission, move)
    seen, form = request.POST.get("seen") or fingerprint(permission), make(posted(request), permission)
    if form.is_valid():
        act(permission, by=request.actor, seen=seen, **form.cleaned_data)
        return done(request, "Your decision was saved. The adult can read it now.", permission)
    return page(request, f"permissions/{move}.html", permission=permission, form=form, seen=seen)


@get_and_post
def grant(request, permission_id):
    """Grant it as it was asked."""
    return _decide(
        request, permission_id, "grant", lambda data, row: forms.GrantForm(data, permission=row), actions.grant
    )


@get_and_post
def grant_with_conditions(request, permission_id):
    """Grant it with conditions."""

    def make(data, row):
        return forms.ConditionsForm(data, permission=row, initial={"starts": row.starts, "ends": row.ends})

    return _decide(request, permission_id, "grant_with_conditions", make, actions.grant_with_conditions)


@get_and_post
def refuse(request, permission_id):
    """Refuse it."""
    return _decide(request, permission_id, "refuse", lambda data, _: forms.ReasonForm(data), actions.refuse)


@get_and_post
def revoke(request, permission_id):
    """Take a permission back."""
    return _decide(request, permission_id, "revoke", lambda data, _: forms.ReasonForm(data), actions.revoke)


@get_and_post
def withdraw(request, permission_id):
    """Take back one's own request that nobody has decided."""
    permission = queries.own_permission(request.actor, permission_id)
    rules.LIFECYCLE.check(permission, "withdraw")
    if request.method == "POST":
        actions.withdraw(permission, by=request.actor)
        return done(request, "Your request was withdrawn.", "permissions:list")
    return page(request, "permissions/withdraw.html", permission=permission)


@get_and_post
def record(request, adult_id):
    """Record a permission that was given by word of mouth."""
    adult, form = queries.adult_to_record(request.actor, adult_id), forms.RecordForm(posted(request))
    if form.is_valid():
        made = actions.record(adult, by=request.actor, **form.given)
        return done(request, "The permission was recorded. It is shown as given by word of mouth.", made)
    return page(request, "permissions/record.html", adult=adult, form=form)


@get_only
def whom(request):
    """Whom a permission was given to by word of mouth: the adults of the school."""
    school_for(request.actor, Can.DECIDE_PERMISSION)
    rows, after = queries.adults_to_record(request.actor, request.GET.get("after", ""))
    return page(request, "permissions/whom.html", rows=rows, next=f"?after={after}" if after else "")


@get_and_post
def terms(request):
    """How long a request may wait in this school."""
    school = school_for(request.actor, Can.DECIDE_PERMISSION)
    now = queries.terms(request.actor, school)
    form = forms.TermsForm(posted(request), initial={"wait_days": now.wait_days})
    if form.is_valid():
        actions.set_terms(school, by=request.actor, **form.cleaned_data)
        return done(request, "The period was saved.", "permissions:received")
    return page(request, "permissions/terms.html", form=form)
