"""What somebody has begun to report, and the receipt of what was sent."""

import uuid

from django.db import models
from django.utils import timezone

from belisha.concerns.rules import LANES
from belisha.core.access import carried, own
from belisha.people.models import Adult, School


class Draft(models.Model):
    """A report that is not sent. Its key will be the concern's, so that its files are sealed under the right key.

    Of a stranger no adult stands here: their session carries the key. It is deleted when it was sent, so that nothing
    says who wrote what was sent without a name.
    """

    confidential = True

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+")
    adult = models.ForeignKey(Adult, on_delete=models.PROTECT, null=True, related_name="+")
    # Answers by the key of the question, sealed: see `concerns.sealing`.
    said = models.BinaryField(default=bytes)
    lane = models.CharField(max_length=10, choices=LANES, blank=True)
    begun_on = models.DateField(default=timezone.localdate)

    seen_by = own("adult_id") | carried("pk")
    unaudited = frozenset({"said", "adult_id"})

    class Meta:
        indexes = [models.Index(fields=["begun_on"], name="draft_old")]

    def __str__(self):
        return "draft of a concern"

    @property
    def kept_under(self) -> str:
        return f"concern:{self.pk}"

    # Whether it will bear a name is the last question: until then nothing may tell at which hour anything was written.
    only_the_day = True


class Receipt(models.Model):
    """The acknowledgement of a report: number, time, hashes, whom it went to by post, signed.

    `body` is what was signed, as text; it reveals nothing of what was reported. An anonymous one has no reporter.
    """

    confidential = True

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+")
    concern = models.OneToOneField("concerns.Concern", on_delete=models.PROTECT, related_name="receipt")
    reporter = models.ForeignKey(Adult, on_delete=models.PROTECT, null=True, related_name="+")
    body = models.TextField()
    key = models.CharField(max_length=16)
    signature = models.BinaryField()
    made_at = models.DateTimeField()

    seen_by = own("reporter_id") | carried("concern_id")
    unaudited = frozenset({"reporter_id", "body"})

    class Meta:
        indexes = [models.Index(fields=["reporter", "-made_at"], name="receipt_own")]

    def __str__(self):
        return "receipt"

    @property
    def kept_under(self) -> str:
        return f"concern:{self.concern_id}"

    @property
    def only_the_day(self) -> bool:
        return self.reporter_id is None
