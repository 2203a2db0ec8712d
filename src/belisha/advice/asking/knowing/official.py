"""Whether an account is the school's own, and the asker may post there: what is not in the register is not."""

import datetime
from collections.abc import Mapping

from django.urls import reverse

from belisha.advice.asking.knowing.fact import ACCOUNTS, Known, table
from belisha.advice.asking.knowing.permitted import PLATFORM, platform_of
from belisha.registers.accounts import facts
from belisha.registers.accounts.models import Account

ACCOUNT, TYPE = "channel.account", "channel.type"
OFFICIAL, OWN, GIVEN = "official_school_account", "personal", "school"


def about(actor, said: Mapping, on: datetime.date) -> dict[str, Known]:
    """Where somebody says that they would use an account of the school's own: what the register says to that."""
    if said.get(ACCOUNT) != OFFICIAL or (said.get(TYPE) and said[TYPE] not in table()["account_types"]):
        return {}
    if not said.get(TYPE):
        return {ACCOUNT: _not("By which way is not clear yet.", reverse("accounts:list"), needs=TYPE)}
    rows = [row for row in _accounts(actor) if facts.is_official(row, on)]
    url = reverse("accounts:list")
    if not rows:
        return {ACCOUNT: _not("The register has no account of the school’s own.", url)}
    if not said.get(PLATFORM):
        return {ACCOUNT: _not("On which platform is not clear yet.", url, needs=PLATFORM)}
    there = [row for row in rows if platform_of(row.platform.name) == platform_of(said[PLATFORM])]
    posting = [row for row in there if actor.pk in {adult.pk for adult in row.posters.all()}]
    if posting:
        says = f"{posting[0].name} is an account of the school, and you may post there."
        return {ACCOUNT: Known(OFFICIAL, ACCOUNTS, says, posting[0].get_absolute_url(), str(posting[0].pk))}
    if there:
        return {ACCOUNT: _not("You are not among those who may post there.", there[0].get_absolute_url())}
    return {ACCOUNT: _not("The register has no account of the school’s own on this platform.", url)}


def _accounts(actor) -> list[Account]:
    rows = Account.objects.filter(school_id=actor.school_id).select_related("platform")
    return list(rows.prefetch_related("posters").order_by("name", "pk"))


def _not(says: str, url: str, needs: str = "") -> Known:
    """Not the school's own, or not the asker's to use: then it is another account, or it stays open."""
    return Known(None, ACCOUNTS, says, url, may_be=(OWN, GIVEN), needs=needs)
