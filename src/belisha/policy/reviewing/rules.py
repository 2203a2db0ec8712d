"""What decides about reviews, without a database."""

import datetime
from dataclasses import dataclass

OVERDUE, SOON = "overdue", "soon"


@dataclass(frozen=True)
class Outcome:
    """What a review may come to: what it is called, what that means, and whether a draft follows."""

    label: str
    meaning: str
    draft: bool


OUTCOMES = {
    "unchanged": Outcome("Nothing needs to change", "The policy stays in force as it is.", draft=False),
    "changes": Outcome(
        "Changes are needed", "You go on to a draft. This version stays in force until you publish it.", draft=True
    ),
}


def standing(due: datetime.date, today: datetime.date, notice_days: int) -> str:
    """Whether a review is overdue, soon, or neither. On its day it is not overdue yet."""
    if due < today:
        return OVERDUE
    return SOON if due <= today + datetime.timedelta(notice_days) else ""
