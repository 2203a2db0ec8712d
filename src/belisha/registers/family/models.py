"""Declarations of family relationships and dual roles, and what was decided about each when.

Clauses 3-06-b, 6-07-b, 6-08-d, 6-08-e and 6-09-a.
"""

from django.db import models
from django.urls import reverse
from django.utils import timezone

from belisha.core.access import Can, held, own, when
from belisha.core.ids import uuid7
from belisha.people.models import Adult, School
from belisha.pupils.models import Pupil
from belisha.registers import deciders
from belisha.registers.family import rules
from belisha.registers.timeline import Told


class FamilyTerms(models.Model):
    """How long a declaration may wait here, and after how long an acknowledged one is looked at again."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    school = models.OneToOneField(School, on_delete=models.PROTECT, related_name="family_terms")
    wait_days = models.PositiveSmallIntegerField("working days that a declaration may wait", default=5)
    again_months = models.PositiveSmallIntegerField("months until it is looked at again", default=12)

    seen_by = held(Can.DECIDE_DECLARATION) | held(Can.DECIDE_FOR_HEADTEACHER)

    class Meta:
        verbose_name_plural = "family terms"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(wait_days__gte=1, again_months__gte=1), name="family_terms_are_some"
            ),
        ]

    def __str__(self):
        return "terms of declarations"


class Declaration(models.Model):
    """What an adult told the school about themselves: seen by them and by whoever decides, and by nobody else."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+")
    adult = models.ForeignKey(Adult, on_delete=models.PROTECT, related_name="declarations")
    kind = models.CharField(max_length=10, choices=rules.KINDS)
    relationship = models.TextField("in their own words")
    pupil_name = models.CharField("the pupil", max_length=rules.LONGEST_NAME, blank=True)
    # Only where the school keeps the list and exactly one pupil there has that name. It tells when they leave.
    pupil = models.ForeignKey(Pupil, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    state = models.CharField(max_length=20, choices=rules.STATES, default=rules.DECLARED)
    goes_to = models.CharField("who decides", max_length=12, choices=deciders.GOES_TO)
    declared_at = models.DateTimeField(default=timezone.now)
    discussed_on = models.DateField(null=True)
    decided_on = models.DateField(null=True)
    decided_by = models.ForeignKey(Adult, on_delete=models.PROTECT, null=True, related_name="+")
    protocol = models.TextField("what was agreed", blank=True)
    # A protocol of the register of protocols that it follows, if there is one; that register may be empty.
    protocol_key = models.UUIDField(null=True, blank=True)
    reason = models.TextField("why it was not acknowledged", blank=True)
    review_on = models.DateField("to be looked at again on", null=True)
    ended_on = models.DateField(null=True)
    ended_why = models.CharField(max_length=12, choices=rules.WHY_ENDED, blank=True)
    reminded_on = models.DateField(null=True)
    # How often something happened to it: whoever looked before the last time is told, whichever words changed.
    changes = models.PositiveIntegerField(default=0)

    seen_by = (
        own("adult_id")
        | held(Can.DECIDE_DECLARATION) & when("goes_to", (deciders.HEADTEACHER,)) & when("state", rules.SEEN)
        | held(Can.DECIDE_FOR_HEADTEACHER) & when("goes_to", (deciders.CHAIR,)) & when("state", rules.SEEN)
    )
    # Whoever reads the log learns nothing of what was declared, of the pupil, or of what was agreed.
    unaudited = frozenset(
        {"kind", "relationship", "pupil_name", "pupil_id", "protocol", "protocol_key", "reason", "ended_why",
         "reminded_on"}
    )  # fmt: skip

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(state__in=list(rules.STATES)), name="declaration_state_known"),
            models.CheckConstraint(condition=models.Q(kind__in=list(rules.KINDS)), name="declaration_kind_known"),
            models.CheckConstraint(
                condition=models.Q(goes_to__in=list(deciders.GOES_TO)), name="declaration_goes_somewhere"
            ),
            models.CheckConstraint(condition=~models.Q(relationship=""), name="declaration_in_words"),
            models.CheckConstraint(
                condition=models.Q(kind=rules.FAMILY) & ~models.Q(pupil_name="")
                | ~models.Q(kind=rules.FAMILY) & models.Q(pupil_name="", pupil=None),
                name="declaration_names_a_pupil",
            ),
            # Clause 6-09-a: talked over first, then acknowledged.
            models.CheckConstraint(
                condition=~models.Q(state=rules.ACKNOWLEDGED)
                | models.Q(
                    discussed_on__isnull=False, decided_on__isnull=False, decided_by__isnull=False,
                    review_on__isnull=False, discussed_on__lte=models.F("decided_on"),
                )
                & ~models.Q(protocol=""),
                name="declaration_discussed_before",
            ),
            models.CheckConstraint(
                condition=~models.Q(state=rules.DISCUSSED) | models.Q(discussed_on__isnull=False),
                name="declaration_discussed_when",
            ),
            models.CheckConstraint(
                condition=~models.Q(state=rules.NOT_ACKNOWLEDGED)
                | models.Q(decided_on__isnull=False, decided_by__isnull=False) & ~models.Q(reason=""),
                name="declaration_refused_with_reason",
            ),
            models.CheckConstraint(
                condition=models.Q(decided_on=None, decided_by=None)
                | models.Q(decided_on__isnull=False, decided_by__isnull=False),
                name="declaration_decided_by_someone",
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=(rules.DECLARED, rules.DISCUSSED, rules.WITHDRAWN))
                | models.Q(decided_on=None),
                name="declaration_undecided",
            ),
            models.CheckConstraint(
                condition=models.Q(state=rules.ENDED, ended_on__isnull=False) & ~models.Q(ended_why="")
                | ~models.Q(state=rules.ENDED) & models.Q(ended_on=None, ended_why=""),
                name="declaration_ended_whole",
            ),
        ]  # fmt: skip
        indexes = [
            models.Index(fields=["school", "goes_to", "state", "declared_at"], name="declaration_list"),
            models.Index(fields=["adult", "declared_at"], name="declaration_own"),
        ]

    def __str__(self):
        return "declaration"

    def get_absolute_url(self):
        return reverse("family:detail", args=[self.pk])

    @property
    def kept_under(self) -> str:
        return f"adult:{self.adult_id}"

    @property
    def short_kind(self) -> str:
        return rules.SHORT_KINDS[self.kind]

    @property
    def waits(self) -> bool:
        return self.state in rules.WAITING


