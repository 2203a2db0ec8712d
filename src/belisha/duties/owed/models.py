"""Duties as the school defines them, and what each adult owes and did."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from belisha.core.access import Can, held, own, when
from belisha.core.ids import uuid7
from belisha.duties.owed import rules
from belisha.people.models import Adult, School
from belisha.references.models import Reference
from belisha.sealed.models import SealedFile


class Duty(models.Model):
    """Something that adults must do: who, what, when first, how often, what counts as done, who is chased.

    All of it is data that the school can change; a new one needs no code (clauses 3-08-a, 4-16-a, 5-01-a, 5-01-f).
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="duties")
    # The key of the shipped row that it was taken from; none for the school's own.
    pack_key = models.CharField(max_length=60, blank=True)
    title = models.CharField(max_length=150)
    way = models.CharField("how it is done", max_length=10, choices=rules.WAYS)
    says = models.TextField("what is asked", blank=True)
    statement = models.TextField("what they put their name to", blank=True)
    # The lines to tick, each {"key", "label", "hint", "options"}: see `owed.items`.
    items = models.JSONField("what is looked at", default=list, blank=True)
    reference = models.ForeignKey(Reference, on_delete=models.PROTECT, null=True, blank=True, related_name="duties")
    # Whom it is asked of, by kind and by role; both empty: of everybody.
    kinds = models.JSONField("kinds of adult", default=list, blank=True)
    roles = models.JSONField("roles", default=list, blank=True)
    # First due so many working days after the first day, or after this day for those who were here before.
    starts_on = models.DateField("asked from")
    days = models.PositiveSmallIntegerField("working days in which to do it", default=10)
    # Again so many months after it was done, or each year on this day (as "MM-DD"); neither: once.
    every_months = models.PositiveSmallIntegerField("months until it is asked again", default=0)
    each_year = models.CharField("day of the year on which it is asked again", max_length=5, blank=True)
    evidence = models.CharField(max_length=4, choices=rules.EVIDENCE, default="none")
    # Roles that hear of those who are late.
    chased_by = models.JSONField("who follows it up", default=list, blank=True)
    # The rows of the clause register that it keeps, and where a "yes" leads (the name of a page).
    clauses = models.JSONField(default=list, blank=True)
    # Why it is asked and how we know, and the day on which somebody last looked that up.
    source = models.CharField("how we know", max_length=500, blank=True)
    checked_on = models.DateField("last looked up", null=True, blank=True)
    leads_to = models.CharField("page that a yes leads to", max_length=60, blank=True)
    state = models.CharField(max_length=5, choices=rules.DUTY_STATES, default=rules.DRAFT)
    made_at = models.DateTimeField(default=timezone.now)

    seen_by = (
        held(Can.KEEP_DUTIES)
        | held(Can.SEE_ACKNOWLEDGEMENTS)
        | held(Can.DO_DUTY) & when("state", (rules.LIVE, rules.ENDED))
    )

    class Meta:
        verbose_name_plural = "duties"
        constraints = [
            models.CheckConstraint(condition=Q(way__in=list(rules.WAYS)), name="duty_way_known"),
            models.CheckConstraint(condition=Q(state__in=list(rules.DUTY_STATES)), name="duty_state_known"),
            models.CheckConstraint(condition=Q(every_months=0) | Q(each_year=""), name="duty_again_one_way"),
            models.CheckConstraint(condition=Q(evidence__in=list(rules.EVIDENCE)), name="duty_evidence_known"),
            models.UniqueConstraint(
                fields=["school", "pack_key"], condition=~Q(pack_key=""), name="duty_of_the_pack_once"
            ),
        ]
        indexes = [models.Index(fields=["school", "state", "title"], name="duty_list")]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("owed:duty", args=[self.pk])

    @property
    def kept_under(self) -> str:
        return f"duty:{self.pk}"

    @property
    def terms(self) -> rules.Terms:
        """When it is asked, as plain values."""
        return rules.Terms(self.starts_on, self.days, self.every_months, self.each_year)

    @property
    def lines(self) -> list[rules.Item]:
        """What is looked at, as plain values."""
        return rules.items_of(self.items)

    @property
    def wording(self) -> str:
        """What somebody puts their name to."""
        return self.statement.strip() or rules.STATEMENTS[self.way]


