"""Everything that changes the school's own accounts."""

import datetime

from django.db.models import Q
from django.utils import timezone

from belisha.core.access import Can, may
from belisha.core.action import action, answer
from belisha.core.errors import NotAllowed, Refused
from belisha.people.models import Adult
from belisha.registers.accounts import rules, secrets
from belisha.registers.accounts.models import Account, AccountStep
from belisha.registers.protocols.platforms.actions import said_of
from belisha.registers.protocols.rules import months_later

TOLD = ("name", "purpose", "credentials", "images", "note")


@action("account.add", needs=Can.KEEP_ACCOUNTS, sentence="{by} put {about} into the register of school accounts")
def add(account: Account, *, by, owners=(), posters=(), **given) -> Account:
    """Put an account into the register. What signs it in is not part of it."""
    if Account.objects.filter(pk=account.pk).exists():
        raise NotAllowed("This was done already.", "You find it under School accounts.")
    _write(account, given)
    account.next_check = months_later(account.since, account.months)
    account.save(force_insert=True)
    account.owners.set(owners)
    account.posters.set(posters)
    # What the school has an account on is in use, whoever agreed to that.
    said_of(account.platform, already=True)
    _step(account, by, "added")
    return account


@action("account.change", needs=Can.KEEP_ACCOUNTS, sentence="{by} changed what the register says of {about}")
def change(account: Account, *, by, owners=(), posters=(), **given) -> None:
    """Change what the register says: who owns it, who may post, where what signs it in is kept."""
    _still_used(account)
    _write(account, given)
    account.next_check = months_later(account.checked_on or account.since, account.months)
    account.revision += 1
    account.save()
    account.owners.set(owners)
    account.posters.set(posters)
    _step(account, by, "changed")


@action("account.check", needs=Can.SEE_REGISTERS, sentence="{by} checked {about}")
def check(account: Account, *, by, note: str = "") -> None:
    """An owner, or whoever keeps the register, looked today whether it still is as the register says."""
    if not (may(by, Can.KEEP_ACCOUNTS, account) or account.owners.filter(pk=by.id).exists()):
        raise Refused("Only its owners and those who keep the register check an account.")
    _still_used(account)
    _no_secrets({"note": note})
    account.checked_by_id, account.checked_on = by.id, _today()
    account.next_check = months_later(_today(), account.months)
    account.save(update_fields=["checked_by", "checked_on", "next_check"])
    _step(account, by, "checked", note.strip())


@action("account.close", needs=Can.KEEP_ACCOUNTS, sentence="{by} noted that {about} is closed")
def close(account: Account, *, by, note: str = "") -> None:
    """The school no longer uses it: from today nobody posts there for the school."""
    _no_secrets({"note": note})
    account.closed_on = _today()
    rules.LIFECYCLE.move(account, "close", with_fields=("closed_on",))
    _step(account, by, "closed", note.strip())


@action("account.reopen", needs=Can.KEEP_ACCOUNTS, sentence="{by} noted that {about} is in use again")
def reopen(account: Account, *, by) -> None:
    """It is used again, and has to be checked today."""
    account.closed_on, account.next_check = None, _today()
    account.checked_on, account.checked_by = None, None
    rules.LIFECYCLE.move(account, "reopen", with_fields=("closed_on", "next_check", "checked_on", "checked_by"))
    _step(account, by, "reopened")


def _write(account: Account, given: dict) -> None:
    _no_secrets(given)
    for name, value in given.items():
        setattr(account, name, value)
    same = Account.objects.filter(school_id=account.school_id, platform_id=account.platform_id)
    if same.filter(name__iexact=account.name).exclude(pk=account.pk).exists():
        raise NotAllowed("An account of this name is in the register already.")


def _no_secrets(given: dict) -> None:
    """No field of the register, and no note about it, tells what signs an account in."""
    for name in TOLD:
        if name in given and (said := secrets.fault_in(name, given[name])):
            raise NotAllowed(said, "Nothing was saved.")


def _still_used(account: Account) -> None:
    if account.state != rules.USED:
        raise NotAllowed("This account is closed.", "Note that it is in use again first.")


def _step(account: Account, by, what: str, note: str = "") -> None:
    AccountStep.objects.create(school_id=account.school_id, account=account, by_id=by.id, what=what, note=note)


def _today() -> datetime.date:
    return timezone.localdate()


@answer("adult.leave")
def _left(adult: Adult, *, by) -> None:
    """Whoever left posts for the school no more. As an owner they stay on the page until somebody has changed what
    signs the account in: that is a finding, and a silent correction would hide it."""
    named = Account.objects.filter(Q(posters=adult) | Q(owners=adult), state=rules.USED)
    for account in named.distinct():
        account.posters.remove(adult)
        account.revision += 1
        account.save(update_fields=["revision"])
        _step(account, by, "left", adult.name)
