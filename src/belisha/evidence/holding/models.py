"""Legal holds, how long a concern is kept, proposals to dispose of one, and what remains of it then: a certificate."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from belisha.concerns.models import Concern, OfConcern
from belisha.core.access import Can, held, own
from belisha.core.audit import GENERAL
from belisha.evidence.holding import rules
from belisha.people.models import Adult, School


class Period(models.Model):
    """How many months a school keeps something by a rule that ships, where it chose otherwise. None: no period."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=30)
    months = models.PositiveSmallIntegerField(null=True)

    seen_by = held(Can.KEEP_RETENTION)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["school", "key"], name="keeping_period_once")]

    def __str__(self):
        return "a period of keeping"


class Keeping(OfConcern):
    """Until when a closed concern and everything of it is kept. No day: nothing is proposed."""

    concern = models.OneToOneField(Concern, on_delete=models.PROTECT, related_name="keeping")
    rule = models.CharField(max_length=30, blank=True)
    due = models.DateField(null=True)
    # When whoever it is about reaches normal pension age, as somebody noted who knows.
    pension_on = models.DateField(null=True)
    put_off = models.DateField("kept on until", null=True)

    class Meta:
        indexes = [models.Index(fields=["due"], condition=Q(due__isnull=False), name="keeping_due")]

    def __str__(self):
        return "how long a concern is kept"


class Hold(OfConcern):
    """Nothing of a concern may be disposed of, whatever any rule says. `words`, sealed: why, and why no longer."""

    words = models.BinaryField()
    set_by = models.ForeignKey(Adult, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField(default=timezone.now)
    asked_by = models.ForeignKey(Adult, on_delete=models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField(null=True)
    lifted_by = models.ForeignKey(Adult, on_delete=models.PROTECT, null=True, related_name="+")
    lifted_at = models.DateTimeField(null=True)

    unaudited = frozenset({"words"})

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["concern"], condition=Q(lifted_at=None), name="hold_once"),
            models.CheckConstraint(
                condition=Q(lifted_at=None, lifted_by=None)
                | Q(lifted_at__isnull=False, lifted_by__isnull=False, asked_by__isnull=False)
                & ~Q(lifted_by=F("asked_by")),
                name="hold_lifted_by_two",
            ),
        ]

    def __str__(self):
        return "a legal hold"


class Disposal(OfConcern):
    """A proposal to dispose of a concern whose time is over. Belisha proposes; two people decide."""

    state = models.CharField(max_length=10, choices=rules.STATES, default=rules.PROPOSED)
    proposed_at = models.DateTimeField(default=timezone.now)
    rule = models.CharField(max_length=30)
    due = models.DateField()
    first_by = models.ForeignKey(Adult, on_delete=models.PROTECT, null=True, related_name="+")
    first_at = models.DateTimeField(null=True)
    # Why it is kept on, sealed.
    words = models.BinaryField(default=bytes)

    unaudited = frozenset({"words"})

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["concern"], condition=~Q(state=rules.KEPT), name="disposal_once"),
            models.CheckConstraint(condition=Q(state__in=list(rules.STATES)), name="disposal_state_known"),
            models.CheckConstraint(
                condition=~Q(state=rules.APPROVED) | Q(first_by__isnull=False, first_at__isnull=False),
                name="disposal_approved_by_one",
            ),
        ]

    def __str__(self):
        return "a proposal to dispose of something"


class Certificate(models.Model):
    """What remains: that something was disposed of, when, by which rule, approved by which posts; never what it was.

    Only the two who approved it see it: anybody else could have been whom it was about.
    """

    confidential = True

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+")
    number = models.CharField(max_length=9)
    rule = models.CharField(max_length=200)
    source = models.CharField(max_length=300)
    due = models.DateField()
    disposed_at = models.DateTimeField(default=timezone.now)
    first = models.CharField("approved by", max_length=60)
    second = models.CharField("approved by, second", max_length=60)
    first_by = models.ForeignKey(Adult, on_delete=models.PROTECT, related_name="+")
    second_by = models.ForeignKey(Adult, on_delete=models.PROTECT, related_name="+")
    # SHA-256 of the files that it held, so that a copy found elsewhere can be known for one.
    hashes = models.JSONField(default=list)

    seen_by = own("first_by_id") | own("second_by_id")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(first_by=F("second_by")), name="certificate_by_two"),
        ]

    def __str__(self):
        return f"the certificate of {self.number}"

    def get_absolute_url(self):
        return reverse("holding:certificate", args=[self.pk])

    @property
    def kept_under(self) -> str:
        """It outlives the key of what it certifies."""
        return GENERAL