class Owed(models.Model):
    """One adult, one duty, one round of it: to be done, or done, with what they put their name to as it stood then."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    school = models.ForeignKey(School, on_delete=models.PROTECT)
    adult = models.ForeignKey(Adult, on_delete=models.PROTECT, related_name="owed")
    duty = models.ForeignKey(Duty, on_delete=models.PROTECT, related_name="owed")
    round = models.PositiveSmallIntegerField(default=1)
    state = models.CharField(max_length=6, choices=rules.STATES, default=rules.DUE)
    opened_at = models.DateTimeField()
    due_on = models.DateField()
    done_at = models.DateTimeField(null=True)
    # When the next round is due to be asked, worked out as this one is done; none: never again.
    again_on = models.DateField(null=True)
    # What was on the page when it was done: the words, the ticks, and no handle, picture or address of an account.
    wording = models.TextField(blank=True)
    answers = models.JSONField(default=dict, blank=True)
    # What was asked, as it was shown: its title, its words, the lines to tick, and which edition was to be read.
    shown = models.JSONField(default=dict, blank=True)
    # A wish for help is open until somebody noted that it was given.
    help_wanted = models.BooleanField(default=False)
    helped_at = models.DateTimeField(null=True)
    helped_by = models.ForeignKey(Adult, on_delete=models.PROTECT, null=True, related_name="+")
    # Training: what it was and when it was held.
    course = models.CharField(max_length=150, blank=True)
    held_on = models.DateField(null=True)
    evidence = models.ForeignKey(SealedFile, on_delete=models.PROTECT, null=True, related_name="+")
    given = models.CharField("how it was given", max_length=8, choices=rules.GIVEN, default="self")
    witness = models.ForeignKey(Adult, on_delete=models.PROTECT, null=True, related_name="+")
    reminded_at = models.DateTimeField(null=True)

    seen_by = own("adult_id") | held(Can.SEE_ACKNOWLEDGEMENTS)
    # What somebody ticked about their own accounts is between them and the page.
    unaudited = frozenset({"answers", "wording", "shown", "help_wanted"})

    class Meta:
        verbose_name_plural = "owed"
        constraints = [
            models.UniqueConstraint(fields=["adult", "duty", "round"], name="owed_once_a_round"),
            models.UniqueConstraint(fields=["adult", "duty"], condition=Q(state=rules.DUE), name="owed_one_open"),
            models.CheckConstraint(condition=Q(state__in=list(rules.STATES)), name="owed_state_known"),
            models.CheckConstraint(condition=Q(given__in=list(rules.GIVEN)), name="owed_given_known"),
            models.CheckConstraint(
                condition=Q(state=rules.DONE, done_at__isnull=False) & ~Q(wording="")
                | ~Q(state=rules.DONE) & Q(done_at=None),
                name="owed_done_whole",
            ),
            models.CheckConstraint(
                condition=~Q(given__in=["paper", "recorded"]) | Q(witness__isnull=False), name="owed_witnessed"
            ),
            models.CheckConstraint(
                condition=Q(helped_at=None, helped_by=None)
                | Q(helped_at__isnull=False, helped_by__isnull=False, help_wanted=True),
                name="owed_helped_by_somebody",
            ),
        ]
        indexes = [
            models.Index(fields=["school"], condition=Q(help_wanted=True, helped_at=None), name="owed_help"),
            models.Index(fields=["duty", "state", "adult"], name="owed_list"),
            models.Index(fields=["adult"], condition=Q(state=rules.DUE), name="owed_due"),
            models.Index(fields=["again_on"], condition=Q(state=rules.DONE), name="owed_again"),
        ]

    def __str__(self):
        return f"{self.duty}"

    def get_absolute_url(self):
        return reverse("owed:detail", args=[self.pk])

    @property
    def kept_under(self) -> str:
        return f"adult:{self.adult_id}"
