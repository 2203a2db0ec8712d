"""What is said about a version wherever it is printed."""

import datetime

from django.utils import timezone

from belisha.exchange.plain import Plain
from belisha.policy.rules import STATES


def day(when: datetime.date | datetime.datetime) -> str:
    """12 October 2026."""
    if isinstance(when, datetime.datetime):
        when = timezone.localtime(when).date()
    return f"{when.day} {when:%B %Y}"


def facts(plain: Plain) -> list[tuple[str, str]]:
    """What stands at the head of a printed policy: who approved it, when, and since when it is in force."""
    standing = plain.standing
    rows = [("School", standing.school), ("Version", f"{standing.number} ({STATES[standing.state].lower()})")]
    if standing.approved_on:
        minute = f", minute {standing.minute}" if standing.minute else ""
        rows.append(("Approved", f"by {standing.approved_by} on {day(standing.approved_on)}{minute}"))
    if standing.published_at:
        until = f" to {day(standing.superseded_at)}" if standing.superseded_at else ""
        rows.append(("In force", f"from {day(standing.published_at)}{until}"))
    if standing.review_due:
        rows.append(("Next review", day(standing.review_due)))
    if standing.fingerprint:
        rows.append(("Fingerprint", standing.fingerprint))
    return rows


def footing(plain: Plain) -> str:
    """One line for the foot of a page."""
    standing = plain.standing
    if standing.published_at:
        return f"Version {standing.number}, published on {day(standing.published_at)}"
    return f"Version {standing.number}, {STATES[standing.state].lower()}, taken out on {day(plain.made_at)}"
