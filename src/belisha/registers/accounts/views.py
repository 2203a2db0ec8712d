"""The school's own accounts: who owns them, who may post, and when somebody last looked."""

from django.http import Http404

from belisha.core.access import Can, may
from belisha.core.action import fingerprint
from belisha.core.queries import school_for
from belisha.look.pages import done, get_and_post, get_only, page, post_only, posted
from belisha.registers.accounts import actions, queries, rules
from belisha.registers.accounts.forms import AccountForm, AddForm, NoteForm
from belisha.registers.accounts.models import Account


@get_only
def list_(request):
    """The accounts in use, or those that are closed."""
    school_for(request.actor, Can.SEE_REGISTERS)
    closed, keeps = request.GET.get("show") == "closed", queries.keeps(request.actor)
    rows, after = queries.page_of(request.actor, closed=closed, after=request.GET.get("after", ""))
    following = f"?after={after}&show={'closed' if closed else 'used'}" if after else ""
    return page(request, "accounts/list.html", rows=rows, closed=closed, keeps=keeps, next=following)


@get_only
def detail(request, account_id):
    """One account: who may post there, by which rules, and what happened to it."""
    found = queries.account_for(request.actor, account_id)
    keeps, checks = may(request.actor, Can.KEEP_ACCOUNTS, found), queries.may_check(request.actor, found)
    return page(
        request, "accounts/detail.html", account=found, keeps=keeps, may_check=checks, seen=fingerprint(found),
        findings=queries.findings_of(found) if keeps or checks else (), steps=queries.timeline(request.actor, found),
    )  # fmt: skip


@get_and_post
def add(request):
    """Put an account into the register."""
    school = school_for(request.actor, Can.KEEP_ACCOUNTS)
    form = AddForm(posted(request), **_choices(request))
    if form.is_valid():
        account = Account(id=form.cleaned_data["key"], school=school)
        actions.add(account, by=request.actor, **form.given)
        return done(request, "It is in the register.", account)
    return page(request, "accounts/add.html", form=form)


@get_and_post
def edit(request, account_id):
    """Change what the register says of it."""
    found = _kept(request, account_id)
    names = ("name", "purpose", "credentials", "images", "months")
    initial = {name: getattr(found, name) for name in names} | {"platform": str(found.platform_id)}
    initial |= {name: [str(one.pk) for one in getattr(found, name).all()] for name in ("owners", "posters")}
    form, seen = AccountForm(posted(request), initial=initial, **_choices(request)), _seen(request, found)
    if form.is_valid():
        actions.change(found, by=request.actor, seen=seen, **form.given)
        return done(request, "It was saved.", found)
    gone = [owner for owner in found.owners.all() if not owner.is_active]
    return page(request, "accounts/edit.html", account=found, form=form, seen=seen, gone=gone)


@get_and_post
def check(request, account_id):
    """An owner looked today."""
    found = queries.account_for(request.actor, account_id)
    if not queries.may_check(request.actor, found):
        raise Http404
    form, seen = NoteForm(posted(request)), _seen(request, found)
    if form.is_valid():
        actions.check(found, by=request.actor, seen=seen, **form.cleaned_data)
        return done(request, "Noted: checked today.", found)
    return page(request, "accounts/check.html", account=found, form=form, seen=seen)


@get_and_post
def close(request, account_id):
    """The school no longer uses it."""
    found = _kept(request, account_id)
    rules.LIFECYCLE.check(found, "close")
    form, seen = NoteForm(posted(request)), _seen(request, found)
    if form.is_valid():
        actions.close(found, by=request.actor, seen=seen, **form.cleaned_data)
        return done(request, "Noted: it is closed.", found)
    return page(request, "accounts/close.html", account=found, form=form, seen=seen)


@post_only
def reopen(request, account_id):
    """It is used again."""
    found = queries.account_for(request.actor, account_id)
    actions.reopen(found, by=request.actor, seen=request.POST.get("seen", ""))
    return done(request, "Noted: it is in use again. Check it today.", found)


def _kept(request, account_id) -> Account:
    found = queries.account_for(request.actor, account_id)
    if not may(request.actor, Can.KEEP_ACCOUNTS, found):
        raise Http404
    return found


def _seen(request, account: Account) -> str:
    return request.POST.get("seen") or fingerprint(account)


def _choices(request) -> dict:
    return {"platforms": queries.platforms(request.actor), "adults": queries.colleagues(request.actor)}
