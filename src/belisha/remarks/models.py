"""The points a school looks for in its policies, and what was found in a version."""

from django.db import models
from django.db.models import Q
from django.urls import reverse

from belisha.core.access import Can, held
from belisha.core.ids import uuid7
from belisha.people.models import Adult, School
from belisha.policy.models import Version
from belisha.references.rules import CERTAINTIES
from belisha.remarks import rules


class Check(models.Model):
    """A point to look for: in the school's words, with what is true now, how we know, and what to look for."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    school = models.ForeignKey(School, on_delete=models.PROTECT)
    # The key of the shipped point that it was taken from; the school's own have one made from their id.
    key = models.CharField(max_length=60)
    on = models.BooleanField("is looked for", default=True)
    title = models.CharField(max_length=200)
    says = models.CharField("what the policy says", max_length=500)
    now = models.CharField("what is true now", max_length=500)
    severity = models.CharField(max_length=1, choices=rules.SEVERITIES)
    source = models.CharField("how we know", max_length=500, blank=True)
    certainty = models.CharField("how sure", max_length=12, choices=CERTAINTIES, default="general")
    checked_on = models.DateField(null=True, blank=True)
    # The key of a reference of the library that says what is true now.
    reference = models.CharField(max_length=60, blank=True)
    wording = models.CharField("suggested wording", max_length=500, blank=True)
    # What to look for, in the terms of packs/shelf/checks.schema.json.
    looks = models.JSONField("what to look for", default=list)
    taken = models.JSONField(default=dict, blank=True)

    seen_by = held(Can.KEEP_REFERENCES)
    unaudited = frozenset({"taken"})

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["school", "key"], name="check_key_once"),
            models.CheckConstraint(condition=Q(severity__in=list(rules.SEVERITIES)), name="check_severity_known"),
            models.CheckConstraint(condition=Q(certainty__in=list(CERTAINTIES)), name="check_certainty_known"),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("remarks:check", args=[self.pk])

    @property
    def kept_under(self) -> str:
        return f"check:{self.pk}"


class Remark(models.Model):
    """A point that a version trips, beside the clauses it touches, and what the school decided about it."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    school = models.ForeignKey(School, on_delete=models.PROTECT)
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="remarks")
    point = models.ForeignKey(Check, on_delete=models.PROTECT, related_name="remarks")
    # Of the words that were found: a decision is remembered for the next edition while they stay as they are.
    fingerprint = models.CharField(max_length=64)
    idents = models.JSONField("the clauses it touches", default=list)
    words = models.JSONField("the words that were found", default=list)
    state = models.CharField(max_length=8, choices=rules.STATES, default=rules.OPEN)
    reason = models.CharField("why, or the answer", max_length=1000, blank=True)
    decided_by = models.ForeignKey(Adult, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True)

    seen_by = held(Can.DRAFT_POLICY) | held(Can.APPROVE_POLICY)
    unaudited = frozenset({"words", "fingerprint"})

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "point"], name="remark_once"),
            models.CheckConstraint(condition=Q(state__in=list(rules.STATES)), name="remark_state_known"),
            models.CheckConstraint(
                condition=~Q(state__in=(rules.LEFT, rules.ANSWERED)) | ~Q(reason=""), name="remark_decided_with_words"
            ),
        ]

    def __str__(self):
        return self.point.title

    def get_absolute_url(self):
        return reverse("remarks:detail", args=[self.pk])

    @property
    def kept_under(self) -> str:
        return f"policy:{self.version.policy_id}"
