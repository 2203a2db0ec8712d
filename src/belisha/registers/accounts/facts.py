"""What the advice engine asks of this register. Every answer is read at that moment; nothing is kept."""

import datetime

from belisha.people.models import Adult, School
from belisha.people.rules import has_ended
from belisha.registers.accounts import rules
from belisha.registers.accounts.models import Account


def official(school: School, platform: str, name: str, on: datetime.date) -> Account | None:
    """The school's own account of that name on a platform, on a day; None where the register knows none.

    Letters' case and a leading @ make no difference. An account that was closed is not the school's from that day on.
    """
    found = Account.objects.filter(school=school).select_related("platform")
    for account in found:
        same = rules.name_key(account.name) == rules.name_key(name)
        if same and rules.name_key(account.platform.name) == rules.name_key(platform) and is_official(account, on):
            return account
    return None


def is_official(account: Account, on: datetime.date) -> bool:
    """Whether the account was the school's own on a day."""
    return rules.official(account.state, account.since, account.closed_on, on)


def may_post(adult: Adult, account: Account, on: datetime.date) -> bool:
    """Whether an adult may post there for the school on a day: they are named for it, work here, and it is in use."""
    works_here = adult.school_id == account.school_id and adult.starts <= on and not has_ended(adult.ends, on)
    return works_here and is_official(account, on) and account.posters.filter(pk=adult.pk).exists()
