"""What the pages about duties say, where a template alone would be unreadable."""

import datetime

from belisha.core.access import ROLES, Role
from belisha.duties.owed.keeping.rules import in_words
from belisha.duties.owed.links import LEADS
from belisha.look.templatetags.look import day as a_day
from belisha.people.rules import ADULT_KINDS


def whom(kinds: list[str], held: list[str]) -> str:
    """Of whom it is asked."""
    if not kinds and not held:
        return "Everybody"
    named = [f"Kinds of adult: {', '.join(ADULT_KINDS.get(kind, kind) for kind in kinds)}"] if kinds else []
    return "; ".join([*named, *([f"Roles: {roles(held)}"] if held else [])])


def roles(held: list[str]) -> str:
    """Roles by their names."""
    return ", ".join(ROLES[Role(role)].label for role in held if role in set(Role))


def day(when: datetime.date) -> str:
    """A day."""
    return a_day(when)


def working_days(number: int) -> str:
    """In how many."""
    return "One working day" if number == 1 else f"{number} working days" if number else "On the same day"


def again(months: int, each_year: str) -> str:
    """How often."""
    if months:
        return "A month after it was done" if months == 1 else f"{months} months after it was done"
    return f"Each year on {in_words(each_year)}" if each_year else "No"


def leads(name: str) -> str:
    """Where a yes leads."""
    return LEADS.get(name, name) if name else ""
