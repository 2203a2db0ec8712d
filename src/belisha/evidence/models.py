"""Evidence: a record of what was captured, with the file where there is one (clauses 8-01-b to 8-01-e, 8-02-b, c).

An item never changes in what it is, and never goes: the database refuses (`guards`). What is known about it may become
more: each time a `Wording` is added, and the item holds the newest.
"""

import uuid

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from belisha.concerns.models import Concern
from belisha.concerns.sealing import record_of
from belisha.concerns.seeing import barred, routed
from belisha.core.access import carried, own
from belisha.evidence import kinds
from belisha.evidence.seeing import of_draft
from belisha.people.models import Adult, School
from belisha.sealed.models import SealedFile


class Item(models.Model):
    """One piece of evidence. It belongs to a report that is being written (`draft_id`) or to the concern made of it.

    `words`: the capture record, sealed (see `rules.ASKED` for what it can hold). `captured_at`: when somebody took the
    picture, as they say, in the time zone `zone`; `arrived_at`: when this server had it whole.
    """

    confidential = True

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+")
    concern = models.ForeignKey(Concern, on_delete=models.PROTECT, null=True, related_name="items")
    draft_id = models.UUIDField(null=True)
    kind = models.CharField(max_length=10, choices=kinds.LABELS)
    file = models.OneToOneField(SealedFile, on_delete=models.PROTECT, null=True, related_name="+")
    words = models.BinaryField(default=bytes)
    captured_at = models.DateTimeField(null=True)
    precision = models.CharField(max_length=6, choices=kinds.PRECISIONS, blank=True)
    zone = models.CharField(max_length=40, blank=True)
    # Whether the time, the date and the location of the site are all there (clause 8-01-e).
    complete = models.BooleanField(default=False)
    arrived_at = models.DateTimeField(default=timezone.now)
    source = models.CharField("brought by", max_length=10, choices=kinds.BROUGHT)
    brought_by = models.ForeignKey(Adult, on_delete=models.PROTECT, null=True, related_name="+")
    # Of whoever brought it no time finer than the day may be kept.
    day_only = models.BooleanField(default=False)
    derived_from = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="derived")
    derivation = models.CharField(max_length=10, choices=kinds.DERIVATIONS, blank=True)
    # Sealed off: it can be opened, shown, downloaded, searched and restored by nobody (`opening`).
    shut_at = models.DateTimeField(null=True)

    seen_by = routed("concern") | of_draft()
    vetoed_by = barred("concern")
    unaudited = frozenset({"words", "brought_by_id"})

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(concern=None, draft_id__isnull=False) | Q(concern__isnull=False, draft_id=None),
                name="item_of_draft_or_concern",
            ),
            models.CheckConstraint(
                condition=Q(kind=kinds.NO_FILE, file=None) | ~Q(kind=kinds.NO_FILE) & Q(file__isnull=False),
                name="item_with_its_file",
            ),
            models.CheckConstraint(
                condition=Q(derived_from=None, derivation="") | Q(derived_from__isnull=False) & ~Q(derivation=""),
                name="item_derived_somehow",
            ),
            models.CheckConstraint(
                condition=Q(captured_at=None, precision="") | Q(captured_at__isnull=False) & ~Q(precision=""),
                name="item_captured_how_exactly",
            ),
            models.CheckConstraint(condition=Q(kind__in=list(kinds.KINDS)), name="item_kind_known"),
        ]
        indexes = [
            models.Index(fields=["concern", "arrived_at", "id"], name="item_list"),
            models.Index(fields=["draft_id"], condition=Q(concern=None), name="item_of_draft"),
        ]

    def __str__(self):
        return "an item of evidence"

    def get_absolute_url(self):
        return reverse("evidence:detail", args=[self.pk])

    @property
    def place(self) -> uuid.UUID:
        """The key of the concern, which is the draft's before it: what it is sealed under."""
        return self.concern_id or self.draft_id

    @property
    def kept_under(self) -> str:
        return record_of(self.place)

    @property
    def only_the_day(self) -> bool:
        """Until a report is sent nobody knows whether it will bear a name."""
        return self.day_only or self.concern_id is None


class OfItem(models.Model):
    """What every row that belongs to an item has."""

    confidential = True

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+")
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="%(class)ss")

    seen_by = routed("item__concern") | of_draft("item__draft_id")
    vetoed_by = barred("item__concern")

    class Meta:
        abstract = True

    @property
    def kept_under(self) -> str:
        return self.item.kept_under


class Wording(OfItem):
    """What the capture record said from a moment on. The first came with the item; nothing is written over."""

    number = models.PositiveIntegerField()
    words = models.BinaryField()
    by = models.ForeignKey(Adult, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    unaudited = frozenset({"words", "by_id"})

    class Meta:
        constraints = [models.UniqueConstraint(fields=["item", "number"], name="wording_once")]

    def __str__(self):
        return "a record of how something was captured"


class Check(OfItem):
    """The file of an item was read from beginning to end and held against its SHA-256."""

    at = models.DateTimeField()
    whole = models.BooleanField()
    # What was found, in a sentence that names nothing, where it was not whole.
    found = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["item", "-at"], name="check_newest"),
            # Few or none: so that the home page can ask each time.
            models.Index(fields=["item"], condition=Q(whole=False), name="check_broken"),
        ]

    def __str__(self):
        return "a check of an item"


class Upload(models.Model):
    """A file that is on its way. How far it came stands in the store, and nowhere else.

    Its key will be the item's; `file_id` is where the store puts it. `place`: the concern or the draft it is for.
    """

    confidential = True

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+")
    place = models.UUIDField()
    adult = models.ForeignKey(Adult, on_delete=models.PROTECT, null=True, related_name="+")
    file_id = models.UUIDField(default=uuid.uuid4)
    size = models.PositiveBigIntegerField()
    wrapped_key = models.BinaryField()
    # The name that the file came with, sealed.
    name = models.BinaryField()
    begun_on = models.DateField(default=timezone.localdate)

    seen_by = own("adult_id") | carried("place")
    unaudited = frozenset({"wrapped_key", "name", "adult_id"})
    only_the_day = True

    class Meta:
        indexes = [models.Index(fields=["place"], name="upload_place")]

    def __str__(self):
        return "a file on its way"

    @property
    def kept_under(self) -> str:
        return record_of(self.place)
