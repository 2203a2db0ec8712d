"""Files that were sealed off: nobody reads, shows, downloads, searches or restores them (clauses 7-01-a, 7-01-d)."""

import uuid

from django.db import models
from django.utils import timezone

from belisha.concerns.seeing import barred, routed
from belisha.evidence.lane import rules
from belisha.evidence.models import Item
from belisha.people.models import Adult, School


class Shutting(models.Model):
    """One file that was sealed off. The first person shuts it at once; a second one confirms that it was right.

    `held`: the file's own wrapped key, taken out of its row and sealed here, so that nothing that opens files can open
    this one. `seen`: who had opened it and who could have, sealed, as it was when it was shut.
    """

    confidential = True

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+")
    item = models.OneToOneField(Item, on_delete=models.PROTECT, related_name="shutting")
    state = models.CharField(max_length=8, choices=rules.STATES, default=rules.ASKED)
    asked_by = models.ForeignKey(Adult, on_delete=models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    confirmed_by = models.ForeignKey(Adult, on_delete=models.PROTECT, null=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True)
    held = models.BinaryField(default=bytes)
    seen = models.BinaryField(default=bytes)

    seen_by = routed("item__concern")
    vetoed_by = barred("item__concern")
    unaudited = frozenset({"held", "seen"})

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(state__in=list(rules.STATES)), name="shutting_state_known"),
            models.CheckConstraint(
                condition=models.Q(state=rules.ASKED, confirmed_by=None)
                | models.Q(state=rules.SEALED, confirmed_by__isnull=False),
                name="shutting_confirmed_by_somebody",
            ),
            models.CheckConstraint(
                condition=models.Q(confirmed_by=None)
                | models.Q(asked_by=None)
                | ~models.Q(confirmed_by=models.F("asked_by")),
                name="shutting_by_two_people",
            ),
        ]

    def __str__(self):
        return "a file that was sealed off"

    @property
    def kept_under(self) -> str:
        return self.item.kept_under


class Release(models.Model):
    """What the police said becomes of it: handed over, or destroyed. Asked by one person, agreed by another."""

    confidential = True

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+")
    shutting = models.ForeignKey(Shutting, on_delete=models.PROTECT, related_name="releases")
    what = models.CharField(max_length=10, choices=rules.RELEASES)
    state = models.CharField(max_length=8, choices=rules.RELEASE_STATES, default=rules.WAITS)
    # The reference that the police gave, and who there gave it: sealed.
    words = models.BinaryField()
    asked_by = models.ForeignKey(Adult, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    agreed_by = models.ForeignKey(Adult, on_delete=models.PROTECT, null=True, related_name="+")
    agreed_at = models.DateTimeField(null=True)
    taken_at = models.DateTimeField("handed over", null=True)

    seen_by = routed("shutting__item__concern")
    vetoed_by = barred("shutting__item__concern")
    unaudited = frozenset({"words"})

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state=rules.WAITS, agreed_by=None)
                | models.Q(state=rules.DONE, agreed_by__isnull=False) & ~models.Q(agreed_by=models.F("asked_by")),
                name="release_by_two_people",
            ),
            models.UniqueConstraint(
                fields=["shutting"], condition=models.Q(state=rules.WAITS), name="release_waits_once"
            ),
        ]

    def __str__(self):
        return "what became of a file that was sealed off"

    @property
    def kept_under(self) -> str:
        return self.shutting.item.kept_under
