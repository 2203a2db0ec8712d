"""A version as it is looked through: for the machinery and not for a page."""

from django.utils import timezone

from belisha.policy.models import Version
from belisha.policy.reading.clauses import FURNITURE
from belisha.references.models import Reference
from belisha.references.rules import KEPT, Book
from belisha.remarks import signs  # noqa: F401 (the linter's eyes put themselves into their table)
from belisha.remarks.looking import Line, Paper
from belisha.remarks.models import Check
from belisha.remarks.rules import Finding, Point, findings


def found_in(version: Version) -> list[tuple[Check, Finding]]:
    """Everything that a version trips today, with the point of the school it trips. Three queries."""
    checks = {check.key: check for check in Check.objects.filter(school_id=version.school_id, on=True)}
    points = [Point(check.key, check.reference, tuple(check.looks)) for check in checks.values()]
    return [(checks[finding.key], finding) for finding in findings(points, paper_of(version))]


def paper_of(version: Version) -> Paper:
    """The version's clauses and what the school's library knows."""
    names = ("ident", "kind", "text", "number", "pack_id", "particulars")
    # A line of the printed contents is no report without a time, and a running head says nothing twice.
    rows = version.clauses.exclude(kind="information", why=FURNITURE.why).order_by("position").values(*names)
    lines = tuple(
        Line(
            row["ident"], row["kind"], row["text"], row["number"], row["pack_id"],
            tuple(row["particulars"].get("cited", ())), row["particulars"].get("defines", ""),
        )
        for row in rows
    )  # fmt: skip
    shelf = Reference.objects.filter(school_id=version.school_id, state=KEPT)
    books = tuple(
        # A point names what ships by its key; what is the school's own has none.
        Book(
            each.key or str(each.pk), each.title, each.kind, each.edition, tuple(each.cited_as), tuple(each.aged),
            each.next_check,
        )
        for each in shelf
    )  # fmt: skip
    return Paper(lines, timezone.localdate(), books, version.review_due, version.policy.review_months)
