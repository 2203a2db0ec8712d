"""What decides about permissions, without a database."""

import datetime
import unicodedata
from dataclasses import dataclass

from belisha.core.workflow import Workflow

ASKED, GRANTED, CONDITIONAL, REFUSED = "asked", "granted", "conditional", "refused"
WITHDRAWN, EXPIRED, REVOKED = "withdrawn", "expired", "revoked"
STATES = {
    ASKED: "Waiting for a decision",
    GRANTED: "Granted",
    CONDITIONAL: "Granted with conditions",
    REFUSED: "Refused",
    WITHDRAWN: "Withdrawn",
    EXPIRED: "Expired",
    REVOKED: "Taken back",
}
GIVEN = (GRANTED, CONDITIONAL)
# States that a permission can only be in after it was given.
ONCE_GIVEN = (*GIVEN, EXPIRED, REVOKED)
DECIDED = (*ONCE_GIVEN, REFUSED)
# What whoever decides still sees: a request that was taken back is nobody's business.
SEEN = (ASKED, *DECIDED)

LIFECYCLE = Workflow(
    grant=({ASKED}, GRANTED),
    grant_with_conditions=({ASKED}, CONDITIONAL),
    refuse=({ASKED}, REFUSED),
    withdraw=({ASKED}, WITHDRAWN),
    expire=(set(GIVEN), EXPIRED),
    revoke=(set(GIVEN), REVOKED),
)

# Entries of the timeline.
WHAT = {
    "asked": "Asked for",
    "noted": "Noted as spoken, to be confirmed",
    "granted": "Granted",
    "conditional": "Granted with conditions",
    "recorded": "Recorded: given by word of mouth",
    "refused": "Refused",
    "withdrawn": "Withdrawn",
    "expired": "Expired",
    "revoked": "Taken back",
    "moved": "Handed to the chair of governors",
}
LONGEST = 4000
SHORT = 200
LIVE, NOT_YET, OVER = "in force", "not yet", "expired"


def standing(state: str, starts: datetime.date, ends: datetime.date | None, on: datetime.date) -> str:
    """Whether a permission in one of the given states is in force on a day. Its last day is inside; the date decides
    at once, whether or not anybody has moved it on. Empty for what was never given, or was taken back."""
    if state not in (*GIVEN, EXPIRED):
        return ""
    if on < starts:
        return NOT_YET
    return OVER if state == EXPIRED or (ends is not None and on > ends) else LIVE


@dataclass(frozen=True)
class Scope:
    """What a permission is for: keys of the vocabulary, and words where the key is "other"."""

    act: str
    audience: str
    platform: str
    act_words: str = ""
    audience_words: str = ""
    platform_words: str = ""


@dataclass(frozen=True)
class Wanted:
    """What somebody asks for: the scope, whom it concerns, what for, and for which days."""

    scope: Scope
    purpose: str
    starts: datetime.date
    ends: datetime.date | None = None
    concerns: str = ""


def covers(scope: Scope, act: str | None, audience: str | None, platform: str | None) -> bool:
    """Whether a permission is for this. What is not known is no match, and neither is "other" by itself."""
    return (
        _same(scope.act, scope.act_words, act)
        and _same(scope.audience, scope.audience_words, audience)
        and _same(scope.platform, scope.platform_words, platform)
    )


def _same(key: str, words: str, asked: str | None) -> bool:
    said = plain(asked or "")
    if not said or said == "other":
        return False
    return said == plain(words) if key == "other" else said == key


def plain(text: str) -> str:
    """Words as they are compared."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())
