"""The rulebook of a version, and which one an adult asks."""

from dataclasses import dataclass
from functools import lru_cache

from belisha.core.access import visible_to
from belisha.packs.advising import advice_table
from belisha.policy.models import Clause, Version
from belisha.policy.rules import PUBLISHED
from belisha.reasoning.adopting import adopted
from belisha.reasoning.rules import Rulebook
from belisha.reasoning.shipped import shipped_facts


@dataclass(frozen=True)
class Book:
    """A version with its rules. `clauses` are those of the version that have one, by their id."""

    version: Version
    rules: Rulebook
    clauses: dict[str, Clause]


def book_in_force(actor) -> Book | None:
    """The book that answers an adult: that of their school's policy in force in which most clauses have a rule."""
    found = [book_of(version) for version in versions_in_force(actor)]
    return max((book for book in found if book.rules.rules), key=lambda book: len(book.rules.rules), default=None)


def versions_in_force(actor) -> list[Version]:
    rows = visible_to(actor, Version.objects.filter(school_id=actor.school_id, state=PUBLISHED))
    return list(rows.defer("source", "pages").select_related("policy").order_by("policy_id"))


def book_of(version: Version) -> Book:
    """The rules of a version, from what its clauses were matched with and what the school added."""
    clauses = {clause.ident: clause for clause in version.clauses.all()}
    has: dict[str, str] = {}
    for ident, clause in clauses.items():
        if clause.pack_id and (clause.pack_sure or clause.decided):
            has.setdefault(clause.pack_id, ident)
    book = _rulebook(tuple(has.items()), str(version.policy_id), str(version.number))
    return Book(version, book, {ident: clause for ident, clause in clauses.items() if ident in book.clauses})


@lru_cache(maxsize=64)
def _rulebook(has: tuple[tuple[str, str], ...], name: str, edition: str) -> Rulebook:
    return adopted(advice_table("rules"), shipped_facts(), dict(has), name=name, edition=edition)
