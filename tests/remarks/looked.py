"""Look through a text as a school does: against all that ships, on one day."""

import dataclasses
import datetime

from belisha.packs.library import shipped_checks, shipped_references
from belisha.policy.reading.reader import read_text
from belisha.references.rules import Book
from belisha.remarks import signs  # noqa: F401 (the linter's eyes put themselves into their table)
from belisha.remarks.looking import Line, Paper
from belisha.remarks.rules import Point, findings

TODAY = datetime.date(2026, 11, 22)
BOOKS = tuple(
    Book(row.key, row.title, row.kind, row.edition, row.cited_as, row.aged) for row in shipped_references().rows
)
# The same, when nobody has looked for a long time.
UNCHECKED = tuple(dataclasses.replace(book, next_check=datetime.date(2026, 11, 1)) for book in BOOKS)
POINTS = tuple(Point(row.key, row.reference, row.looks) for row in shipped_checks().rows)


def paper(clauses, books=BOOKS, **more) -> Paper:
    """A document as it is looked through, from what the reader or the pack made of it."""
    lines = tuple(
        Line(each.ident, each.kind, each.text, each.number, getattr(each, "pack_id", ""), *_said(each))
        for each in clauses
    )
    return Paper(lines, TODAY, books, **more)


def _said(each) -> tuple:
    said = each.particulars if isinstance(each.particulars, dict) else dataclasses.asdict(each.particulars)
    return tuple(said.get("cited", ())), said.get("defines", "")


def typed(text: str, **more) -> Paper:
    return paper(read_text(text).items, **more)


def found(one: Paper) -> dict:
    return {finding.key: finding for finding in findings(POINTS, one)}
