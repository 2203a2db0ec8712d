"""Points and remarks, each for somebody."""

from collections import defaultdict

from django.db.models import Case, Count, IntegerField, Q, QuerySet, Value, When
from django.shortcuts import get_object_or_404

from belisha.core.access import visible_to
from belisha.packs.library import shipped_checks
from belisha.policy import queries as policies
from belisha.policy.models import Clause, Version
from belisha.policy.rules import OPEN, PUBLISHED
from belisha.references.models import Reference
from belisha.remarks import rules
from belisha.remarks.actions import as_shipped
from belisha.remarks.models import Check, Remark


def version_for(actor, version_id) -> Version:
    """A version for those who draft or approve."""
    return policies.working_version(actor, version_id)


def remarks(actor, version: Version) -> QuerySet[Remark]:
    """What was found in a version, gravest first."""
    seen = visible_to(actor, Remark.objects.filter(version_id=version.pk)).select_related("point")
    return seen.order_by("point__severity", "point__title", "pk")


def by_severity(actor, version: Version, *, decided: bool) -> list[tuple[str, list[Remark]]]:
    """The remarks of a version under their headings; those that are open, or those that were decided about."""
    grouped, called = defaultdict(list), numbers(actor, version)
    states = rules.DECIDED if decided else (rules.OPEN,)
    for remark in remarks(actor, version).filter(state__in=states):
        remark.places = [called.get(ident, ident) for ident in remark.idents]
        grouped[remark.point.severity].append(remark)
    return [(label, grouped[severity]) for severity, label in rules.SEVERITIES.items() if grouped[severity]]


def numbers(actor, version: Version) -> dict[str, int]:
    """Ident → what the school itself calls the clause."""
    rows = visible_to(actor, Clause.objects.filter(version=version)).only("ident", "number")
    return {clause.ident: str(clause) for clause in rows}


def clauses_of(actor, remark: Remark) -> list[Clause]:
    """The clauses that a remark touches, in the order of the document."""
    rows = visible_to(actor, Clause.objects.filter(version_id=remark.version_id, ident__in=remark.idents))
    return list(rows.select_related("version").order_by("position"))


def remark_for(actor, remark_id) -> Remark:
    found = visible_to(actor, Remark.objects.select_related("point", "version__policy", "school", "decided_by"))
    return get_object_or_404(found, pk=remark_id)


def reference_of(actor, remark: Remark) -> Reference | None:
    """The reference that says what is true now."""
    wanted = Reference.objects.filter(school_id=remark.school_id, key=remark.point.reference)
    return visible_to(actor, wanted.exclude(key="")).first()


def tally(actor, version: Version) -> dict[str, int]:
    """How many of each severity are open, and how many were decided about."""
    rows = visible_to(actor, Remark.objects.filter(version_id=version.pk))
    still = Q(state=rules.OPEN)
    return rows.aggregate(
        A=Count("id", filter=still & Q(point__severity="A")), B=Count("id", filter=still & Q(point__severity="B")),
        C=Count("id", filter=still & Q(point__severity="C")), open=Count("id", filter=still), all=Count("id"),
    )  # fmt: skip


def grave(actor) -> list[tuple[str, str, int]]:
    """Policies of which the newest words mislead on law or safety: (version, title, how many). One query."""
    newest = Case(When(version__state=PUBLISHED, then=Value(1)), default=Value(0), output_field=IntegerField())
    wanted = Remark.objects.filter(state=rules.OPEN, point__severity="A", version__state__in=(PUBLISHED, *OPEN))
    rows = (
        visible_to(actor, wanted)
        .values("version_id", "version__policy_id", "version__policy__title")
        .annotate(in_force=newest, number=Count("id"))
        .order_by("in_force", "version__policy__title", "version_id")
    )
    first: dict = {}
    for row in rows:
        first.setdefault(row["version__policy_id"], row)
    return [(row["version_id"], row["version__policy__title"], row["number"]) for row in first.values()]


# -- the points --------------------------------------------------------------------------------------------------


def checks(actor) -> list[Check]:
    """The points of the school, gravest first."""
    return list(visible_to(actor, Check.objects.defer("taken")).order_by("severity", "title", "pk"))


def check_for(actor, check_id) -> Check:
    return get_object_or_404(visible_to(actor, Check.objects.select_related("school")), pk=check_id)


def shelf(actor) -> list[tuple[str, str]]:
    """The references that a point can lean on, for a choice."""
    rows = visible_to(actor, Reference.objects.exclude(key="")).order_by("title", "pk")
    return list(rows.values_list("key", "title"))


def offer(check: Check) -> list[tuple[str, str, str]]:
    """What now ships otherwise than when the school took it up: (what, here, there). Nothing where nothing is newer."""
    row = shipped_checks().get(check.key)
    if row is None or as_shipped(row) == check.taken:
        return []
    there, named = as_shipped(row), {field.name: field for field in Check._meta.fields}
    differ = [name for name in rules.SHIPPED if name != "looks" and getattr(check, name) != there[name]]
    said = [(str(named[name].verbose_name).capitalize(), getattr(check, name), there[name]) for name in differ]
    return said or [("What to look for", "as you have it", "as it ships now")]
