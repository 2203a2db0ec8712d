"""What the family register says about the pupil whom the asker means: told, talked over, acknowledged, agreed."""

import datetime
from collections.abc import Mapping
from uuid import UUID

from django.template.defaultfilters import date as in_words
from django.urls import reverse

from belisha.advice.asking.knowing.fact import FAMILY, Known, table
from belisha.registers.family import facts, rules
from belisha.registers.family.facts import Standing
from belisha.registers.protocols.models import Protocol
from belisha.registers.protocols.rules import FAMILY as OF_A_FAMILY
from belisha.registers.protocols.rules import ONCE_AGREED

KIND, RELATION = "counterpart.kind", "counterpart.relation"
DECLARED, DISCUSSED = "counterpart.declared", "counterpart.discussed_in_advance"
ACKNOWLEDGED, FOLLOWED = "counterpart.acknowledged", "counterpart.agreed_protocol_followed"
YES, NO, ONLY_SAID = "yes", "no", "verbal_only"
# Chosen where the question is about a pupil of whom none of the asker's declarations speaks.
ANOTHER = UUID(int=0)


def matters(said: Mapping) -> bool:
    """Whether a question is about a pupil to whom the asker has a family tie."""
    return said.get(KIND) in table()["pupils"] and said.get(RELATION) in table()["family"]


def about(actor, said: Mapping, declared, chosen: UUID | None, on: datetime.date) -> dict[str, Known]:
    """What is on file about the pupil of the chosen declaration; nothing while it is open which pupil is meant."""
    if not said.get(KIND) and said.get(RELATION) in table()["family"]:
        return _not_said_of_whom()
    if not matters(said):
        return {}
    live = [row for row in declared if row.kind == rules.FAMILY and row.state in rules.OPEN]
    if not live:
        return _nothing("No family tie of yours is on file.")
    if said.get(KIND) == "pupil_group":
        return _nothing("A declaration is about one pupil, and this is about several.")
    if chosen == ANOTHER:
        return _nothing("None of your declarations is about this pupil.")
    standing = facts.standing_of(actor, chosen, on) if chosen else None
    return _standing(actor, standing, on) if standing else {}


def _not_said_of_whom() -> dict[str, Known]:
    """While it is open who the other person is, nobody's word makes a tie better than the register may have it."""
    says, url = "Whether it is about a pupil is not clear yet.", reverse("family:list")
    return {
        name: Known(None, FAMILY, says, url, may_be=(NO, ONLY_SAID), needs=KIND)
        for name in (DECLARED, DISCUSSED, ACKNOWLEDGED, FOLLOWED)
    }


def _nothing(says: str) -> dict[str, Known]:
    """Nothing is on file. That it was only said is for the asker to say, and makes nothing better."""
    url = reverse("family:list")
    told = {name: Known(NO, FAMILY, says, url, may_be=(ONLY_SAID,)) for name in (DECLARED, DISCUSSED, ACKNOWLEDGED)}
    return {**told, FOLLOWED: Known(NO, FAMILY, "Nothing was agreed with the Headteacher.", url)}


def _standing(actor, standing: Standing, on: datetime.date) -> dict[str, Known]:
    if standing.word == rules.UNKNOWN:
        return {}
    if standing.word == rules.NONE:
        return _nothing("Your declaration about this pupil has ended.")
    key, url = str(standing.key), reverse("family:detail", args=[standing.key])
    acknowledged = standing.word == rules.ACKNOWLEDGED
    told = f"You declared it on {_day(standing.declared_on)}."
    talked = f"It was talked over on {_day(standing.discussed_on)}." if standing.discussed_on else ""
    found = {
        DECLARED: Known(YES, FAMILY, told, url, key),
        DISCUSSED: Known(YES, FAMILY, talked, url, key) if talked else Known(
            NO, FAMILY, "It has not been talked over yet.", url, key, (ONLY_SAID,)
        ),
        ACKNOWLEDGED: Known(YES, FAMILY, "It was acknowledged.", url, key) if acknowledged else Known(
            NO, FAMILY, _not_acknowledged(standing.word), url, key, (ONLY_SAID,)
        ),
        FOLLOWED: _agreed(actor, standing, on, url, key),
    }  # fmt: skip
    return found


def _not_acknowledged(word: str) -> str:
    return "It was not acknowledged." if word == rules.NOT_ACKNOWLEDGED else "It has not been acknowledged yet."


def _agreed(actor, standing: Standing, on: datetime.date, url: str, key: str) -> Known:
    """What was agreed is on file. Whether the asker keeps to it is theirs to say."""
    if not standing.protocol:
        return Known(NO, FAMILY, "Nothing was agreed with the Headteacher.", url, key)
    if standing.protocol_key and not _still_agreed(actor, standing.protocol_key, on):
        return Known(NO, FAMILY, "What was agreed is no longer in force.", url, key)
    return Known(None, FAMILY, f"This was agreed: {standing.protocol}", url, key, (YES, NO, ONLY_SAID))


def _still_agreed(actor, key: UUID, on: datetime.date) -> bool:
    """Whether a protocol, or an edition that took its place, is in force. One query, however many editions."""
    rows = Protocol.objects.filter(school_id=actor.school_id, kind=OF_A_FAMILY, state__in=ONCE_AGREED)
    rows = {row.pk: row for row in rows.defer("agreement", "purpose")}
    follows = {row.replaces_id: row.pk for row in rows.values() if row.replaces_id}
    while key in rows:
        if rows[key].is_live(on):
            return True
        key = follows.pop(key, None)
    return False


def _day(day: datetime.date | None) -> str:
    return in_words(day, "j F Y") if day else "a day that is not on file"
