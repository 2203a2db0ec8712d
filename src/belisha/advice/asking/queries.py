"""What somebody asked, for them and for nobody else, and what their answer stands on."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import FETCH_RAISE, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse

from belisha.advice.asking import rules
from belisha.advice.asking.models import Inquiry
from belisha.advice.models import Ended
from belisha.core import keyset
from belisha.core.access import Can, Role, visible_to
from belisha.core.models import AuditEntry
from belisha.guidance import queries as guidance
from belisha.policy.models import Clause
from belisha.registers import deciders
from belisha.rulebook.queries import versions_in_force

PAGE = 25
LONG = ("explanation", "registers", "words", "version__source", "version__pages")
# Whom somebody calls about a child, in the order in which they would try.
FOR_A_CHILD = (Role.DSL, Role.DEPUTY_DSL, Role.HEADTEACHER, Role.DEPUTY)


def inquiries(actor) -> QuerySet[Inquiry]:
    """What the actor asked themselves."""
    found = visible_to(actor, Inquiry.objects.select_related("school", "version__policy", "begun_under"))
    return found.defer("version__source", "version__pages", "begun_under__source", "begun_under__pages")


def inquiry_for(actor, inquiry_id) -> Inquiry:
    return get_object_or_404(inquiries(actor), pk=inquiry_id)


def answered_for(actor, inquiry_id) -> Inquiry:
    """One that was answered; the others have no answer to show."""
    return get_object_or_404(inquiries(actor), pk=inquiry_id, state=rules.ANSWERED)


def page_of(actor, after: str) -> tuple[list[Inquiry], str]:
    """One page of what the actor asked, newest first."""
    rows = visible_to(actor, Inquiry.objects.select_related("version__policy")).defer(*LONG)
    return keyset.page(
        rows.fetch_mode(FETCH_RAISE), by="asked_at", key="id", after=after, size=PAGE, falling=True
    )  # fmt: skip


def clauses_of(actor, inquiry: Inquiry) -> dict[str, Clause]:
    """The clauses of the version under which it was answered that its explanation names, by id."""
    return clauses(actor, inquiry.version_id, [row["id"] for row in inquiry.explanation["clauses"]])


def clauses(actor, version_id, idents: Iterable[str]) -> dict[str, Clause]:
    """Clauses of a version by their ids, as far as the actor may read it."""
    found = visible_to(actor, Clause.objects.filter(version_id=version_id, ident__in=list(idents)))
    return {clause.ident: clause for clause in found.select_related("version").defer("version__source")}


def entry_of(actor, inquiry: Inquiry) -> int | None:
    """The number of the entry of the log that keeps the proof of an answer; only for whose answer it is."""
    if not inquiries(actor).filter(pk=inquiry.pk).exists():
        raise Http404
    told = AuditEntry.objects.filter(school_id=inquiry.school_id, kind="inquiry.conclude", about=inquiry.pk)
    return told.order_by("seq").values_list("seq", flat=True).first()


def superseded(actor, inquiry: Inquiry) -> bool:
    """Whether the version under which it was answered is no longer in force."""
    return inquiry.version_id not in {version.pk for version in versions_in_force(actor)}


def ended(actor, inquiries: Iterable[Inquiry]) -> dict[UUID, list[str]]:
    """What these answers rested on and has ended since, in the words of the facts: found by itself, and told once."""
    rows = visible_to(actor, Ended.objects.filter(inquiry__in=[each.pk for each in inquiries]))
    found: dict[UUID, list[str]] = {}
    for row in rows.order_by("found_at", "id"):
        found.setdefault(row.inquiry, []).append(rules.facts().facts[row.fact].label)
    return found


def answers_to(actor) -> str:
    """Who answers what the actor asks a person, never by name."""
    return deciders.GOES_TO[deciders.goes_to(actor.roles, Can.ANSWER_QUESTION)]


# -- whom to tell ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Telling:
    """Where somebody reports that a child may be in danger: a page, and who holds the posts today."""

    label: str
    url: str
    posts: list[guidance.Post]


def telling(actor) -> Telling:
    """Where to report a concern, and who holds the posts to turn to."""
    return Telling("Report a concern", reverse("reporting:start"), posts(actor, FOR_A_CHILD))


def posts(actor, wanted: Iterable[Role]) -> list[guidance.Post]:
    """Those of the school's posts that are held today, with who holds them."""
    labels = {role: at for at, role in enumerate(wanted)}
    found = [post for post in guidance.card(actor) if post.grants and post.grants[0].role in labels]
    return sorted(found, key=lambda post: labels[post.grants[0].role])
