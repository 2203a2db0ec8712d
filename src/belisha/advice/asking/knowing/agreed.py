"""Whether an agreed protocol covers contact with pupils: on this platform, for this adult and these classes."""

import datetime
from collections.abc import Mapping

from django.urls import reverse

from belisha.advice.asking.knowing.fact import PROTOCOLS, Known, table
from belisha.registers.protocols import facts, rules

PROTOCOL, PLATFORM, KIND = "circumstances.agreed_protocol", "channel.platform", "counterpart.kind"
LIVE, NOT_THIS, NONE = "live", "does_not_cover", "none"


def about(actor, said: Mapping, on: datetime.date) -> dict[str, Known]:
    """What the register of protocols says about contact with pupils; nothing where it is about somebody else."""
    platform, url = said.get(PLATFORM) or "", reverse("protocols:mine")
    if not said.get(KIND):
        # A protocol covers pupils: until it is said who is meant, nobody's word makes it covered.
        says = "Whether it is about a pupil is not clear yet."
        return {PROTOCOL: Known(None, PROTOCOLS, says, url, may_be=(NOT_THIS, NONE), needs=KIND)}
    if said[KIND] not in table()["pupils"]:
        return {}
    found = facts.agreed(actor, platform=platform, purpose=rules.PUPILS, on=on)
    if not found.mine and not found.others:
        return {PROTOCOL: Known(NONE, PROTOCOLS, "No protocol for contact with pupils was agreed.", url)}
    if not platform:
        # Which of them covers it depends on the platform: until that is said, nobody's word makes it covered.
        says = "Protocols for contact with pupils were agreed. Which of them covers this is not clear yet."
        return {PROTOCOL: Known(None, PROTOCOLS, says, url, may_be=(NOT_THIS, NONE), needs=PLATFORM)}
    return {PROTOCOL: _of(found.mine, url)}


def _of(mine, url: str) -> Known:
    if whole := [each for each in mine if rules.covers_classes(each.classes, None)]:
        return _known(LIVE, whole[0], f"“{whole[0].title}” is in force and covers this.")
    if mine:
        # It names classes: whether these are among them, the asker says.
        says = " ".join(f"“{each.title}” is in force for {each.classes}." for each in mine)
        return _known(None, mine[0], says, (LIVE, NOT_THIS))
    says = "A protocol was agreed, but none that is in force for you on this platform."
    return Known(NOT_THIS, PROTOCOLS, says, url)


def _known(value: str | None, protocol, says: str, may_be: tuple[str, ...] = ()) -> Known:
    return Known(value, PROTOCOLS, says, protocol.get_absolute_url(), str(protocol.pk), may_be)
