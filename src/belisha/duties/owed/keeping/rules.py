"""What decides about the wording of a duty, without a database: its lines as plain text, and back."""

import calendar
import datetime
import re
from collections.abc import Iterable

from belisha.duties.owed.rules import Item
from belisha.people.rules import BINDS_KINDS, BINDS_ROLES

OPTION, HINT, HELP = "- ", "> ", "? "
LONGEST = 300
MONTHS = [name for name in calendar.month_name if name]


def as_text(items: Iterable[Item]) -> str:
    """The lines of a duty as somebody edits them: a line, its hint after ">", its choices each after "-"."""
    lines = []
    for item in items:
        lines.append(f"{HELP if item.help else ''}{item.label}")
        lines += [f"{HINT}{item.hint}"] if item.hint else []
        lines += [f"{OPTION}{label}" for _, label in item.options]
    return "\n".join(lines)


def from_text(text: str, before: Iterable[Item] = ()) -> list[dict]:
    """The same from text. A line that is worded as before keeps its key, so that its guidance page stays beside it."""
    known = {item.label: item.key for item in before}
    known |= {label: key for item in before for key, label in item.options}
    found: list[dict] = []
    for line in (each.strip()[:LONGEST] for each in text.splitlines()):
        if line.startswith(OPTION) and found:
            found[-1].setdefault("options", []).append(line.removeprefix(OPTION).strip())
        elif line.startswith(HINT) and found:
            found[-1]["hint"] = line.removeprefix(HINT).strip()
        elif line:
            found.append(
                {"label": line.removeprefix(HELP).strip(), **({"help": True} if line.startswith(HELP) else {})}
            )
    return _with_keys(found, known)


def _with_keys(found: list[dict], known: dict[str, str]) -> list[dict]:
    taken: set[str] = set()
    for row in found:
        row["key"] = _key(row["label"], known, taken)
        within: set[str] = set()
        if "options" in row:
            row["options"] = [{"key": _key(label, known, within), "label": label} for label in row["options"]]
    return found


def _key(label: str, known: dict[str, str], taken: set[str]) -> str:
    stem = known.get(label) or "-".join(re.findall(r"[a-z0-9]+", label.lower()))[:40].strip("-") or "line"
    key, number = stem, 1
    while key in taken:
        number += 1
        key = f"{stem}-{number}"
    taken.add(key)
    return key


def whom(for_whom: str) -> tuple[list[str], list[str]]:
    """The kinds of adult and the roles that a word of a clause's "binds" speaks to; nobody named: everybody."""
    if for_whom == "adult":
        return [], []
    return sorted(BINDS_KINDS.get(for_whom, ())), sorted(role.value for role in BINDS_ROLES.get(for_whom, ()))


def day_of_year(text: str) -> str:
    """A day of each year, from "1 September" to "09-01"; empty where it is none."""
    words = re.match(r"^\s*(\d{1,2})(?:st|nd|rd|th)?\s+([A-Za-z]{3,})\s*$", text)
    months = [number for number, name in enumerate(MONTHS, 1) if words and name.lower().startswith(words[2].lower())]
    if len(months) != 1:
        return ""
    try:
        return datetime.date(2023, months[0], int(words[1])).strftime("%m-%d")  # no leap year: the day is in each
    except ValueError:
        return ""


def in_words(each_year: str) -> str:
    """The same the other way round."""
    if not each_year:
        return ""
    month, day = (int(part) for part in each_year.split("-"))
    return f"{day} {MONTHS[month - 1]}"
