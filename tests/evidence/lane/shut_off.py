"""A file that was sealed off by two people, and what the police said about it, made by the actions themselves."""

import uuid

from cast import Cast, again
from evidenced import an_item

from belisha.concerns.models import Concern
from belisha.evidence.lane import actions, rules
from belisha.evidence.lane.models import Release, Shutting

SAID = {"what": rules.HAND_OVER, "reference": "GP-4411", "officer": "The duty desk"}


def one_of_each_shut(cast: Cast, concern: Concern) -> Release:
    """For the world: one file shut, confirmed, and to be handed over."""
    actions.shut(concern, by=again(cast.head), item=an_item(cast, concern))
    shutting = Shutting.objects.select_related("item").get()
    actions.confirm(shutting, by=again(cast.dsl))
    release = actions.ask_release(shutting, by=again(cast.head), key=uuid.uuid4(), **SAID)
    actions.agree(release, by=again(cast.dsl))
    return release


def keys_of_what_was_shut() -> dict:
    """A value for each key of an address of this room."""
    return {"shutting_id": Shutting.objects.first().pk, "release_id": Release.objects.first().pk}
