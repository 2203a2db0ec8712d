"""Evidence that can be shown, the words read in it, and what the virus check said; each for somebody."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import batched

from django.shortcuts import get_object_or_404
from django.utils import timezone

from belisha import config
from belisha.concerns.sealing import opened_many
from belisha.core.access import visible_to
from belisha.evidence import queries as evidence
from belisha.evidence.kinds import HEIC, JPEG, PDF, PNG, WEBP
from belisha.evidence.models import Item
from belisha.evidence.showing import rules
from belisha.evidence.showing.models import Recognised, Scan

DRAWN = (PNG, JPEG, WEBP, HEIC, PDF)  # what can be redacted, and has words to be read
AT_ONCE = 100  # sealed texts opened together
MOST = 2000  # that one search opens
SHOWN = 50


def item_for(actor, item_id) -> Item:
    """An item that has a file and was not sealed off, of a concern that was sent."""
    open_ones = evidence.items(actor).filter(shut_at=None, file__isnull=False, concern__isnull=False)
    return get_object_or_404(open_ones.select_related("concern"), pk=item_id)


def can_be_redacted(item: Item) -> bool:
    """Whether boxes can be drawn on it. What is a copy already is redacted from its original."""
    return item.kind in DRAWN and not item.derivation


def copies_of(actor, item: Item) -> list[Item]:
    """Redacted copies that were made of it."""
    return list(evidence.items(actor).filter(derived_from=item, shut_at=None))


def obstacle(item: Item) -> str:
    """Why the file is not shown, as a sentence; empty where it may be."""
    return rules.held_back(bool(config.load().clamav), _outcome(item))


def warning_of(item: Item) -> str:
    """What has to be said before anybody downloads it; empty where nothing was found."""
    return rules.HARMFUL if _outcome(item) == rules.FOUND else ""


def held_back(item: Item, actor) -> bool:
    """Whether this actor may not even download it: of what holds something harmful, only the concern's owner may."""
    return _outcome(item) == rules.FOUND and item.concern is not None and item.concern.owner_id != actor.id


def _outcome(item: Item) -> str:
    found = Scan.objects.filter(item=item.pk).values_list("outcome", flat=True).first()
    return found or ""


@dataclass
class Found:
    """Items in which all the words stand, and whether everything was looked through."""

    items: list[Item]
    looked: int = 0
    all: bool = True


def found(actor, wanted: str) -> Found:
    """Search what was read in pictures, within the concerns that the actor may know of.

    Sealed words are opened a few at a time and held against the wanted ones; none is kept anywhere.
    """
    made = Found([])
    for row, words in _opened(actor):
        made.looked += 1
        if rules.holds(words, wanted):
            made.items.append(row.item)
        if made.looked == MOST or len(made.items) == SHOWN:
            made.all = False
            break
    return made


def _opened(actor) -> Iterator[tuple[Recognised, str]]:
    # A copy has the words of its original, less some: only originals are read.
    rows = Recognised.objects.filter(outcome=rules.READ, item__shut_at=None, item__concern__isnull=False)
    seen = visible_to(actor, rows.select_related("item__concern", "item__school")).order_by("-on", "pk")[: MOST + 1]
    for some in batched(seen.iterator(AT_ONCE), AT_ONCE):
        for school_id in {row.school_id for row in some}:
            of_school = [row for row in some if row.school_id == school_id]
            texts = opened_many(school_id, [(row.item.concern_id, row.words) for row in of_school])
            yield from zip(of_school, (text.get("read", "") for text in texts), strict=True)


# -- for the worker -----------------------------------------------------------------------------------


def to_read(number: int) -> list[Item]:
    """Originals that nobody has read the words of, the first that came first."""
    fresh = Item.objects.filter(kind__in=DRAWN, recogniseds=None, derivation="")
    return list(_open(fresh).order_by("arrived_at", "pk")[:number])


def to_scan(number: int) -> list[Item]:
    """Files that were not checked for viruses, and those that could not be checked on an earlier day."""
    fresh = Item.objects.filter(scans=None)
    again = Item.objects.filter(scans__outcome=rules.UNABLE, scans__on__lt=timezone.localdate())
    return [*_open(fresh).order_by("arrived_at", "pk")[:number], *_open(again).order_by("pk")[:number]][:number]


def _open(items):
    return items.filter(shut_at=None, file__isnull=False, concern__isnull=False).select_related("file", "concern")
