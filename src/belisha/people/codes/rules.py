"""One-time codes, and what a session on a shared device is for. No database."""

import datetime

from belisha.core import codes

LENGTH = 8
# 29 signs in 8 places are 5.0 * 10^11 codes. A network may try 30 in ten minutes, and all networks together 3,000 an
# hour (`ACCOUNT_RATE_LIMITS["code"]`). If fifty codes were open all the time, which live for hours, and somebody tried
# without a pause for a whole year, that would be 2.6 * 10^7 tries, each of which hits one of fifty: 0.3 per cent.
# From one network it is 1.6 * 10^6 tries and 0.02 per cent. What is won is a session without any role.

# The pages that open in a session on a shared device, by name; everything else says what such a session is for.
OPEN = frozenset(
    {
        *("home", "health", "account_logout", "codes:enter", "codes:finish", "codes:thanks"),
        *("policy:list", "policy:detail", "policy:version", "policy:clause", "policy:on_day", "changes:version"),
        *("references:list", "references:detail", "references:file", "guidance:list", "guidance:page"),
        *("duties:acknowledge", "duties:understand", "duties:done"),
        *("owed:record", "owed:detail", "owed:do", "owed:evidence"),
        # Whoever has nothing but a code must be able to report; what they reported before is not for a shared device.
        *(f"reporting:{page}" for page in ("start", "danger", "danger_now", "kind", "next", "change", "people")),
        *(f"reporting:{page}" for page in ("stop", "check", "drop")),
        *("evidence:of_draft", "evidence:write_in_draft", "evidence:send_to_draft", "evidence:take_out"),
        *("returning:receipt", "returning:enter"),
    }
)
# Rooms all of whose pages open: what is not for every adult there asks for a role, and no role comes with a code.
OPEN_ROOMS = frozenset({"comprehension"})


def fresh() -> str:
    """A code that nobody had before, as it is kept: without the hyphen."""
    return codes.fresh(LENGTH)


def shown(code: str) -> str:
    """As it is written down and read out: ABCD-EFGH."""
    return codes.shown(code)


def read(typed: str) -> str:
    """What somebody typed, as a code: whatever the case, with or without hyphen and spaces. Empty if it is none."""
    return codes.read(typed, LENGTH)


def opens(name: str) -> bool:
    """Whether a page, by its name, opens in a session on a shared device."""
    return name in OPEN or name.partition(":")[0] in OPEN_ROOMS


def closes_after(last: datetime.date) -> datetime.date:
    """The day on which access closes for somebody whose last day here is `last`: they work that day to its end.

    (`Adult.ends` is the first day without access, see `people.rules.has_ended`.)
    """
    return last + datetime.timedelta(days=1)


def in_words(minutes: int) -> str:
    """120 → 2 hours; 45 → 45 minutes."""
    hours, rest = divmod(minutes, 60)
    if rest or not hours:
        return f"{minutes} minutes" if minutes != 1 else "one minute"
    return f"{hours} hours" if hours != 1 else "one hour"
