"""Answers that rested on a permission, a protocol or an acknowledgement which has ended since (clause 6-05-a).

Only what a register gave is looked at. What somebody would be told is found by reading the registers as they stand; a
later version of the policy has no part in it.
"""

from collections.abc import Iterator, Mapping

from belisha.advice.asking import known, rules
from belisha.advice.asking.models import Inquiry
from belisha.advice.models import Ended
from belisha.reasoning.rules import CAUTIOUS, PERMITTED

# Facts that a register has to bear out for as long as somebody relies on them, with the value that it bore out.
RESTS_ON = {
    "circumstances.permission": "express_headteacher",
    "circumstances.agreed_protocol": "live",
    "counterpart.acknowledged": "yes",
    "counterpart.agreed_protocol_followed": "yes",
}


def rested_on(explanation: Mapping) -> list[str]:
    """The facts of a kept answer that a register has to bear out."""
    return [row["name"] for row in explanation.get("facts", ()) if RESTS_ON.get(row["name"]) == row["value"]]


def gone(inquiry: Inquiry) -> list[str]:
    """Those of them that the registers no longer bear out, for the asker as they are today."""
    now = known.from_registers(inquiry.asker, inquiry)
    return [name for name in rested_on(inquiry.explanation) if name in now and not _stands(now[name], RESTS_ON[name])]


def _stands(found: known.Known, value: str) -> bool:
    return found.value == value or (found.value is None and value in found.may_be)


def find() -> Iterator[Ended]:
    """What adults are to be told: not yet kept, one for each fact of an answer, those told of already left out."""
    rows = Inquiry.objects.filter(state=rules.ANSWERED, verdict__in=(PERMITTED, CAUTIOUS))
    told = set(Ended.objects.values_list("inquiry", "fact"))
    for row in rows.select_related("asker__school", "school").iterator(chunk_size=200):
        if all((row.pk, name) in told for name in rested_on(row.explanation)):
            continue
        for name in gone(row):
            if (row.pk, name) not in told:
                yield Ended(school=row.school, asker=row.asker, inquiry=row.pk, fact=name)
