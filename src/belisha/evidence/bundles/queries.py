"""Bundles, each for somebody: whoever may know of the concern."""

from dataclasses import dataclass

from django.shortcuts import get_object_or_404

from belisha.concerns.models import Concern
from belisha.concerns.queries import concern_for as concern_of
from belisha.concerns.sealing import opened, opened_many
from belisha.core.access import Can, visible_to
from belisha.core.errors import NotAllowed
from belisha.core.queries import school_for
from belisha.evidence import kinds
from belisha.evidence import queries as evidence
from belisha.evidence.bundles import rules
from belisha.evidence.bundles.models import Bundle, StampService
from belisha.evidence.bundles.wanted import Wanted
from belisha.evidence.models import Item


@dataclass(frozen=True)
class Choice:
    """An item as one chooses it: what it is, and whether it is a copy of another with parts blacked out."""

    item: Item
    label: str
    hint: str


@dataclass(frozen=True)
class Made:
    """A bundle with its words, as a page shows it."""

    bundle: Bundle
    wanted: Wanted | None

    @property
    def whom(self) -> str:
        return rules.FOR.get(self.wanted.whom, "") if self.wanted else ""


def concern_for(actor, concern_id) -> Concern:
    return concern_of(actor, concern_id)


def bundle_for(actor, bundle_id) -> Bundle:
    """A bundle, fetched through the permission; what may not be known does not exist."""
    rows = visible_to(actor, Bundle.objects.select_related("concern__school", "school", "made_by", "parts"))
    return get_object_or_404(rows, pk=bundle_id)


def made(actor, bundle: Bundle) -> Made:
    """The same with its words."""
    words = opened(bundle.school_id, bundle.concern_id, bundle.words)
    return Made(bundle, Wanted.of(words) if words else None)


def bundles_of(actor, concern: Concern) -> list[Made]:
    """The bundles of a concern, the newest first."""
    rows = list(visible_to(actor, Bundle.objects.filter(concern=concern).select_related("made_by"))[:50])
    rows.sort(key=lambda row: row.made_at, reverse=True)
    words = opened_many(concern.school_id, [(concern.pk, row.words) for row in rows])
    return [Made(row, Wanted.of(said) if said else None) for row, said in zip(rows, words, strict=True)]


def choices(actor, concern: Concern) -> list[Choice]:
    """What can go into a bundle: everything of the concern that was not sealed off."""
    items = list(evidence.items_of(actor, concern).filter(shut_at=None))
    words = opened_many(concern.school_id, [(concern.pk, item.words) for item in items])
    return [
        Choice(item, f"{number}. {said.get('what') or kinds.LABELS[item.kind]}", _hint(item))
        for number, (item, said) in enumerate(zip(items, words, strict=True), 1)
    ]


def _hint(item: Item) -> str:
    said = [kinds.LABELS[item.kind]]
    if item.derivation:
        said.append(kinds.DERIVATIONS[item.derivation].lower())
    if not item.complete:
        said.append("its record is not complete")
    return ", ".join(said)


def items_in(actor, bundle: Bundle) -> list[Item]:
    """The items of a bundle in its order. Raises NotAllowed where one was sealed off since."""
    wanted = made(actor, bundle).wanted
    if wanted is None:
        raise NotAllowed("What this was about was disposed of.")
    found = {item.pk: item for item in evidence.items_of(actor, bundle.concern).filter(pk__in=wanted.items)}
    if len(found) != len(wanted.items) or any(item.shut_at for item in found.values()):
        raise NotAllowed("Something in this bundle was sealed off since.", "Make another bundle without it.")
    return [found[each] for each in wanted.items]


def service(actor) -> StampService:
    """Where time stamps come from in the actor's school; an empty one where nobody named any."""
    school = school_for(actor, Can.KEEP_RETENTION)
    return visible_to(actor, StampService.objects.filter(school=school)).first() or StampService(school=school)
