"""What was decided about a concern and who was asked, the clauses that it touches, and by when things happen here."""

from django.db import models
from django.utils import timezone

from belisha.concerns import rules as concerns
from belisha.concerns.models import OfConcern
from belisha.concerns.triage import rules
from belisha.core.access import Can, held
from belisha.core.ids import uuid7
from belisha.people.models import Adult, School
from belisha.policy.models import Version


class ConcernTerms(models.Model):
    """By when something happens with a concern here (clause 4-07-a). A school without a row goes by what ships."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    school = models.OneToOneField(School, on_delete=models.PROTECT, related_name="concern_terms")
    untouched_days = models.PositiveSmallIntegerField()
    lado_days = models.PositiveSmallIntegerField()
    lado_hours = models.PositiveSmallIntegerField()
    review_weeks = models.PositiveSmallIntegerField()
    platform_hours = models.PositiveSmallIntegerField()
    pattern_count = models.PositiveSmallIntegerField()
    pattern_months = models.PositiveSmallIntegerField()
    draft_days = models.PositiveSmallIntegerField()
    number_months = models.PositiveSmallIntegerField()

    seen_by = held(Can.HANDLE_CONCERN)

    class Meta:
        verbose_name_plural = "concern terms"

    def __str__(self):
        return "terms of concerns"


class Decision(OfConcern):
    """One thing that somebody decided: a basket, an end, a new beginning. Added, and never changed: see `timeline`."""

    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(Adult, on_delete=models.PROTECT, related_name="+")
    what = models.CharField(max_length=10, choices=rules.WHAT)
    basket = models.CharField(max_length=20, choices=concerns.BASKETS, blank=True)
    # Which of the four limbs of the harm threshold may be met.
    limbs = models.JSONField(default=list)
    # Whether somebody looked into the family register before.
    read_register = models.BooleanField(default=False)
    # {"reason": …, "told": what the reporter was told}, sealed.
    words = models.BinaryField(default=bytes)

    unaudited = frozenset({"words"})

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(what__in=list(rules.WHAT)), name="decision_known"),
            models.CheckConstraint(
                condition=~models.Q(what__in=(rules.BASKET, rules.CLOSED)) | ~models.Q(basket=""),
                name="decision_into_a_basket",
            ),
        ]
        indexes = [models.Index(fields=["concern", "at"], name="decision_order")]

    def __str__(self):
        return "a decision"


class Consultation(OfConcern):
    """Somebody outside was asked: the LADO, HR, a lawyer (clause 7-04-b). When, whom, what they said."""

    body = models.CharField(max_length=15, choices=rules.BODIES)
    at = models.DateTimeField("when they were asked")
    by = models.ForeignKey(Adult, on_delete=models.PROTECT, related_name="+")
    noted_at = models.DateTimeField(default=timezone.now)
    # {"who": …, "asked": …, "reply": …}, sealed.
    words = models.BinaryField()

    unaudited = frozenset({"words"})

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(body__in=list(rules.BODIES)), name="consultation_body_known")
        ]
        indexes = [models.Index(fields=["concern", "body", "at"], name="consultation_first")]

    def __str__(self):
        return "a consultation"


class Touched(OfConcern):
    """A clause that somebody chose as one that the concern touches, of the version in force on the day it happened."""

    concern = models.ForeignKey("concerns.Concern", on_delete=models.PROTECT, related_name="touched")
    version = models.ForeignKey(Version, on_delete=models.PROTECT, null=True, related_name="+")
    ident = models.CharField(max_length=20)
    by = models.ForeignKey(Adult, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name_plural = "touched"
        constraints = [
            models.UniqueConstraint(
                fields=["concern", "version", "ident"], condition=models.Q(ended_at=None), name="touched_once"
            )
        ]

    def __str__(self):
        return "a clause that may be touched"


class Chase(OfConcern):
    """That nobody had taken it in time, and that those whom it reaches were written to on this day."""

    on = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["concern", "on"], name="chase_once_a_day")]

    def __str__(self):
        return "a reminder"
