"""Policies, the documents they came from, their versions and clauses."""

from dataclasses import dataclass

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone

from belisha.core.access import Can, Rule, held, when
from belisha.core.ids import uuid7
from belisha.people.models import School
from belisha.policy import rules
from belisha.policy.reviewing.rules import OUTCOMES, standing
from belisha.sealed.models import SealedFile


@dataclass(frozen=True)
class came_out(Rule):
    """Seen once a version of it was published: before, the title alone would tell what the school prepares."""

    def holds(self, actor, thing):
        return thing.versions.filter(state__in=rules.READABLE).exists()

    def q(self, actor):
        return Q(Exists(Version.objects.filter(policy=OuterRef("pk"), state__in=rules.READABLE)))


class Policy(models.Model):
    """A policy of a school, through all its versions."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="policies")
    title = models.CharField(max_length=200)
    # Both are the school's own choice, changed on the policy's page. Clause 0-01-a asks for a yearly review.
    review_months = models.PositiveSmallIntegerField("months between reviews", default=12)
    acknowledge_days = models.PositiveSmallIntegerField("school days in which to acknowledge", default=10)
    review_notice_days = models.PositiveSmallIntegerField("days before a review in which to remind", default=60)
    # The review that was last reminded of: one letter for each, however often the reminder runs.
    review_reminded = models.DateField("review that was reminded of", null=True)
    # What the school says of whom it asks, beside what the clauses say: kind → {"asked", "why"}; see `audience`.
    audience = models.JSONField("whom the school asks", default=dict, blank=True)

    seen_by = held(Can.DRAFT_POLICY) | held(Can.APPROVE_POLICY) | held(Can.READ_POLICY) & came_out()

    class Meta:
        verbose_name_plural = "policies"

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("policy:detail", args=[self.pk])

    @property
    def kept_under(self) -> str:
        return f"policy:{self.pk}"


class Document(models.Model):
    """A file that was given to Belisha to read. The original is kept sealed, also when it could not be read."""

    class State(models.TextChoices):
        WAITING = "waiting", "Being read"
        READ = "read", "Read"
        UNREADABLE = "unreadable", "Could not be read"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    school = models.ForeignKey(School, on_delete=models.PROTECT)
    policy = models.ForeignKey(Policy, on_delete=models.PROTECT, null=True, related_name="documents")
    original = models.OneToOneField(SealedFile, on_delete=models.PROTECT)
    state = models.CharField(max_length=10, choices=State)
    reason = models.CharField(max_length=500, blank=True)
    remedy = models.CharField(max_length=500, blank=True)
    given_at = models.DateTimeField(default=timezone.now)
    # While it waits: how much of it has been read, in hundredths, when a worker last said so, how many began.
    progress = models.PositiveSmallIntegerField(default=0)
    worked_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)

    seen_by = held(Can.READ_ORIGINAL)
    unaudited = frozenset({"progress", "worked_at", "tries"})

    def __str__(self):
        return f"document of {timezone.localtime(self.given_at):%-d %B %Y}"

    def get_absolute_url(self):
        return reverse("policy:document", args=[self.pk])

    @property
    def waiting(self) -> bool:
        return self.state == self.State.WAITING

    @property
    def policy_key(self):
        """The policy it is an edition of. A new policy takes the document's own key, so that it is made once."""
        return self.policy_id or self.pk


