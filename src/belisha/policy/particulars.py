"""How pages name what a second reading of a clause found: the people to tell, the times, and the rows of a clause."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass

from belisha.policy.models import Clause
from belisha.policy.reading.particulars import particulars
from belisha.policy.rules import BINDS

# Whom a clause says to tell: everybody who can be bound, and those around a school.
TELL = {
    **BINDS,
    "adult": "An adult whom they trust",
    "school": "The school",
    "chair": "Chair of governors",
    "lado": "The local authority's designated officer (LADO)",
    "social_care": "Children's social care",
    "line_manager": "Line manager",
    "dpo": "Data protection officer",
    "hr": "HR or legal advisers",
    "office": "School office",
    "provider": "The site or service itself",
    "union": "Trade union",
    "ceop": "CEOP",
    "iwf": "Internet Watch Foundation",
    "ico": "Information Commissioner's Office",
}
# By when, as far as it is a word of its own. A span of time is kept in the words of the clause.
WHEN = {
    "immediately": "Immediately",
    "same_day": "The same day",
    "promptly": "Promptly",
    "on_joining": "On joining the school",
    "beforehand": "Beforehand",
    "termly": "Every term",
    "yearly": "Every year",
    "regularly": "Regularly",
    "continually": "All the time",
}

CITES = "What it cites"


@dataclass(frozen=True)
class Row:
    """One row of the clause's page: what it is called, and what there is of it."""

    key: str
    values: tuple[str, ...]


def rows(clause: Clause, title: str = "") -> list[Row]:
    """The particulars of a clause in plain words, only where there is something. `title`: the policy's own name."""
    found = _found(clause)
    said = (
        ("Exceptions", found.get("exceptions", ())),
        ("Whom to tell", [TELL.get(key, key) for key in found.get("tell", ())]),
        ("By when", [WHEN.get(found["deadline"], found["deadline"])] if found.get("deadline") else ()),
        ("What can follow", found.get("consequences", ())),
        (CITES, [named(each) for each in cited(clause, title)]),
        ("What it defines", [found["defines"]] if found.get("defines") else ()),
    )
    return [Row(key, tuple(_begun(each) for each in values)) for key, values in said if values]


def cited(clause: Clause, title: str = "") -> list[Mapping]:
    """The documents that a clause names, but for its own policy."""
    return [each for each in _found(clause).get("cited", ()) if each["title"].lower() != title.lower()]


def _found(clause: Clause) -> Mapping:
    # A clause that was read before there was a second reading, or comes from the shipped policy, has none kept.
    return clause.particulars or asdict(particulars(clause.text, clause.kind))


def named(each: Mapping) -> str:
    """ "Keeping Children Safe in Education, edition of 2019 (guidance)"; the title alone where no edition is named."""
    edition = each.get("edition", "")
    named = f"{each['title']} {edition}" if edition and each["kind"] == "law" else each["title"]
    dated = f", edition of {edition}" if edition and each["kind"] != "law" else ""
    return f"{named}{dated} ({each['kind']})"


def _begun(words: str) -> str:
    """With a capital, as a row begins."""
    return words[:1].upper() + words[1:]
