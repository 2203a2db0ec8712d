"""What was found out about a file by programs: the words in it, and whether something harmful is. Both per item."""

from django.db import models
from django.utils import timezone

from belisha.evidence.models import OfItem
from belisha.evidence.showing import rules


class Recognised(OfItem):
    """The words that Tesseract read in a picture or a PDF, sealed. Nothing of them stands anywhere in the clear."""

    outcome = models.CharField(max_length=10, choices=rules.READINGS)
    words = models.BinaryField(default=bytes)
    on = models.DateField(default=timezone.localdate)

    unaudited = frozenset({"words"})

    class Meta:
        verbose_name_plural = "recognised"
        constraints = [
            models.UniqueConstraint(fields=["item"], name="recognised_once"),
            models.CheckConstraint(
                condition=models.Q(outcome__in=list(rules.READINGS)), name="recognised_outcome_known"
            ),
        ]

    def __str__(self):
        return "words read in an item"

    @property
    def only_the_day(self) -> bool:
        return self.item.only_the_day


class Scan(OfItem):
    """What ClamAV said of a file: only the day is kept, since it follows the arrival of what may bear no name."""

    outcome = models.CharField(max_length=10, choices=rules.OUTCOMES)
    # The name of what was found, or why it could not be checked, in ClamAV's words. It names nobody.
    said = models.CharField(max_length=200, blank=True)
    on = models.DateField(default=timezone.localdate)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["item"], name="scan_once"),
            models.CheckConstraint(condition=models.Q(outcome__in=list(rules.OUTCOMES)), name="scan_outcome_known"),
        ]

    def __str__(self):
        return "a virus check of an item"

    @property
    def only_the_day(self) -> bool:
        return self.item.only_the_day
