"""Lists and pages of the policy library, each for somebody."""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from django.db.models import Count, Prefetch, Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from belisha.core.access import Can, may, visible_to
from belisha.people.rules import binds
from belisha.policy import rules
from belisha.policy.glossary import Glossary, Term
from belisha.policy.layout import Section, is_furniture, sections
from belisha.policy.models import Clause, Document, Policy, Version
from belisha.sealed.store import filename, filenames, open_file


def policies(actor) -> QuerySet[Policy]:
    """The policies of the actor's schools, each with the versions the actor may see, newest first."""
    seen = visible_to(actor, Version.objects.order_by("-number")).defer("source")
    return (
        visible_to(actor, Policy.objects.all())
        .select_related("school")
        .prefetch_related(Prefetch("versions", queryset=seen, to_attr="seen_versions"))
        .order_by("title", "id")
    )


def policy_for(actor, policy_id) -> Policy:
    return get_object_or_404(policies(actor), pk=policy_id)


def versions(actor) -> QuerySet[Version]:
    return visible_to(actor, Version.objects.select_related("policy__school", "school", "document__original"))


def version_for(actor, version_id) -> Version:
    return get_object_or_404(versions(actor), pk=version_id)


def in_force(actor, policy: Policy, on: datetime.datetime | None = None) -> Version | None:
    """The version that is published, or that was in force at a moment."""
    seen = versions(actor).filter(policy=policy)
    if on is None:
        return seen.filter(state=rules.PUBLISHED).first()
    return seen.filter(Q(superseded_at=None) | Q(superseded_at__gt=on), published_at__lte=on).first()


def documents(actor, state: Document.State, most: int = 10) -> list[Document]:
    """The newest originals in a state, each with the `name` that its file came with."""
    rows = visible_to(actor, Document.objects.filter(state=state)).select_related("original", "school")
    found = list(rows.order_by("-given_at")[:most])
    names = {}
    for school_id in {document.school_id for document in found}:
        files = [document.original for document in found if document.school_id == school_id]
        names |= filenames(school_id, files)
    for document in found:
        document.name = names.get(document.original_id, "")
    return found


def document_for(actor, document_id) -> Document:
    found = visible_to(actor, Document.objects.select_related("school", "original", "policy"))
    return get_object_or_404(found, pk=document_id)


def document_given(actor, key) -> Document | None:
    """The document that the same form brought a moment ago."""
    return visible_to(actor, Document.objects.filter(pk=key)).first()


def read_as(actor, document: Document) -> Version | None:
    """The version that a document was read as."""
    return versions(actor).filter(document=document).first()


def original_of(document: Document) -> tuple[str, Iterator[bytes]]:
    """The name and the bytes of an original that was fetched through the permission."""
    return filename(document.original), open_file(document.original)


def clauses(actor, version: Version) -> QuerySet[Clause]:
    """A version's clauses in the order of the document."""
    return visible_to(actor, Clause.objects.filter(version=version)).order_by("position")


def clause_for(actor, version_id, ident: str) -> Clause:
    found = visible_to(actor, Clause.objects.select_related("version__policy", "school"))
    return get_object_or_404(found, version_id=version_id, ident=ident)


def saying(actor, version: Version, idents: Iterable[str] = ()) -> dict[str, list[Clause]]:
    """The clauses of a version that surely say what clauses of the shipped policy say, by the ids of those."""
    rows = clauses(actor, version).filter(pack_sure=True).exclude(pack_id="").exclude(kind="heading")
    found = defaultdict(list)
    for clause in rows.filter(pack_id__in=list(idents)) if idents else rows:
        found[clause.pack_id].append(clause)
    return dict(found)


def said_in_force(actor, idents: Iterable[str]) -> set[str]:
    """Of these clauses of the shipped policy, those that some policy in force at the actor's schools says as well."""
    rows = visible_to(actor, Clause.objects.filter(version__state=rules.PUBLISHED, pack_sure=True))
    return set(rows.filter(pack_id__in=list(idents)).exclude(kind="heading").values_list("pack_id", flat=True))


def published(policy: Policy) -> Version | None:
    """The version in force, for Belisha itself."""
    return policy.versions.filter(state=rules.PUBLISHED).first()


def glossary(actor, version: Version) -> Glossary:
    """The words that a version defines, each leading to the page of the clause that defines it."""
    defining = clauses(actor, version).filter(kind="definition")
    return Glossary(defining, address=lambda term: term.clause.get_absolute_url())


def words_of(version: Version) -> str:
    """The hash of a version's words and reading as they stand (see `rules.text_hash`)."""
    clauses = version.clauses.order_by("position").values_list("ident", "text", "kind", "modality", "binds")
    return rules.text_hash(version.source, clauses)


def working_version(actor, version_id) -> Version:
    """A version for those who draft or approve: others read what is published, not how it was read."""
    version = version_for(actor, version_id)
    if not (may(actor, Can.DRAFT_POLICY, version) or may(actor, Can.APPROVE_POLICY, version)):
        raise Http404
    return version


def tally(actor, version: Version) -> dict[str, int]:
    """How a draft stands: clauses that ask something, all of them, those decided, sure, and those that want a look."""
    unsure, sure = (Q(decided=False, **{f"confidence__{than}": rules.SURE}) for than in ("lt", "gte"))
    return clauses(actor, version).exclude(kind="heading").aggregate(
        all=Count("id"), normative=Count("id", filter=Q(kind__in=rules.NORMATIVE)), unsure=Count("id", filter=unsure),
        matched=Count("id", filter=~Q(pack_id="")), sure=Count("id", filter=sure),
        decided=Count("id", filter=Q(decided=True)),
    )  # fmt: skip


# -- reading ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Reading:
    """A version as one adult reads it."""

    for_you: list[tuple[str, list[Clause]]]
    sections: list[Section]
    terms: list[Term]
    consequences: list[Clause]
    furniture: list[Clause]


# What is said over the clauses that speak to the reader, in the order in which they matter.
STRENGTHS = {
    "must-not": "You must not",
    "must": "You must",
    "should-not": "You should not",
    "should": "You should",
    "advised": "You are advised to",
    "will": "What the school asks of you in your role",
    "may": "You may",
}


def reading(actor, version: Version, marks: Mapping[str, list] = MappingProxyType({})) -> Reading:
    """The version with what it means for this adult first, and its words linked. However long it is: two queries."""
    rows = list(clauses(actor, version))
    glossary = Glossary(clause for clause in rows if clause.kind == "definition")
    for clause in rows:
        clause.words, clause.marks = glossary.linked(clause.text, clause), marks.get(clause.ident, ())
    parts = sections(rows)
    mine = defaultdict(list)
    for clause in rows:
        if clause.kind in ("norm", "exception") and binds(clause.binds, actor.kind, actor.roles):
            mine[clause.modality].append(clause)
    return Reading(
        [(title, mine[strength]) for strength, title in STRENGTHS.items() if mine[strength]],
        parts,
        glossary.terms,
        [clause for clause in rows if clause.kind == "consequence"],
        [clause for clause in rows if is_furniture(clause)],
    )
