"""What is written when evidence is looked at, redacted, read or checked for viruses."""

from uuid import UUID

from django.utils import timezone

from belisha.concerns.sealing import seal
from belisha.core.access import Can
from belisha.core.action import action, answer
from belisha.core.errors import NotAllowed
from belisha.evidence import kinds
from belisha.evidence.models import Item, Wording
from belisha.evidence.showing import rules
from belisha.evidence.showing.models import Recognised, Scan
from belisha.sealed.store import Stored, keep

SHUT = "This was sealed off. Nobody can open it."


@action("evidence.view", needs=Can.HANDLE_CONCERN, sentence="{by} looked at {about} ({part})")
def view(item: Item, *, by, part: str) -> None:
    """Write down that somebody is shown what is in a file, before it is opened. `part`: which page, how large."""
    _refuse_shut(item)


@action("evidence.derive", needs=Can.HANDLE_CONCERN, sentence="{by} made {about}, a redacted copy: {reason}")
def derive(item: Item, *, by, key: UUID, kind: str, stored: Stored, reason: str) -> Item:
    """Keep a copy with parts blacked out as an item of its own, with its own hash; the original stays as it is."""
    _refuse_shut(item)
    now = timezone.now()
    words = seal(item.school_id, item.place, {"what": f"Redacted copy. {reason}"})
    made = Item.objects.create(
        id=key, school_id=item.school_id, concern_id=item.concern_id, kind=kind, file=keep(stored), words=words,
        captured_at=item.captured_at, precision=item.precision, zone=item.zone, complete=item.complete,
        arrived_at=now, source=kinds.HANDLER, brought_by=by, derived_from=item, derivation=kinds.REDACTED,
    )  # fmt: skip
    Wording.objects.create(school_id=item.school_id, item=made, number=1, words=words, by=by, at=now)
    return made


@action("evidence.recognise", needs=Can.CHECK_EVIDENCE, sentence="{by} read the words in a picture: {about}")
def recognise(item: Item, *, by, outcome: str, words: str) -> Recognised:
    """Keep what could be read in a picture, sealed, so that it can be found."""
    _refuse_shut(item)
    sealed = seal(item.school_id, item.place, {"read": words}) if words else b""
    made, _ = Recognised.objects.get_or_create(
        item=item, defaults={"school_id": item.school_id, "outcome": outcome, "words": sealed}
    )
    return made


@action("evidence.scan", needs=Can.CHECK_EVIDENCE, sentence="{by} noted {about}")
def scan(item: Item, *, by, outcome: str, said: str) -> Scan:
    """Note what the virus check said. What was found once stays found."""
    said_now = {"school_id": item.school_id, "outcome": outcome, "said": said[:200], "on": timezone.localdate()}
    made, fresh = Scan.objects.get_or_create(item=item, defaults=said_now)
    if not fresh and made.outcome != rules.FOUND:
        made.outcome, made.said, made.on = outcome, said[:200], timezone.localdate()
        made.save(update_fields=["outcome", "said", "on"])
    return made


@answer("lane.shut")
def forget_words(item: Item, *, by) -> None:
    """What was read in a file that is sealed off, and in its copies, goes at once: it may be searched by nobody."""
    Recognised.objects.filter(item__concern=item.concern_id).exclude(item__shut_at=None).update(words=b"")


def _refuse_shut(item: Item) -> None:
    if item.shut_at is not None:
        raise NotAllowed(SHUT, "Only the police can ask for it.")
