"""Everything that changes a bundle, or where time stamps come from."""

import datetime
from uuid import UUID

from django.utils import timezone

from belisha.concerns.models import Concern
from belisha.concerns.sealing import seal
from belisha.core.access import Can
from belisha.core.action import action
from belisha.core.errors import Conflict, NotAllowed
from belisha.evidence import asides
from belisha.evidence.bundles import rules, stamping
from belisha.evidence.bundles.models import Bundle, Stamp, StampService
from belisha.evidence.bundles.wanted import Wanted
from belisha.evidence.models import Item
from belisha.sealed.store import Stored, keep


@action("evidence.bundle", needs=Can.HANDLE_CONCERN, sentence="{by} made a bundle of evidence for {to}")
def make(concern: Concern, *, by, key: UUID, wanted: Wanted, to: str) -> Bundle:
    """Begin a bundle: what is in it, for whom and why. It is a transfer in the custody of each item.

    `key` is the bundle's: a second click makes nothing more. `to`: the kind of body, in words, for the log.
    """
    if Bundle.objects.filter(pk=key).exists():
        raise Conflict("This bundle was made already.", "You find it on the page of the concern.")
    items = list(Item.objects.filter(concern=concern, pk__in=wanted.items).select_related("file"))
    if not items or len(items) != len(set(wanted.items)):
        raise NotAllowed("Choose what goes into the bundle.", "Only evidence of this concern can.")
    if any(item.shut_at for item in items):
        raise NotAllowed("Something of what you chose was sealed off.", "Leave it out: only the police can ask for it.")
    if any(asides.is_held_back(item, by) for item in items):
        raise NotAllowed("Something of what you chose is held back.", "Leave it out: its own page says why.")
    for item in sorted(items, key=lambda item: wanted.items.index(item.pk)):
        transfer(item, by=by, to=to)
    return Bundle.objects.create(
        id=key, school_id=concern.school_id, concern=concern, made_by_id=by.pk, number=len(items),
        words=seal(concern.school_id, concern.pk, wanted.as_words()),
    )  # fmt: skip


@action("evidence.transfer", needs=Can.HANDLE_CONCERN, sentence="{by} put {about} into a bundle for {to}")
def transfer(item: Item, *, by, to: str) -> None:
    """Write into the custody of an item that it was handed over."""


@action("evidence.bundle_whole", needs=Can.HANDLE_CONCERN, sentence="{by} put {about} together: SHA-256 {digest}")
def finish(bundle: Bundle, *, by, digest: str, parts: Stored) -> None:
    """Keep everything of a bundle but its originals, and its hash. The same bundle can be taken again from then on."""
    if bundle.digest:
        raise Conflict("This bundle was put together already.", "You can take it.")
    bundle.digest, bundle.parts = digest, keep(parts)
    bundle.save(update_fields=["digest", "parts"])


@action("evidence.bundle_taken", needs=Can.HANDLE_CONCERN, sentence="{by} took {about} away ({how})")
def take(bundle: Bundle, *, by, how: str) -> None:
    """Write down that a bundle left the server, and whether it was encrypted."""
    if not bundle.digest:
        raise NotAllowed("This bundle was not put together yet.", "Put it together first.")


@action("evidence.stamp_service", needs=Can.KEEP_RETENTION, sentence="{by} said where time stamps come from")
def name_service(school, *, by, address: str, second: str, certificates: str) -> StampService:
    """Name the services that stamp the log with the time, and what their stamps are held against; or none."""
    if address:
        stamping.load(certificates)
    named, _ = StampService.objects.update_or_create(
        school=school,
        defaults={
            "address": address, "second": second if address else "", "certificates": certificates if address else "",
            "next_at": timezone.now(), "failures": 0,
        },
    )  # fmt: skip
    return named


@action(
    "evidence.stamp", needs=Can.CHECK_EVIDENCE, sentence="{by} had the log stamped with the time", confidential=True
)
def keep_stamp(school, *, by, log: UUID, size: int, stamped: stamping.Stamped) -> None:
    """Keep a stamp as it came, with what it can be held against, and ask for the next one in a day."""
    service = StampService.objects.get(school=school)
    Stamp.objects.create(
        school_id=school.pk, log=log, size=size, state=stamped.state, service=stamped.service, stamped_at=stamped.at,
        request=stamped.request, reply=stamped.reply, chain=service.certificates,
    )  # fmt: skip
    service.next_at, service.failures = timezone.now() + datetime.timedelta(minutes=rules.EVERY), 0
    service.save(update_fields=["next_at", "failures"])


@action("evidence.no_stamp", needs=Can.CHECK_EVIDENCE, sentence="{by} got no time stamp: {why}", confidential=True)
def try_later(school, *, by, why: str) -> None:
    """Ask again later, the later the more often none came. A late stamp is true as well."""
    service = StampService.objects.get(school=school)
    service.next_at = rules.next_try(timezone.now(), service.failures, rules.GAPS)
    service.failures += 1
    service.save(update_fields=["next_at", "failures"])