class Version(models.Model):
    """One edition of a policy. Once published its words never change: the database refuses (migration 0002)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    school = models.ForeignKey(School, on_delete=models.PROTECT)
    policy = models.ForeignKey(Policy, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=rules.STATES, default=rules.DRAFT)
    document = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, blank=True)
    pack = models.CharField(max_length=60, blank=True)
    # The version that was in force when this one was begun: what "changed" is measured from.
    before = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="after")
    source = models.TextField()
    # Where each page of the document begins in `source`, as offsets; empty where the document has no pages.
    pages = models.JSONField(default=list, blank=True)
    text_hash = models.CharField(max_length=71, blank=True)
    approved_by = models.CharField(max_length=150, blank=True)
    approved_on = models.DateField(null=True)
    minute = models.CharField("minute reference", max_length=100, blank=True)
    published_at = models.DateTimeField(null=True)
    superseded_at = models.DateTimeField(null=True)
    review_due = models.DateField(null=True)

    seen_by = held(Can.DRAFT_POLICY) | held(Can.APPROVE_POLICY) | held(Can.READ_POLICY) & when("state", rules.READABLE)
    unaudited = frozenset({"source", "pages"})

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["policy", "number"], name="version_number_once"),
            models.UniqueConstraint(
                fields=["policy"], condition=models.Q(state=rules.PUBLISHED), name="version_one_published"
            ),
            models.UniqueConstraint(
                fields=["policy"], condition=models.Q(state__in=rules.OPEN), name="version_one_open"
            ),
            models.CheckConstraint(condition=models.Q(state__in=list(rules.STATES)), name="version_state_known"),
            models.CheckConstraint(
                condition=~models.Q(state__in=(rules.APPROVED, *rules.READABLE))
                | models.Q(approved_on__isnull=False) & ~models.Q(approved_by="") & ~models.Q(text_hash=""),
                name="version_approved_by_someone",
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=rules.READABLE) | models.Q(published_at__isnull=False),
                name="version_published_when",
            ),
        ]

    def __str__(self):
        return f"{self.policy.title}, version {self.number}"

    def get_absolute_url(self):
        return reverse("policy:version", args=[self.pk])

    @property
    def kept_under(self) -> str:
        return f"policy:{self.policy_id}"

    @property
    def review_standing(self) -> str:
        """Whether the review of the version in force is overdue, soon, or neither."""
        if self.state != rules.PUBLISHED or self.review_due is None:
            return ""
        return standing(self.review_due, timezone.localdate(), self.policy.review_notice_days)


class Clause(models.Model):
    """One sentence of a version and how it was read. Offsets point into the version's `source`."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    school = models.ForeignKey(School, on_delete=models.PROTECT)
    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="clauses")
    position = models.PositiveIntegerField()
    ident = models.CharField(max_length=20)
    number = models.CharField(max_length=20, blank=True)
    section = models.CharField(max_length=300, blank=True)
    text = models.TextField()
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    kind = models.CharField(max_length=12, choices=rules.KINDS)
    modality = models.CharField("strength", max_length=12, choices=rules.MODALITIES)
    binds = models.JSONField("who is bound", default=list)
    why = models.CharField("why it was read so", max_length=500, blank=True)
    cue_start = models.PositiveIntegerField(null=True)
    cue_end = models.PositiveIntegerField(null=True)
    confidence = models.FloatField(default=1.0)
    decided = models.BooleanField("somebody looked at it", default=False)
    pack_id = models.CharField("what it says in the shipped policy", max_length=20, blank=True)
    pack_sure = models.BooleanField(default=False)
    # Exceptions, whom to tell, by when, what follows, what is cited and defined: see `reading.particulars`.
    particulars = models.JSONField(default=dict, blank=True)
    # The ids of the clauses of the version before that this one goes back to; none where it is new.
    came_from = models.JSONField("clauses before that it goes back to", default=list, blank=True)

    seen_by = (
        held(Can.DRAFT_POLICY)
        | held(Can.APPROVE_POLICY)
        | held(Can.READ_POLICY) & when("version__state", rules.READABLE)
    )
    unaudited = frozenset({"why", "decided", "pack_sure", "came_from"})

    class Meta:
        ordering = ["version", "position"]
        constraints = [
            models.UniqueConstraint(fields=["version", "ident"], name="clause_ident_once"),
            models.CheckConstraint(condition=models.Q(end__gt=models.F("start")), name="clause_span"),
            models.CheckConstraint(condition=models.Q(kind__in=list(rules.KINDS)), name="clause_kind_known"),
            models.CheckConstraint(
                condition=models.Q(modality__in=list(rules.MODALITIES)), name="clause_modality_known"
            ),
        ]
        indexes = [models.Index(fields=["version", "position"], name="clause_order")]

    def __str__(self):
        # "(a)" alone could be many clauses; "7.2" is what the school itself says.
        return self.number if any(letter.isdigit() for letter in self.number) else self.ident

    def get_absolute_url(self):
        return reverse("policy:clause", args=[self.version_id, self.ident])

    @property
    def kept_under(self) -> str:
        return f"policy:{self.version.policy_id}"

    @property
    def normative(self) -> bool:
        return self.kind in rules.NORMATIVE

    @property
    def sure(self) -> bool:
        return self.decided or self.confidence >= rules.SURE


class Review(models.Model):
    """A review that was held, and what came of it, also when nothing changed (clause 0-01-a)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    school = models.ForeignKey(School, on_delete=models.PROTECT)
    policy = models.ForeignKey(Policy, on_delete=models.PROTECT, related_name="reviews")
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="reviews")
    outcome = models.CharField(max_length=10, choices=[(key, outcome.label) for key, outcome in OUTCOMES.items()])
    approved_by = models.CharField(max_length=150)
    held_on = models.DateField()
    minute = models.CharField("minute reference", max_length=100, blank=True)
    note = models.TextField(blank=True)
    was_due = models.DateField(null=True)
    next_due = models.DateField()
    recorded_at = models.DateTimeField(default=timezone.now)

    seen_by = held(Can.READ_POLICY) | held(Can.DRAFT_POLICY)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(outcome__in=list(OUTCOMES)), name="review_outcome_known"),
            models.CheckConstraint(condition=~models.Q(approved_by=""), name="review_approved_by_someone"),
        ]
        indexes = [models.Index(fields=["policy", "held_on"], name="review_order")]

    def __str__(self):
        return f"review of {self.policy.title}"

    @property
    def kept_under(self) -> str:
        return f"policy:{self.policy_id}"