class DeclarationEntry(Told):
    """One thing that happened to a declaration. Added, never changed: the database refuses (see `timeline`)."""

    declaration = models.ForeignKey(Declaration, on_delete=models.CASCADE, related_name="told")
    what = models.CharField(max_length=12, choices=rules.WHAT)
    protocol_key = models.UUIDField(null=True)

    seen_by = (
        own("declaration__adult_id")
        | held(Can.DECIDE_DECLARATION)
        & when("declaration__goes_to", (deciders.HEADTEACHER,))
        & when("declaration__state", rules.SEEN)
        | held(Can.DECIDE_FOR_HEADTEACHER)
        & when("declaration__goes_to", (deciders.CHAIR,))
        & when("declaration__state", rules.SEEN)
    )
    unaudited = frozenset({"words"})

    class Meta(Told.Meta):
        verbose_name_plural = "declaration entries"
        constraints = [
            models.CheckConstraint(condition=models.Q(what__in=list(rules.WHAT)), name="declaration_entry_known"),
            models.CheckConstraint(condition=models.Q(state__in=list(rules.STATES)), name="declaration_entry_state"),
        ]
        indexes = [models.Index(fields=["declaration", "at"], name="declaration_told")]

    def __str__(self):
        return "entry about a declaration"

    @property
    def kept_under(self) -> str:
        return f"adult:{self.declaration.adult_id}"
