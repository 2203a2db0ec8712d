"""Evidence, each for somebody. What the actor may not know of is not found."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Exists, F, Min, OuterRef, Q, QuerySet, Subquery
from django.shortcuts import get_object_or_404
from django.utils import timezone

from belisha.concerns import sealing
from belisha.concerns.asides import Hash
from belisha.concerns.models import Concern
from belisha.core import prepared
from belisha.core.access import visible_to
from belisha.core.audit import log_of
from belisha.core.models import AuditEntry
from belisha.core.queries import Line, lines
from belisha.evidence import rules
from belisha.evidence.models import Check, Item, Wording
from belisha.evidence.rules import Record, clean_name, size_in_words
from belisha.sealed.models import Key, SealedFile
from belisha.sealed.store import filenames

MOST = 500


@dataclass(frozen=True)
class Seen:
    """An item as a list shows it."""

    item: Item
    name: str
    words: dict
    missing: tuple[str, ...]

    @property
    def title(self) -> str:
        """What it is, in somebody's words, or else by its kind."""
        return self.words.get("what") or self.item.get_kind_display()

    @property
    def size(self) -> str:
        return size_in_words(self.item.file.size) if self.item.file else ""


@dataclass(frozen=True)
class Happened:
    """A line of the custody list."""

    at: datetime.datetime
    sentence: str
    only_the_day: bool = False


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


def record_of(item: Item) -> Record:
    """The same with the time of capture."""
    return Record(words_of(item), item.captured_at, item.precision, item.zone)


def seen(found: Iterable[Item]) -> list[Seen]:
    """Items of one school, fetched for their reader, as a list shows them: a handful of queries for many."""
    found = list(found)
    if not found:
        return []
    school_id = found[0].school_id
    names = filenames(school_id, [item.file for item in found if item.file and item.shut_at is None])
    said = sealing.opened_many(school_id, [(item.place, item.words) for item in found])
    return [
        Seen(
            item, clean_name(names[item.file_id]) if item.file_id in names else "", {} if item.shut_at else words,
            tuple(rules.missing(Record(words, item.captured_at, item.precision, item.zone))),
        )
        for item, words in zip(found, said, strict=True)
    ]  # fmt: skip


def in_draft(actor, draft_id: UUID) -> list[Seen]:
    """What was put into a report that is being written."""
    return seen(items(actor).filter(draft_id=draft_id)[:MOST])


def in_concern(actor, concern: Concern, *, only_incomplete: bool = False) -> list[Seen]:
    """The evidence of a concern, or what of it is not described in full."""
    found = items_of(actor, concern)
    return seen((found.filter(complete=False, shut_at=None) if only_incomplete else found)[:MOST])


def alike(actor, item: Item) -> list[Item]:
    """Other items of the same concern with the very same bytes."""
    if item.file is None:
        return []
    return list(items_of(actor, item.concern).filter(file__sha256=item.file.sha256).exclude(pk=item.pk)[:MOST])


def earlier_wordings(actor, item: Item) -> list[tuple[Wording, dict]]:
    """What the capture record said before, the newest first."""
    rows = list(visible_to(actor, Wording.objects.filter(item=item).select_related("by")).order_by("-number")[1:MOST])
    said = sealing.opened_many(item.school_id, [(item.place, row.words) for row in rows])
    return list(zip(rows, said, strict=True))


def last_check(actor, item: Item) -> Check | None:
    """When the file was last held against its SHA-256, and what came of it."""
    return visible_to(actor, Check.objects.filter(item=item)).order_by("-at").first()


def custody(actor, item: Item, *, checks: bool = True) -> list[Happened]:
    """Who did what with an item, when and why, the newest first: from the log, with the checks in between (or not)."""
    if not items(actor).filter(pk=item.pk).exists():
        return []
    told = AuditEntry.objects.filter(school_id=log_of(item), about=item.pk).order_by("-seq")[:MOST]
    rows = [Happened(line.at, line.sentence, is_midnight(line)) for line in lines(list(told))]
    for check in visible_to(actor, Check.objects.filter(item=item)).order_by("-at")[: MOST if checks else 0]:
        whole, broken = "The file was checked and is whole", f"The file was checked and is not whole: {check.found}"
        rows.append(Happened(check.at, whole if check.whole else broken))
    return sorted(rows, key=lambda row: row.at, reverse=True)


def is_midnight(line: Line) -> bool:
    """Whether an entry says the day and no more, as those of whoever reported without a name do."""
    return timezone.localtime(line.at).time() == datetime.time()


@dataclass(frozen=True)
class Verified:
    """What the nightly check found, of what the actor may know: how many, since when, and how many are not whole."""

    number: int
    since: datetime.datetime | None
    broken: int
    unchecked: int


def broken(actor) -> int:
    """How many files that the actor may know of were not whole when they were last checked: no work where none was."""
    doubtful = Check.objects.filter(whole=False).values("item")
    newest = Check.objects.filter(item=OuterRef("pk")).order_by("-at").values("whole")[:1]
    found = _with_a_file(visible_to(actor, Item.objects.filter(pk__in=doubtful)))
    return found.annotate(whole=Subquery(newest)).filter(whole=False).count()


def verified(actor) -> Verified | None:
    """For the home page; nothing where the actor may see no evidence with a file. Counted by the database."""
    newest = Check.objects.filter(item=OuterRef("pk")).order_by("-at").values("at")[:1]
    mine = _with_a_file(visible_to(actor, Item.objects.all())).annotate(checked_at=Subquery(newest))
    found = mine.aggregate(number=Count("pk"), checked=Count("checked_at"), since=Min("checked_at"))
    if not found["number"]:
        return None
    return Verified(found["number"], found["since"], broken(actor), found["number"] - found["checked"])


def hashes(concern: Concern) -> list[Hash]:
    """What the receipt of a report says of the files that came with it."""
    items = sorted(prepared.rows(Item, concern_id=concern.pk), key=lambda item: (item.arrived_at, item.pk))
    keys = [item.file_id for item in items if item.file_id]
    files = {file.pk: file for file in prepared.rows(SealedFile, id=tuple(keys))}
    return [Hash(files[key].sha256, files[key].size) for key in keys]


def to_check(school_id: UUID, before: datetime.datetime, most: int) -> list[Item]:
    """Items of a school that were not checked since `before`, the longest ago first; for the nightly check."""
    newest = Check.objects.filter(item=OuterRef("pk")).order_by("-at").values("at")[:1]
    found = _with_a_file(Item.objects.filter(school_id=school_id))
    due = found.annotate(checked_at=Subquery(newest)).filter(Q(checked_at=None) | Q(checked_at__lt=before))
    return list(due.select_related("file").order_by(F("checked_at").asc(nulls_first=True), "pk")[:most])


def _with_a_file(found: QuerySet[Item]) -> QuerySet[Item]:
    """Those with a file that somebody can open: not sealed off, and not disposed of with the key of their concern."""
    gone = Key.objects.filter(
        school_id=OuterRef("school_id"), record=OuterRef("file__record"), shredded_at__isnull=False
    )  # fmt: skip
    return found.filter(~Exists(gone), concern__isnull=False, shut_at=None).exclude(file=None)
