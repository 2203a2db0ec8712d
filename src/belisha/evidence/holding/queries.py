"""Holds, days and proposals, each for somebody: whoever may know of the concern."""

from dataclasses import dataclass

from django.db.models import FETCH_RAISE, QuerySet
from django.shortcuts import get_object_or_404

from belisha.concerns.models import Concern
from belisha.concerns.queries import concern_for as concern_of
from belisha.concerns.sealing import opened, record_of
from belisha.core import keyset
from belisha.core.access import Can, visible_to
from belisha.core.queries import school_for
from belisha.evidence.holding import rules, standing
from belisha.evidence.holding.models import Certificate, Disposal, Hold, Keeping, Period

PAGE = 50


@dataclass(frozen=True)
class Held:
    """A legal hold with its words, as a page shows it."""

    hold: Hold
    reason: str
    lifting: str


@dataclass(frozen=True)
class Standing:
    """How long a concern is kept, why, whether a hold stands on it, and what is proposed."""

    concern: Concern
    due: rules.Due
    source: str
    held: Held | None
    disposal: Disposal | None
    asks_age: bool


def concern_for(actor, concern_id) -> Concern:
    return concern_of(actor, concern_id)


def holds(actor) -> QuerySet[Hold]:
    """The holds that stand, of concerns that the actor may know of."""
    rows = Hold.objects.filter(lifted_at=None).select_related("concern__school", "school", "set_by", "asked_by")
    return visible_to(actor, rows)


def hold_for(actor, hold_id) -> Hold:
    return get_object_or_404(holds(actor), pk=hold_id)


def disposals(actor) -> QuerySet[Disposal]:
    """What is proposed to be disposed of, of concerns that the actor may know of."""
    rows = Disposal.objects.exclude(state=rules.KEPT).select_related("concern__school", "school", "first_by")
    return visible_to(actor, rows)


def disposal_for(actor, disposal_id) -> Disposal:
    return get_object_or_404(disposals(actor), pk=disposal_id)


def record(disposal: Disposal) -> str:
    """The name of the key that goes with it."""
    return record_of(disposal.concern_id)


def held(actor, concern: Concern) -> Held | None:
    """The hold on a concern, with its words."""
    found = holds(actor).filter(concern=concern).first()
    return in_words(found) if found else None


def in_words(hold: Hold) -> Held:
    """A hold that was fetched for its reader, with its words."""
    words = opened(hold.school_id, hold.concern_id, hold.words)
    return Held(hold, words.get("reason", ""), words.get("lifting", ""))


def stands(actor, concern: Concern) -> Standing:
    """How things stand with keeping a concern."""
    keeping = visible_to(actor, Keeping.objects.filter(concern=concern)).first()
    due = standing.due(concern, keeping)
    rule = next((each for each in standing.periods(concern.school_id) if each.key == due.rule), None)
    return Standing(
        concern, due, rule.source if rule else "", held(actor, concern),
        disposals(actor).filter(concern=concern).first(), bool(rule and rule.start == rules.PENSION),
    )  # fmt: skip


def periods(actor) -> tuple[rules.Period, ...]:
    """The rules of keeping of the actor's school, for whoever keeps them."""
    school = school_for(actor, Can.KEEP_RETENTION)
    return rules.periods(dict(visible_to(actor, Period.objects.filter(school=school)).values_list("key", "months")))


def page_of_certificates(actor, after: str = "") -> tuple[list[Certificate], str]:
    """The certificates of what the actor approved to dispose of, the newest first."""
    found = visible_to(actor, Certificate.objects.all()).fetch_mode(FETCH_RAISE)
    return keyset.page(found, by="disposed_at", key="id", after=after, size=PAGE, falling=True)


def certificate_for(actor, certificate_id) -> Certificate:
    return get_object_or_404(visible_to(actor, Certificate.objects.select_related("school")), pk=certificate_id)
