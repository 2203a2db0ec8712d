"""Pages of guidance, and every wording that one of them had before."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from belisha.core.access import Can, held, when
from belisha.core.ids import uuid7
from belisha.guidance import rules
from belisha.people.models import Adult, School


class Page(models.Model):
    """A page of guidance as it stands now (clauses 4-02-b, 5-01-b, 6-03-b). Its body is Markdown."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="guidance")
    # How it stands in an address: the key of the shipped row, or a number; nothing that could name anybody.
    key = models.CharField(max_length=20)
    kind = models.CharField("what it is about", max_length=10, choices=rules.KINDS, default="other")
    state = models.CharField(max_length=8, choices=rules.STATES, default=rules.KEPT)
    number = models.PositiveIntegerField("wording", default=1)
    title = models.CharField(max_length=150)
    body = models.TextField()
    # The clauses of the shipped policy beside which it stands, wherever a school's own policy says the same.
    clauses = models.JSONField("clauses it stands beside", default=list, blank=True)
    source = models.CharField("how we know", max_length=500, blank=True)
    certainty = models.CharField("how sure", max_length=12, blank=True)
    written_at = models.DateTimeField(default=timezone.now)
    written_by = models.ForeignKey(Adult, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    looked_on = models.DateField("last looked at")
    looked_by = models.ForeignKey(Adult, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    look_months = models.PositiveSmallIntegerField("months until it is looked at again", default=12)
    next_look = models.DateField("to be looked at again")

    seen_by = held(Can.KEEP_GUIDANCE) | held(Can.READ_POLICY) & when("state", (rules.KEPT,))
    # The log says that it was changed; what it said stands in its earlier wordings.
    unaudited = frozenset({"body"})

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["school", "key"], name="guidance_key_once"),
            models.CheckConstraint(condition=Q(state__in=list(rules.STATES)), name="guidance_state_known"),
            models.CheckConstraint(condition=Q(kind__in=list(rules.KINDS)), name="guidance_kind_known"),
            models.CheckConstraint(condition=Q(look_months__gte=1, look_months__lte=60), name="guidance_looked_at"),
            models.CheckConstraint(condition=~Q(title="") & ~Q(body=""), name="guidance_says_something"),
        ]
        indexes = [models.Index(fields=["school", "kind", "title"], name="guidance_list")]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("guidance:page", args=[self.key])

    @property
    def kept_under(self) -> str:
        return f"guidance:{self.pk}"

    @property
    def overdue(self) -> bool:
        """Whether the day of looking at it again has come."""
        return self.next_look <= timezone.localdate()


class Before(models.Model):
    """What a page said until somebody changed it. Kept, never changed."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    school = models.ForeignKey(School, on_delete=models.PROTECT)
    page = models.ForeignKey(Page, on_delete=models.PROTECT, related_name="before")
    number = models.PositiveIntegerField("wording")
    title = models.CharField(max_length=150)
    body = models.TextField()
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(Adult, on_delete=models.PROTECT, null=True, related_name="+")
    until = models.DateTimeField(default=timezone.now)

    seen_by = held(Can.KEEP_GUIDANCE)
    unaudited = frozenset({"body"})

    class Meta:
        verbose_name_plural = "wordings before"
        constraints = [models.UniqueConstraint(fields=["page", "number"], name="guidance_wording_once")]

    def __str__(self):
        return f"an earlier wording of {self.title}"

    @property
    def kept_under(self) -> str:
        return f"guidance:{self.page_id}"
