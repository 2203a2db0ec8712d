"""Pages of guidance, each for somebody."""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone

from belisha.core.access import ROLES, Role, visible_to
from belisha.guidance import rules
from belisha.guidance.models import Before, Page
from belisha.people.models import Grant, School
from belisha.policy.models import Clause
from belisha.policy.queries import said_in_force
from belisha.policy.searching.places import MOST, Hit, Words, within

GROUP = "Guidance"
# Whose names stand on the page "whom to call", in the order in which somebody in need looks for them.
CARD = (Role.DSL, Role.DEPUTY_DSL, Role.HEADTEACHER, Role.DEPUTY, Role.CHAIR, Role.DPO, Role.IT_LEAD, Role.OFFICE)


def pages(actor) -> QuerySet[Page]:
    """The pages of the actor's own school that they may know of, by kind and title."""
    here = Page.objects.filter(school_id=actor.school_id).select_related("school", "written_by", "looked_by")
    return visible_to(actor, here).order_by("kind", "title", "pk")


def shelves(actor) -> list[tuple[str, list[Page]]]:
    """The pages that are shown, in their kinds."""
    by_kind = defaultdict(list)
    for page in pages(actor).filter(state=rules.KEPT).defer("body"):
        by_kind[page.kind].append(page)
    return [(label, by_kind[kind]) for kind, label in rules.KINDS.items() if by_kind[kind]]


def retired(actor) -> list[Page]:
    return list(pages(actor).filter(state=rules.RETIRED).defer("body"))


def page_for(actor, key: str) -> Page:
    return get_object_or_404(pages(actor), key=key)


def wordings(actor, page: Page) -> list[Before]:
    """What a page said before, newest first."""
    found = visible_to(actor, Before.objects.filter(page=page)).select_related("written_by")
    return list(found.order_by("-number"))


def overdue(actor) -> QuerySet[Page]:
    """Pages whose day of being looked at has come."""
    return pages(actor).filter(state=rules.KEPT, next_look__lte=timezone.localdate())


def gone(actor, page: Page) -> list[str]:
    """Clauses beside which the page should stand and which no policy in force has."""
    return rules.missing(page.clauses, said_in_force(actor, page.clauses)) if page.clauses else []


def beside(actor, clause: Clause) -> list[Page]:
    """The pages that help with a clause."""
    if not clause.pack_id or not clause.pack_sure:
        return []
    found = pages(actor).filter(state=rules.KEPT, school_id=clause.school_id).defer("body")
    return [page for page in found if clause.pack_id in page.clauses]


@dataclass(frozen=True)
class Post:
    """A line of the page "whom to call": a post, and who holds it or stands in today; nobody, where it is empty."""

    label: str
    grants: list[Grant]


def card(actor) -> list[Post]:
    """Who holds the posts of the actor's school today. Whoever may read the policy there must know whom to call."""
    school, today = visible_to(actor, School.objects.filter(pk=actor.school_id)).first(), timezone.localdate()
    if school is None:
        return []
    now = Q(starts__lte=today) & (Q(ends=None) | Q(ends__gt=today)) & (Q(adult__ends=None) | Q(adult__ends__gt=today))
    rows = Grant.objects.filter(now, school=school, role__in=CARD).select_related("adult")
    held = defaultdict(list)
    for grant in rows.order_by("stands_in_for_id", "adult__name", "pk"):
        held[grant.role].append(grant)
    return [Post(ROLES[role].label, held[role]) for role in CARD]


def search(actor, words: Words) -> list[Hit]:
    """Pages that may hold what is looked for."""
    rows = pages(actor).filter(within(words, "title", "body"), state=rules.KEPT).order_by("pk")[:MOST]
    return [Hit(row.title, row.body, row.get_absolute_url(), GROUP) for row in rows]
