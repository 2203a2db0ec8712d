"""Bundles that were handed over, the time-stamping service that a school names, and the stamps that it gave."""

import uuid

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from belisha.concerns.models import OfConcern
from belisha.core.access import Can, held
from belisha.evidence.bundles import rules
from belisha.people.models import Adult, School
from belisha.sealed.models import SealedFile


class Bundle(OfConcern):
    """A bundle for the police, the LADO or a panel. `words`, sealed: to whom, what for, why, and what is in it.

    `parts` holds everything of it but the originals, so that the same bundle can be taken again; `digest` names it.
    """

    words = models.BinaryField()
    number = models.PositiveSmallIntegerField("how many items", default=0)
    made_by = models.ForeignKey(Adult, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    digest = models.CharField("SHA-256 of the bundle", max_length=64, blank=True)
    parts = models.OneToOneField(SealedFile, on_delete=models.PROTECT, null=True, related_name="+")

    unaudited = frozenset({"words"})

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(digest="", parts=None) | ~Q(digest="") & Q(parts__isnull=False),
                name="bundle_whole",
            ),
        ]
        indexes = [models.Index(fields=["concern", "-made_at"], name="bundle_list")]

    def __str__(self):
        return "a bundle of evidence"

    def get_absolute_url(self):
        return reverse("bundles:detail", args=[self.pk])


class StampService(models.Model):
    """Where time stamps come from (RFC 3161). A school may have none: then every bundle says so."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    school = models.OneToOneField(School, on_delete=models.PROTECT, related_name="+")
    address = models.CharField("address of the service", max_length=300, blank=True)
    second = models.CharField("address of a second one", max_length=300, blank=True)
    # PEM: what the services' own certificates are held against.
    certificates = models.TextField("certificates", blank=True)
    next_at = models.DateTimeField(default=timezone.now)
    failures = models.PositiveSmallIntegerField("how often in a row none came", default=0)

    seen_by = held(Can.KEEP_RETENTION)
    unaudited = frozenset({"certificates", "next_at", "failures"})

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(address="", second="") | ~Q(address="") & ~Q(certificates=""), name="stamps_can_be_checked"
            ),
        ]

    def __str__(self):
        return "the time-stamping service"


class Stamp(models.Model):
    """A checkpoint of a log, stamped with the time by an authority. Raw, so that anybody can check it later.

    It stands beside the log and like it has no reader: that there is one more would tell that the log has grown.
    """

    confidential = True

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    school_id = models.UUIDField()
    log = models.UUIDField()
    size = models.PositiveBigIntegerField()
    state = models.CharField(max_length=10, choices=rules.STAMP_STATES)
    service = models.CharField(max_length=300)
    stamped_at = models.DateTimeField("the time in the stamp", null=True)
    request = models.BinaryField()
    reply = models.BinaryField()
    chain = models.TextField()
    kept_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=list(rules.STAMP_STATES)), name="stamp_state_known"),
        ]
        indexes = [models.Index(fields=["log", "size", "kept_at"], name="stamp_of_checkpoint")]

    def __str__(self):
        return "a time stamp"
