"""Sealing off a file that should never have come in, and what becomes of it (clauses 7-01-a, 7-01-d)."""

from uuid import UUID

from django.utils import timezone

from belisha.concerns.models import Concern
from belisha.concerns.reporting.models import Draft
from belisha.concerns.sealing import opened, seal
from belisha.core import notices
from belisha.core.access import Can
from belisha.core.action import action, answer
from belisha.core.errors import NotAllowed, Refused
from belisha.evidence.lane import queries, rules
from belisha.evidence.lane.models import Release, Shutting
from belisha.evidence.models import Item
from belisha.sealed import keys, store

HELD = "the key of a file that was sealed off"


@action("lane.shut", needs=Can.HANDLE_CONCERN, sentence="{by} sealed off {about}")
def shut(concern: Concern, *, by, item: Item) -> Item:
    """Seal a file off at once: from now on nobody reads, shows, downloads, searches or restores it.

    A second person confirms it later. Those who handle the concern are told, without a word of what it is.
    """
    if item.concern_id != concern.pk:
        raise NotAllowed("That file belongs elsewhere.")
    if item.file_id is None or item.shut_at:
        raise NotAllowed("There is nothing to seal off here.", "It was sealed off already, or has no file.")
    seen = queries.who_could_have_seen(by, concern, item)
    for each in queries.made_from(item):
        if each.file_id and not each.shut_at:
            _shut(each, by, seen)
    for adult in queries.others_who_handle(concern, by):
        notices.post("signal", adult, "/", confidential=True)
    return item


@action("lane.confirm", needs=Can.HANDLE_CONCERN, sentence="{by} confirmed that {about} had to be")
def confirm(shutting: Shutting, *, by) -> None:
    """The second person: it was right to seal it off."""
    if not rules.is_second(shutting.asked_by_id, by.pk):
        raise Refused("Another person than the one who sealed it off confirms it.", "Ask somebody who may see this.")
    shutting.confirmed_by, shutting.confirmed_at = by, timezone.now()
    rules.LIFECYCLE.move(shutting, "confirm", with_fields=("confirmed_by", "confirmed_at"))


@action("lane.ask_release", needs=Can.HANDLE_CONCERN, sentence="{by} noted what the police said about {about}")
def ask_release(shutting: Shutting, *, by, key: UUID, what: str, reference: str, officer: str) -> Release:
    """Note what the police said becomes of it, with their reference. Nothing happens until a second person agrees."""
    if not reference.strip():
        raise NotAllowed("Without a reference of the police nothing becomes of it.", "Ask them for one.")
    if shutting.state != rules.SEALED:
        raise NotAllowed("A second person has not confirmed yet that it was sealed off.")
    if shutting.releases.filter(state=rules.WAITS).exists():
        raise NotAllowed("Something is waiting for a second person already.")
    words = {"reference": reference.strip(), "officer": officer.strip()}
    item = shutting.item
    return Release.objects.create(
        id=key, school_id=shutting.school_id, shutting=shutting, what=what, asked_by=by,
        words=seal(item.school_id, item.place, words),
    )  # fmt: skip


@action("lane.agree", needs=Can.HANDLE_CONCERN, sentence="{by} agreed, as the second person, to {about}")
def agree(release: Release, *, by) -> None:
    """The second person agrees. Destroying happens at once; handing over may then be done once."""
    if not rules.is_second(release.asked_by_id, by.pk):
        raise Refused("Another person than the one who asked agrees to it.", "Ask somebody who may see this.")
    release.agreed_by, release.agreed_at = by, timezone.now()
    rules.RELEASE_LIFECYCLE.move(release, "agree", with_fields=("agreed_by", "agreed_at"))
    if release.what == rules.DESTROY:
        keys.shred(release.school_id, _record(release.shutting))


@action("lane.hand_over", needs=Can.HANDLE_CONCERN, sentence="{by} took the sealed copy for the police: {about}")
def hand_over(release: Release, *, by) -> None:
    """Note that the encrypted copy was taken. It is given once."""
    if release.what != rules.HAND_OVER or release.state != rules.DONE or release.taken_at:
        raise NotAllowed("There is nothing to take.", "It is handed over once, after two people agreed.")
    release.taken_at = timezone.now()
    release.save(update_fields=["taken_at"])


@answer("draft.enter_lane")
def shut_what_came_before(draft: Draft, *, by) -> None:
    """The reporter's own words say what it is: whatever they added until then is sealed off before anybody sees it."""
    for item in Item.objects.filter(draft_id=draft.pk, shut_at=None).exclude(file=None):
        _shut(item, None, [])


def wrapped_key_of(shutting: Shutting) -> bytes:
    """The file's wrapped key. Raises `Shredded` where the police had it destroyed."""
    return keys.open_text(shutting.school_id, _record(shutting), bytes(shutting.held), HELD)


def words_of(release: Release) -> dict:
    """The reference that the police gave and who there gave it."""
    item = release.shutting.item
    return opened(item.school_id, item.place, release.words)


def _record(shutting: Shutting) -> str:
    # A key of its own, so that it can be destroyed alone.
    return f"shut:{shutting.item_id}"


def _shut(item: Item, by, seen: list[str]) -> None:
    made = Shutting(school_id=item.school_id, item=item, asked_by=by)
    made.held = keys.seal_text(item.school_id, _record(made), store.withhold(item.file), HELD)
    made.seen = seal(item.school_id, item.place, {"who": seen})
    item.shut_at = made.asked_at
    item.save(update_fields=["shut_at"])
    made.save(force_insert=True)
