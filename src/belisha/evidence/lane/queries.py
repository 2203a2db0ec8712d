"""What was sealed off, for whoever may know of its concern; and who had seen it, or could have."""

from django.shortcuts import get_object_or_404

from belisha.concerns.handling import queries as directory
from belisha.concerns.handling.calling.rules import IMAGE
from belisha.concerns.models import Concern
from belisha.concerns.queries import history
from belisha.concerns.sealing import opened
from belisha.core.access import Role, visible_to
from belisha.evidence.lane.models import Release, Shutting
from belisha.evidence.models import Item
from belisha.people.models import Adult
from belisha.people.queries import holders


def shuttings_of(actor, concern: Concern) -> list[Shutting]:
    """The files of a concern that were sealed off."""
    found = visible_to(actor, Shutting.objects.filter(item__concern=concern))
    return list(
        found.select_related("item", "asked_by", "confirmed_by").prefetch_related("releases").order_by("asked_at")
    )


def shutting_for(actor, shutting_id) -> Shutting:
    """One of them."""
    found = visible_to(actor, Shutting.objects.select_related("item__concern", "item__file", "school"))
    return get_object_or_404(found, pk=shutting_id)


def release_for(actor, release_id) -> Release:
    """What the police said, and what became of it."""
    found = visible_to(
        actor, Release.objects.select_related("shutting__item__concern", "shutting__item__file", "school")
    )
    return get_object_or_404(found, pk=release_id)


def item_to_shut(actor, item_id) -> Item:
    """A file of a concern that the actor may know of, which is not sealed off yet."""
    found = visible_to(actor, Item.objects.filter(shut_at=None).exclude(file=None).exclude(concern=None))
    return get_object_or_404(found.select_related("concern", "school", "file"), pk=item_id)


def seen(shutting: Shutting) -> list[str]:
    """Who had opened it and who could have, as it was when it was sealed off."""
    item = shutting.item
    return opened(item.school_id, item.place, shutting.seen).get("who", [])


def numbers(actor) -> list:
    """Whom to ring, from the school's directory."""
    return list(directory.numbers(actor.school, IMAGE))


def made_from(item: Item) -> list[Item]:
    """The item and every copy that was made of it: what is in one is in all."""
    found, fresh = [item], [item.pk]
    while fresh:
        copies = [each for each in Item.objects.filter(derived_from__in=fresh) if each.file_id and not each.shut_at]
        found, fresh = [*found, *copies], [each.pk for each in copies]
    return found


def who_could_have_seen(actor, concern: Concern, item: Item) -> list[str]:
    """Sentences: who opened it, from the log, and who could have, by the posts that the concern reaches or reached."""
    opened = [line.sentence for line in history(actor, concern) if line.kind.startswith(("evidence.", "showing."))]
    barred = set(concern.barred.values_list("adult_id", flat=True))
    posts = set(concern.routes.values_list("post", flat=True))
    could = {adult.pk: adult.name for post in posts for adult in holders(concern.school, Role(post))}
    named = [f"Could have opened it, by the post they hold: {name}" for pk, name in could.items() if pk not in barred]
    return [*opened, *sorted(named)]


def others_who_handle(concern: Concern, by) -> list[Adult]:
    """Whoever else the concern reaches today, to be told that there is something to read."""
    barred = concern.barred.filter(ended_at=None).values("adult_id")
    posts = concern.routes.filter(ended_at=None).values_list("post", flat=True)
    found = {adult.pk: adult for post in posts for adult in holders(concern.school, Role(post)).exclude(pk__in=barred)}
    found.pop(by.pk, None)
    return list(found.values())
