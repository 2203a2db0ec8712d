"""What decides about closed days, without a database."""

import datetime

# No holiday of a school is so long: more is a year typed wrongly, and would silence every reminder.
LONGEST_DAYS = 100


def fault(first: datetime.date, last: datetime.date, there: list[str]) -> str:
    """Why these cannot be closed days, as a sentence; empty where they can. `there`: titles of others on these days."""
    if last < first:
        return "Enter a last day that is not before the first day."
    if (last - first).days >= LONGEST_DAYS:
        return f"Enter days that are no longer than {LONGEST_DAYS} days together. Look at the years."
    if there:
        return f"Some of these days are in the list already, as {there[0]}. Change that one."
    return ""
