"""Evidence, each for somebody. What the actor may not know of is not found."""

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from belisha.concerns import sealing
from belisha.concerns.models import Concern
from belisha.core.access import visible_to
from belisha.evidence.models import Item


def items(actor) -> QuerySet[Item]:
    """Those that the actor may know of, oldest first, with their files."""
    return visible_to(actor, Item.objects.select_related("file", "school")).order_by("arrived_at", "pk")


def item_for(actor, item_id) -> Item:
    """One of them, with the concern that it belongs to."""
    return get_object_or_404(items(actor).select_related("concern"), pk=item_id)


def items_of(actor, concern: Concern) -> QuerySet[Item]:
    """The evidence of a concern."""
    return items(actor).filter(concern=concern)


def words_of(item: Item) -> dict:
    """The capture record as it reads now (see `rules.ASKED`), of an item that was fetched for its reader."""
    return sealing.opened(item.school_id, item.place, item.words)
