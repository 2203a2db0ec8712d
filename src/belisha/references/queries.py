"""The reference library, and what the clauses of a policy cite, each for somebody."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone

from belisha.core.access import visible_to
from belisha.packs.library import shipped_references
from belisha.policy.asides import Aside, asides
from belisha.policy.models import Clause, Version
from belisha.policy.particulars import cited, named
from belisha.policy.rules import OPEN, PUBLISHED
from belisha.policy.searching.places import MOST, REFERENCES, Hit, Words, within
from belisha.policy.written import shipped
from belisha.references import rules
from belisha.references.actions import as_shipped
from belisha.references.asides import BESIDE_REFERENCE
from belisha.references.models import Habit, Reference
from belisha.references.rules import Book, Citation
from belisha.sealed.store import filename, open_file


def library(actor) -> QuerySet[Reference]:
    """What the actor may know of, by kind and title."""
    return visible_to(actor, Reference.objects.defer("taken")).order_by("kind", "title", "pk")


def shelves(actor) -> list[tuple[str, list[Reference]]]:
    """The library in its kinds, without what was retired."""
    by_kind = defaultdict(list)
    for reference in library(actor).filter(state=rules.KEPT):
        by_kind[reference.kind].append(reference)
    return [(label, by_kind[kind]) for kind, label in rules.KINDS.items() if by_kind[kind]]


def retired(actor) -> list[Reference]:
    return list(library(actor).filter(state=rules.RETIRED))


def beside(actor, reference: Reference) -> list[Aside]:
    """What other rooms have to say about it."""
    return asides(actor, reference, BESIDE_REFERENCE)


def reference_for(actor, reference_id) -> Reference:
    found = visible_to(actor, Reference.objects.select_related("school", "file", "checked_by"))
    return get_object_or_404(found, pk=reference_id)


def file_of(actor, reference_id) -> tuple[Reference, str, Iterator[bytes]]:
    """The copy of a document, its name and its bytes; 404 where it is not meant for the actor, or not there."""
    found = reference_for(actor, reference_id)
    if found.file is None:
        raise Http404
    return found, filename(found.file), open_file(found.file)


def due(actor) -> QuerySet[Reference]:
    """Kept references whose day of checking has come."""
    return library(actor).filter(state=rules.KEPT, next_check__lte=timezone.localdate())


def months(actor) -> int:
    """How often the actor's school checks."""
    found = visible_to(actor, Habit.objects.filter(school_id=actor.school_id))
    return found.values_list("months", flat=True).first() or Habit().months


def offer(reference: Reference) -> list[tuple[str, str, str]]:
    """What now ships otherwise than when the school took it up: (what, here, there). Nothing where nothing is newer."""
    row = shipped_references().get(reference.key) if reference.key else None
    if row is None or as_shipped(row) == reference.taken:
        return []
    there = as_shipped(row)
    named = {field.name: field for field in Reference._meta.fields}
    differ = [name for name in rules.SHIPPED if _plain(getattr(reference, name)) != _plain(there[name])]
    return [
        (str(named[name].verbose_name).capitalize(), _plain(getattr(reference, name)), _plain(there[name]))
        for name in differ
    ]


def _plain(value) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value or "")


# -- what a policy cites -------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Cited:
    """A clause that names a reference, the edition it names, and whether another is in force."""

    clause: Clause
    reference: Reference
    edition: str
    stale: bool


def books(references: list[Reference]) -> tuple[Book, ...]:
    """The library as far as citing goes."""
    return tuple(
        Book(str(each.pk), each.title, each.kind, each.edition, tuple(each.cited_as), tuple(each.aged), each.next_check)
        for each in references
    )


def cited_in(actor, version: Version, clauses: list[Clause]) -> list[Cited]:
    """What some clauses of a version cite. One query, however many they are."""
    references = list(library(actor).filter(state=rules.KEPT, school_id=version.school_id))
    return _citing(clauses, references, shipped(version.school.name) if version.pack else {})


def stale_in(actor, version: Version) -> list[Cited]:
    """What the clauses of a version cite in an edition that is no longer in force. An edition has a figure in it."""
    dated = _speaking(actor).filter(version=version, text__regex=r"[0-9][0-9]").order_by("position")
    return [each for each in cited_in(actor, version, list(dated)) if each.stale]


def cited_by(actor, clause: Clause) -> list[Cited]:
    """What one clause cites."""
    return cited_in(actor, clause.version, [clause])


def not_kept(actor, clause: Clause) -> list[str]:
    """What one clause cites and the library does not have, in words."""
    shelf = rules.Shelf(books(list(library(actor).filter(state=rules.KEPT, school_id=clause.school_id))))
    there = cited(clause, clause.version.policy.title)
    return [named(each) for each in there if not rules.citations("", [each], shelf)]


def citing(actor, reference: Reference) -> list[Cited]:
    """The clauses that cite a reference, in what is in force and, for those who see them, in drafts."""
    here = Q(version__state__in=(PUBLISHED, *OPEN), version__school_id=reference.school_id)
    clauses = list(_speaking(actor).filter(here).select_related("version__policy").order_by("version_id", "position"))
    packs = shipped(reference.school.name) if any(clause.version.pack for clause in clauses) else {}
    return _citing(clauses, [reference], packs)


def _speaking(actor) -> QuerySet[Clause]:
    return visible_to(actor, Clause.objects.exclude(kind="heading").defer("version__source", "version__pages"))


def _citing(clauses: list[Clause], references: list[Reference], packs) -> list[Cited]:
    by_id, by_key = {str(each.pk): each for each in references}, {each.key: each for each in references if each.key}
    on_shelf, found = rules.Shelf(books(references)), []
    for clause in clauses:
        here = {each.key: each for each in rules.citations(clause.text, clause.particulars.get("cited", ()), on_shelf)}
        row = packs.get(clause.pack_id)
        for key in row.refs if row else ():
            if reference := by_key.get(key):
                here.setdefault(str(reference.pk), Citation(str(reference.pk), "", False))
        found += [Cited(clause, by_id[each.key], each.edition, each.stale) for each in here.values()]
    return found


def search(actor, words: Words) -> list[Hit]:
    """References that may answer what somebody looks for."""
    fields = ("title", "notes", "edition", "where", "replaced", "replaced_by")
    rows = library(actor).filter(within(words, *fields), state=rules.KEPT).order_by("pk")[:MOST]
    return [
        Hit(row.title, " ".join(filter(None, (row.edition, row.notes))), row.get_absolute_url(), REFERENCES)
        for row in rows
    ]
