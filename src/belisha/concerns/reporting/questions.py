"""The questions of a report, from packs/concerns/questions.yaml, and what was answered in words. No database."""

import datetime
from dataclasses import dataclass
from functools import cache

from belisha.concerns.rules import TYPES
from belisha.packs.concerning import concern_table

LINE, TEXT, ONE, DAY, TIME = "line", "text", "one", "day", "time"
ABOUT, CHILD, FILES, OPENNESS = "about", "child", "files", "openness"


@dataclass(frozen=True)
class Choice:
    """One answer of several. `lane`: whoever gives it comes to the lane without files."""

    key: str
    label: str
    hint: str = ""
    lane: str = ""


@dataclass(frozen=True)
class Field:
    """One thing that is asked. `today`: a day that is left empty is today."""

    key: str
    kind: str
    label: str
    hint: str = ""
    required: bool = False
    missing: str = ""
    today: bool = False
    choices: tuple[Choice, ...] = ()


@dataclass(frozen=True)
class Page:
    """One page: a heading and its fields. `special`: it has a form of its own."""

    key: str
    title: str
    fields: tuple[Field, ...]
    hint: str = ""
    special: str = ""

    @property
    def keys(self) -> tuple[str, ...]:
        return tuple(field.key for field in self.fields)


@dataclass(frozen=True)
class Finder:
    """One answer of the few questions that lead to a type."""

    key: str
    label: str
    types: tuple[str, ...]


def table() -> dict:
    return concern_table("questions")


@cache
def pages() -> dict[str, Page]:
    """Every page by its key."""
    return {row["key"]: _page(row) for row in table()["pages"]}


def _page(row: dict) -> Page:
    fields = tuple(
        Field(**{"label": row["title"], **each, "choices": tuple(Choice(**one) for one in each.get("choices", ()))})
        for each in row["fields"]
    )
    return Page(row["key"], row["title"], fields, row.get("hint", ""), row.get("special", ""))


@cache
def fields() -> dict[str, Field]:
    """Every field by its key. One that stands on two pages is the same."""
    return {field.key: field for page in pages().values() for field in page.fields}


def finders() -> list[Finder]:
    """The few questions that lead to a type."""
    return [Finder(row["key"], row["label"], tuple(row["types"])) for row in table()["find"]]


def labelled(field: Field) -> str:
    """What is asked, as it stands beside an answer that is read alone."""
    page = next(page for page in pages().values() if field in page.fields)
    return page.title if len(page.fields) == 1 else f"{page.title} {field.label}"


def answer(key: str, given) -> str:
    """What was answered, as somebody reads it."""
    field = fields().get(key)
    if field and field.kind == ONE:
        return next((choice.label for choice in field.choices if choice.key == given), str(given))
    if field and field.kind == DAY and given:
        day = datetime.date.fromisoformat(str(given))
        return f"{day.day} {day:%B %Y}"
    return str(given)


def in_words(account: dict) -> list[tuple[str, str]]:
    """(question, answer) of all that was answered, in the order of the questions; whatever else there is, last."""
    known = [key for key in fields() if account.get(key)]
    others = [key for key in account if key not in fields() and account[key]]
    lines = [(labelled(fields()[key]), answer(key, account[key])) for key in known]
    return lines + [(OTHER.get(key, key), TYPES.get(str(account[key]), str(account[key]))) for key in others]


# What an account holds that no page of the table asks for.
OTHER = {
    "own_name": "Their name, as they gave it", "own_contact": "How to reach them",
    "began_as": "Reported at first as", "where": "Where was it?", "seen": "What did you see or hear?",
}  # fmt: skip
