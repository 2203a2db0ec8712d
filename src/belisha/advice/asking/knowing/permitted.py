"""Whether the Headteacher's permission is on record: for this act, these readers and this platform, on this day."""

import datetime
from collections.abc import Iterable, Mapping

from django.template.defaultfilters import date as in_words
from django.urls import reverse

from belisha.advice.asking.knowing.fact import PERMISSIONS, Known, table
from belisha.packs.permissions import OTHER, vocabulary
from belisha.registers.permissions import facts, rules
from belisha.registers.permissions.facts import OnRecord

PERMISSION, PLATFORM, KIND = "circumstances.permission", "channel.platform", "counterpart.kind"
GIVEN, RUN_OUT, ONLY_SAID, NONE = "express_headteacher", "expired", "verbal_only", "none"


def act_of(said: Mapping) -> str:
    """The act of the permission vocabulary that a question is about, or nothing."""
    for row in table()["permissions"]:
        if all(_says(said.get(name), values) for name, values in row["when"].items()):
            return row["act"]
    return ""


def _says(value, values: Iterable[str]) -> bool:
    return bool(set(values) & ({value} if isinstance(value, str) else set(value or ())))


def platform_of(name: str) -> str:
    """A platform as the vocabulary calls it; the words themselves where it does not know them."""
    said = rules.plain(name)
    for key, row in vocabulary().platforms.items():
        if key != OTHER and said in {key, rules.plain(row.label), *table()["platforms"].get(key, ())}:
            return key
    return said


def about(actor, said: Mapping, on: datetime.date) -> dict[str, Known]:
    """What the register of permissions says about a question that needs one; nothing where none is needed."""
    if not (act := act_of(said)):
        return {}
    rows, url = facts.on_record(actor, act=act, on=on), reverse("permissions:list")
    if not rows:
        return {PERMISSION: Known(NONE, PERMISSIONS, "No permission of yours is on record.", url, may_be=(ONLY_SAID,))}
    if not said.get(PLATFORM) or not said.get(KIND):
        # Which one covers it depends on what is not said yet: a bare "yes" would be nobody's permission.
        waits = "Permissions of yours are on record. Which of them covers this is not clear yet."
        needs = KIND if not said.get(KIND) else PLATFORM
        return {PERMISSION: Known(None, PERMISSIONS, waits, url, may_be=(NONE, ONLY_SAID), needs=needs)}
    return {PERMISSION: _of(rows, platform_of(said[PLATFORM]), table()["audiences"].get(said[KIND]))}


def _of(rows: list[OnRecord], platform: str, audiences: Mapping | None) -> Known:
    sure, perhaps = ([row for row in rows if _covers(row, each, platform)] for each in _both(audiences))
    if whole := [row for row in _live(sure) if not _limited(row)]:
        return _known(GIVEN, whole[0], _in_force(whole[0]))
    if some := [*_live(sure), *_live(perhaps)]:
        # For certain pupils, for certain readers or on conditions: whether this is what it covers, the asker says.
        return _known(None, some[0], " ".join(_in_force(row) for row in some), (GIVEN, NONE))
    if over := [row for row in (*sure, *perhaps) if row.stands in (rules.OVER, facts.TAKEN_BACK)]:
        return _known(RUN_OUT, over[-1], _over(over[-1]))
    if later := [row for row in (*sure, *perhaps) if row.stands == rules.NOT_YET]:
        return _known(NONE, later[0], f"Your permission begins on {_day(later[0].covering.starts)}.")
    says = "A permission of yours is on record, for other readers or another platform."
    return Known(NONE, PERMISSIONS, says, reverse("permissions:list"), may_be=(ONLY_SAID,))


def _both(audiences: Mapping | None) -> tuple[list[str], list[str]]:
    return (audiences["sure"], audiences["perhaps"]) if audiences else ([], [])


def _covers(row: OnRecord, audiences: Iterable[str], platform: str) -> bool:
    """Whether it is for one of these. Readers whom it names in words of its own are compared by the asker."""
    said = [row.scope.audience_words if each == OTHER else each for each in audiences]
    return any(rules.covers(row.scope, row.scope.act, each, platform) for each in said)


def _live(rows: Iterable[OnRecord]) -> list[OnRecord]:
    return [row for row in rows if row.stands == rules.LIVE]


def _limited(row: OnRecord) -> bool:
    return bool(row.covering.concerns.strip() or row.covering.conditions.strip())


def _in_force(row: OnRecord) -> str:
    held = row.covering
    until = f"until {_day(held.ends)}" if held.ends else "without a last day"
    parts = [f"The Headteacher permitted it from {_day(held.starts)} {until}."]
    parts += [f"For: {held.concerns.strip()}."] if held.concerns.strip() else []
    parts += [f"On conditions: {held.conditions.strip()}"] if held.conditions.strip() else []
    return " ".join(parts)


def _over(row: OnRecord) -> str:
    if row.stands == facts.TAKEN_BACK:
        return "Your permission was taken back."
    return f"Your permission ended on {_day(row.covering.ends)}."


def _known(value: str | None, row: OnRecord, says: str, may_be: tuple[str, ...] = ()) -> Known:
    key = str(row.covering.key)
    return Known(value, PERMISSIONS, says, reverse("permissions:detail", args=[key]), key, may_be)


def _day(day: datetime.date) -> str:
    return in_words(day, "j F Y")
