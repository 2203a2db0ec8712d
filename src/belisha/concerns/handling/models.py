"""What is done about a concern, and whom to call: the directory is the school's, all else belongs to one concern."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from belisha.concerns.handling import rules
from belisha.concerns.handling.calling import rules as directory
from belisha.concerns.handling.papers import rules as papers
from belisha.concerns.models import OfConcern
from belisha.core.access import Can, held, own
from belisha.core.ids import uuid7
from belisha.people.models import Adult, School


class Number(models.Model):
    """Whom to call or where to report (clause 9-06-b), as the school keeps it. Strangers see it: it names nobody."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+")
    # The key of the shipped row; empty where the school wrote it itself.
    key = models.CharField(max_length=30, blank=True)
    place = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=8, choices=directory.STATES, default=directory.KEPT)
    label = models.CharField("who it is", max_length=120)
    says = models.CharField("what for", max_length=250, blank=True)
    purposes = models.JSONField("when it is shown", default=list)
    telephone = models.CharField(max_length=40, blank=True)
    web = models.CharField("web address", max_length=200, blank=True)
    hours = models.CharField(max_length=120, blank=True)
    source = models.CharField("how we know", max_length=250, blank=True)
    certainty = models.CharField("how sure", max_length=12, choices=directory.CERTAINTY)
    looked_on = models.DateField("last checked")
    looked_by = models.ForeignKey(Adult, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    next_look = models.DateField("to be checked again")

    # Whoever may ever have to call. Somebody without an account sees them through `queries.numbers`.
    seen_by = held(Can.READ_POLICY)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["school", "key"], condition=~Q(key=""), name="number_key_once"),
            models.CheckConstraint(condition=Q(state__in=list(directory.STATES)), name="number_state_known"),
            models.CheckConstraint(condition=Q(certainty__in=list(directory.CERTAINTY)), name="number_how_sure"),
            models.CheckConstraint(condition=~Q(label=""), name="number_says_whose"),
        ]
        indexes = [models.Index(fields=["school", "place", "label"], name="number_list")]

    def __str__(self):
        return self.label

    def get_absolute_url(self):
        return reverse("handling:numbers")

    @property
    def overdue(self) -> bool:
        """Whether somebody should hold it against its source again."""
        return self.next_look <= timezone.localdate()

    @property
    def empty(self) -> bool:
        """Whether there is nothing to call and nowhere to write: the school has not filled it in."""
        return not self.telephone and not self.web

    @property
    def unsure(self) -> bool:
        """Whether whoever uses it should check it at the source first."""
        return self.certainty in directory.TO_CHECK

    @property
    def lines(self) -> list[tuple[str, str]]:
        """Each telephone number by itself, as a link dials it and as it is written: a day line, a night line."""
        return directory.lines(self.telephone)


class StepEntry(OfConcern):
    """What somebody wrote down in a step: the newest of its step is how it stands, the others are how it came there.

    Never changed, never taken away: a trigger holds it. Answers and reasons are sealed.
    """

    step = models.CharField(max_length=30)
    turn = models.PositiveIntegerField()
    state = models.CharField(max_length=12, choices=rules.STEP_STATES)
    words = models.BinaryField()
    by = models.ForeignKey(Adult, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    unaudited = frozenset({"words"})

    class Meta:
        verbose_name_plural = "step entries"
        constraints = [
            models.UniqueConstraint(fields=["concern", "step", "turn"], name="step_entry_once"),
            models.CheckConstraint(condition=Q(state__in=list(rules.STEP_STATES)), name="step_entry_state_known"),
        ]

    def __str__(self):
        return "a step"


class PostReport(OfConcern):
    """A report to a platform about a post, and what the platform did. Its time counts from `reported_at`."""

    words = models.BinaryField()
    reported_at = models.DateTimeField()
    noted_by = models.ForeignKey(Adult, on_delete=models.PROTECT, related_name="+")
    intimate = models.BooleanField("an adult’s intimate picture", default=False)
    unsafe = models.BooleanField("a child may not be safe", default=False)
    outcome = models.CharField(max_length=10, choices=rules.OUTCOMES, blank=True)
    answered_at = models.DateTimeField(null=True)
    reply = models.BinaryField(default=bytes)

    unaudited = frozenset({"words", "reply"})

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(outcome__in=["", *rules.OUTCOMES]), name="post_report_outcome_known"),
            models.CheckConstraint(
                condition=Q(outcome="", answered_at=None) | ~Q(outcome="") & Q(answered_at__isnull=False),
                name="post_report_answered",
            ),
        ]

    def __str__(self):
        return "a report to a platform"


class Paper(OfConcern):
    """A letter or a form that leaves the school: sealed as a draft, made as a Word file, noted when it was sent."""

    kind = models.CharField(max_length=20)
    state = models.CharField(max_length=8, choices=papers.STATES, default=papers.DRAFT)
    words = models.BinaryField(default=bytes)
    # When and to whom it went, what came back; sealed.
    after = models.BinaryField(default=bytes)
    begun_at = models.DateTimeField(default=timezone.now)
    begun_by = models.ForeignKey(Adult, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField(default=timezone.now)
    given_on = models.DateField(null=True)

    unaudited = frozenset({"words", "after"})

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=list(papers.STATES)), name="paper_state_known"),
            models.CheckConstraint(
                condition=Q(state=papers.GIVEN, given_on__isnull=False) | ~Q(state=papers.GIVEN) & Q(given_on=None),
                name="paper_given_on_a_day",
            ),
        ]

    def __str__(self):
        return "a paper"

    def get_absolute_url(self):
        return reverse("handling:paper", args=[self.concern_id, self.pk])

    @property
    def template(self) -> papers.Template:
        """What it is made from."""
        return papers.templates()[self.kind]


class FilterCheck(models.Model):
    """Something about the filter that the IT lead is asked to check (clause 7-03-c). It names no concern and nobody."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+")
    says = models.TextField("what to check", max_length=2000)
    asked_at = models.DateTimeField(default=timezone.now)
    asked_by = models.ForeignKey(Adult, on_delete=models.PROTECT, related_name="+")
    found = models.TextField("what was found", max_length=4000, blank=True)
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(Adult, on_delete=models.PROTECT, null=True, related_name="+")

    seen_by = held(Can.KEEP_ACCOUNTS) | own("asked_by_id")
    unaudited = frozenset({"says", "found"})

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(done_at=None, done_by=None, found="")
                | Q(done_at__isnull=False, done_by__isnull=False) & ~Q(found=""),
                name="filter_check_done_by_somebody",
            ),
        ]
        indexes = [models.Index(fields=["school", "-asked_at"], name="filter_check_list")]

    def __str__(self):
        return "a check of the filter"

    def get_absolute_url(self):
        return reverse("handling:check", args=[self.pk])
