"""What the publisher said about each change, and what the changes were when a version was published."""

from django.db import models
from django.utils import timezone

from belisha.core.access import Can, held, when
from belisha.core.ids import uuid7
from belisha.people.models import School
from belisha.policy.models import Version
from belisha.policy.rules import READABLE


class Mark(models.Model):
    """Whether adults have to hear of one change. Fixed with the version's publication: the database refuses."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    school = models.ForeignKey(School, on_delete=models.PROTECT)
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="marks")
    # Which clauses it is about, and a hash of what they said when it was marked: see `changes.rules.Difference`.
    key = models.CharField(max_length=32)
    said = models.CharField(max_length=64)
    material = models.BooleanField(default=True)
    decided = models.BooleanField("somebody marked it", default=True)

    seen_by = (
        held(Can.DRAFT_POLICY) | held(Can.APPROVE_POLICY) | held(Can.READ_POLICY) & when("version__state", READABLE)
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["version", "key"], name="mark_once")]

    def __str__(self):
        return f"a change of {self.version}"

    @property
    def kept_under(self) -> str:
        return f"policy:{self.version.policy_id}"


class Comparison(models.Model):
    """All of a published version against the one before it, as it was on the day. Never changes."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    school = models.ForeignKey(School, on_delete=models.PROTECT)
    version = models.OneToOneField(Version, on_delete=models.PROTECT, related_name="comparison")
    before = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    # The differences in order, unchanged ones too: see `changes.rules.Difference.plain`.
    told = models.JSONField()

    seen_by = (
        held(Can.DRAFT_POLICY) | held(Can.APPROVE_POLICY) | held(Can.READ_POLICY) & when("version__state", READABLE)
    )
    unaudited = frozenset({"told"})

    def __str__(self):
        return f"what changed in {self.version}"

    @property
    def kept_under(self) -> str:
        return f"policy:{self.version.policy_id}"
