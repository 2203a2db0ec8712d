"""What was sealed off, for whoever may know of its concern; and who had seen it, or could have."""

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from belisha.concerns.handling import queries as directory
from belisha.concerns.handling.calling.rules import IMAGE
from belisha.concerns.models import Concern
from belisha.concerns.queries import history
from belisha.concerns.sealing import opened
from belisha.concerns.seeing import untouched
from belisha.core.access import Role, visible_to
from belisha.evidence.lane import rules
from belisha.evidence.lane.models import Release, Shutting
from belisha.evidence.models import Item
from belisha.evidence.queries import custody
from belisha.look.templatetags.look import day, moment
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


def to_confirm(actor) -> QuerySet[Shutting]:
    """What somebody else sealed off, and waits for the actor, or another, to confirm it."""
    return visible_to(actor, Shutting.objects.filter(state=rules.ASKED)).exclude(asked_by_id=actor.id).order_by("pk")


def to_agree(actor) -> QuerySet[Release]:
    """What the police said of it, as somebody else noted it, and waits for a second person likewise."""
    return visible_to(actor, Release.objects.filter(state=rules.WAITS)).exclude(asked_by_id=actor.id).order_by("pk")


def numbers(actor) -> list:
    """Whom to ring, from the school's directory."""
    return list(directory.numbers(actor.school, IMAGE))


def made_from(item: Item) -> list[Item]:
    """The item, what it was made of, and every copy that was made of that: what is in one is in all."""
    while item.derived_from_id:
        item = item.derived_from
    found, fresh = [item], [item.pk]
    while fresh:
        copies = list(Item.objects.filter(derived_from__in=fresh))
        found, fresh = [*found, *copies], [each.pk for each in copies]
    return found


def who_could_have_seen(actor, concern: Concern, item: Item) -> list[str]:
    """Sentences: what was done with it and its copies, by whom and when, from the log; the bundles that were taken
    away since it came; and who could have opened it, by the posts that the concern reaches or reached.
    """
    copies = made_from(item)
    done = [row for each in copies for row in custody(actor, each, checks=False)]
    came = min((row.at for row in done), default=item.arrived_at)
    bundles = (line for line in history(actor, concern, kinds=("evidence.bundle_taken",)) if line.at >= came)
    told = sorted([(row.at, row.sentence, row.only_the_day) for row in done]
                  + [(line.at, line.sentence, False) for line in bundles])  # fmt: skip
    said = [f"{day(at) if coarse else moment(at)}: {sentence}" for at, sentence, coarse in told]
    barred = set(concern.barred.values_list("adult_id", flat=True))
    posts = set(concern.routes.values_list("post", flat=True))
    could = {adult.pk: adult.name for post in posts for adult in holders(concern.school, Role(post))}
    named = [f"Could have opened it, by the post they hold: {name}" for pk, name in could.items() if pk not in barred]
    return [*said, *sorted(named)]


def others_who_handle(concern: Concern, by) -> list[Adult]:
    """Whoever else the concern reaches today, to be told that there is something to read."""
    posts = concern.routes.filter(ended_at=None).values_list("post", flat=True)
    found = {adult.pk: adult for post in posts for adult in holders(concern.school, Role(post))}
    found.pop(by.pk, None)
    return untouched(concern, found.values())
