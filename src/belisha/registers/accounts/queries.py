"""The school's own accounts, and what is wrong with them, each for somebody."""

import datetime
from dataclasses import dataclass

from django.db.models import FETCH_RAISE, Q, QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone

from belisha.core import keyset
from belisha.core.access import Can, may, visible_to
from belisha.core.queries import school_for
from belisha.people.models import Adult
from belisha.registers.accounts import rules
from belisha.registers.accounts.models import Account, AccountStep
from belisha.registers.protocols.models import Platform
from belisha.registers.protocols.rules import UNUSED

PAGE = 50


@dataclass(frozen=True)
class Row:
    """An account as a list shows it, with what is wrong with it in words."""

    account: Account
    findings: list[str]


def keeps(actor) -> bool:
    """Whether the actor keeps the register."""
    return may(actor, Can.KEEP_ACCOUNTS, actor.school)


def accounts(actor) -> QuerySet[Account]:
    """The accounts of the actor's school."""
    found = visible_to(actor, Account.objects.filter(school_id=actor.school_id))
    return found.select_related("platform", "school", "checked_by").prefetch_related("owners", "posters")


def account_for(actor, account_id) -> Account:
    return get_object_or_404(accounts(actor), pk=account_id)


def page_of(actor, *, closed: bool, after: str = "") -> tuple[list[Row], str]:
    """One page of the accounts in use, or of those that are closed, and the key of the next one."""
    rows = accounts(actor).filter(state=rules.CLOSED if closed else rules.USED).fetch_mode(FETCH_RAISE)
    found, following = keyset.page(rows, by="name", key="id", after=after, size=PAGE)
    return [Row(each, findings_of(each)) for each in found], following


def findings_of(account: Account) -> list[str]:
    """What is wrong with one account today, in words; nothing with one that is closed."""
    if account.state != rules.USED:
        return []
    owners = list(account.owners.all())
    here = sum(owner.is_active for owner in owners)
    keys = rules.findings(
        owners_here=here, owners_gone=len(owners) - here, next_check=account.next_check, images=account.images,
        today=_today(),
    )  # fmt: skip
    return [rules.FINDINGS[key] for key in keys]


def with_findings(actor) -> list[Row]:
    """The accounts in use with which something is wrong, for those who keep them."""
    if not keeps(actor):
        return []
    rows = [Row(each, findings_of(each)) for each in accounts(actor).filter(state=rules.USED).order_by("name", "pk")]
    return [row for row in rows if row.findings]


def to_check(actor) -> list[Account]:
    """The accounts that the actor owns and that are to be checked by today."""
    due = accounts(actor).filter(owners=actor.pk, state=rules.USED, next_check__lte=_today())
    return list(due.order_by("next_check", "pk"))


def may_check(actor, account: Account) -> bool:
    """Whether the actor may note that they checked it: as an owner, or as one of those who keep the register."""
    owns = any(owner.pk == actor.pk for owner in account.owners.all())
    return account.state == rules.USED and (owns or may(actor, Can.KEEP_ACCOUNTS, account))


def timeline(actor, account: Account) -> list[AccountStep]:
    """What happened to an account, oldest first."""
    found = visible_to(actor, AccountStep.objects.filter(account=account))
    return list(found.select_related("by").order_by("at", "pk"))


def colleagues(actor) -> list[Adult]:
    """The adults working here, for those who keep the register to choose from."""
    here = Adult.objects.filter(school=school_for(actor, Can.KEEP_ACCOUNTS))
    return list(here.filter(Q(ends=None) | Q(ends__gt=_today())).order_by("name", "pk"))


def platforms(actor) -> list[Platform]:
    """The platforms that an account can be on."""
    here = Platform.objects.filter(school=school_for(actor, Can.KEEP_ACCOUNTS)).exclude(state=UNUSED)
    return list(here.order_by("name", "pk"))


def _today() -> datetime.date:
    return timezone.localdate()
