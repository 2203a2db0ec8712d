"""Concerns: what was reported, whom it is about, whom it reaches and who may never know of it (clauses 6-22-a, 4-07-a).

Keys are random (`uuid4`): they tell neither when nor how many. Words are sealed (`concerns.sealing`); what happened
stands in the school's confidential log.
"""

import uuid

from django.db import models
from django.urls import reverse
from django.utils import timezone

from belisha.concerns import rules
from belisha.concerns.seeing import barred, routed
from belisha.core.access import ROLES
from belisha.people.models import Adult, School
from belisha.pupils.models import Pupil


class Concern(models.Model):
    """One concern. `known_at` is when the school first knew, which starts every clock; `reported_at` when it was sent.

    Of an anonymous reporter nothing is kept but the day: then both are midnights.
    """

    confidential = True

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+")
    number = models.CharField(max_length=9, default=rules.fresh_number, editable=False)
    kind = models.CharField("what it is about", max_length=30, choices=rules.TYPES)
    lane = models.CharField("no file can be attached", max_length=10, choices=rules.LANES, blank=True)
    state = models.CharField(max_length=10, choices=rules.STATES, default=rules.NEW)
    basket = models.CharField(max_length=20, choices=rules.BASKETS, blank=True)
    # What the reporter wrote, by the key of the question: see `sealing`.
    account = models.BinaryField()
    danger = models.BooleanField("a child may be in danger now", null=True)
    learned_on = models.DateField("the reporter learned of it on", null=True)
    known_at = models.DateTimeField("the school first knew")
    reported_at = models.DateTimeField()
    openness = models.CharField(max_length=12, choices=rules.OPENNESS, default=rules.NAMED)
    source = models.CharField(max_length=10, choices=rules.SOURCES, default=rules.SIGNED_IN)
    reporter = models.ForeignKey(Adult, on_delete=models.PROTECT, null=True, related_name="+")
    entered_by = models.ForeignKey(Adult, on_delete=models.PROTECT, null=True, related_name="+")
    owner = models.ForeignKey(Adult, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="taken by")
    taken_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    seen_by = routed()
    vetoed_by = barred()
    unaudited = frozenset({"account", "reporter_id"})

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["school", "number"], name="concern_number_once"),
            models.CheckConstraint(condition=models.Q(kind__in=list(rules.TYPES)), name="concern_kind_known"),
            models.CheckConstraint(condition=models.Q(state__in=list(rules.STATES)), name="concern_state_known"),
            models.CheckConstraint(condition=models.Q(basket__in=["", *rules.BASKETS]), name="concern_basket_known"),
            models.CheckConstraint(
                condition=~models.Q(kind="indecent_image") | models.Q(lane=rules.INDECENT), name="concern_without_files"
            ),
            models.CheckConstraint(
                condition=~models.Q(openness=rules.ANONYMOUS) | models.Q(reporter=None), name="concern_anonymous"
            ),
            models.CheckConstraint(
                condition=models.Q(state=rules.NEW, owner=None, taken_at=None)
                | ~models.Q(state=rules.NEW) & models.Q(owner__isnull=False, taken_at__isnull=False),
                name="concern_taken_by_somebody",
            ),
            models.CheckConstraint(
                condition=models.Q(state=rules.CLOSED, closed_at__isnull=False)
                | ~models.Q(state=rules.CLOSED) & models.Q(closed_at=None),
                name="concern_closed_on_a_day",
            ),
        ]
        indexes = [
            # Both in one direction, so that a list can follow them from either end.
            models.Index(fields=["school", "state", "known_at", "id"], name="concern_list"),
            models.Index(fields=["school", "known_at", "id"], condition=models.Q(closed_at=None), name="concern_open"),
            models.Index(fields=["known_at"], condition=models.Q(state=rules.NEW), name="concern_unowned"),
        ]

    def __str__(self):
        return f"concern {self.number}"

    def get_absolute_url(self):
        return reverse("triage:detail", args=[self.pk])

    @property
    def kept_under(self) -> str:
        return f"concern:{self.pk}"

    @property
    def only_the_day(self) -> bool:
        """Whether no finer time than the day may be kept of whoever reported (until then: of the report itself)."""
        return self.openness == rules.ANONYMOUS and self.state == rules.NEW


class OfConcern(models.Model):
    """What every row that belongs to a concern has."""

    confidential = True

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+")
    concern = models.ForeignKey(Concern, on_delete=models.PROTECT, related_name="%(class)ss")

    seen_by = routed("concern")
    vetoed_by = barred("concern")

    class Meta:
        abstract = True

    @property
    def kept_under(self) -> str:
        return f"concern:{self.concern_id}"


class Subject(OfConcern):
    """Whom it is about. An adult of the school is named by key, so that they can be barred; anybody else in words."""

    kind = models.CharField(max_length=10, choices=rules.SUBJECTS)
    adult = models.ForeignKey(Adult, on_delete=models.PROTECT, null=True, related_name="+")
    words = models.BinaryField(default=bytes)
    added_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField("found not to be the subject", null=True)

    unaudited = frozenset({"words"})

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind=rules.ADULT, adult__isnull=False)
                | ~models.Q(kind=rules.ADULT) & models.Q(adult=None),
                name="subject_adult_by_key",
            ),
            models.UniqueConstraint(
                fields=["concern", "adult"], condition=models.Q(ended_at=None), name="subject_once"
            ),
        ]
        indexes = [models.Index(fields=["adult", "concern"], name="subject_of")]

    def __str__(self):
        return "a subject"


class Child(OfConcern):
    """A child it concerns. Their own file stays elsewhere; `words`: initials, a class, its reference there."""

    concern = models.ForeignKey(Concern, on_delete=models.PROTECT, related_name="children")
    pupil = models.ForeignKey(Pupil, on_delete=models.SET_NULL, null=True, related_name="+")
    words = models.BinaryField(default=bytes)

    unaudited = frozenset({"words", "pupil_id"})

    class Meta:
        verbose_name_plural = "children"

    def __str__(self):
        return "a child"


class Route(OfConcern):
    """A post that the concern reaches, or reached. Worked out anew whenever a subject or a conflict becomes known."""

    concern = models.ForeignKey(Concern, on_delete=models.PROTECT, related_name="routes")
    post = models.CharField(max_length=20, choices=[(role.value, card.label) for role, card in ROLES.items()])
    leads = models.BooleanField(default=False)
    why = models.CharField(max_length=120)
    began_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["concern", "post"], condition=models.Q(ended_at=None), name="route_once"),
            models.UniqueConstraint(
                fields=["concern"], condition=models.Q(ended_at=None, leads=True), name="route_led_by_one"
            ),
        ]
        indexes = [
            models.Index(fields=["concern", "post"], condition=models.Q(ended_at=None), name="route_open"),
            models.Index(fields=["school", "post"], condition=models.Q(ended_at=None), name="route_of_post"),
        ]

    def __str__(self):
        return "a route"


class Barred(OfConcern):
    """An adult who may never know of the concern, and why. It comes before every role."""

    concern = models.ForeignKey(Concern, on_delete=models.PROTECT, related_name="barred")
    adult = models.ForeignKey(Adult, on_delete=models.PROTECT, related_name="+")
    why = models.CharField(max_length=20)
    # Why, in their own words, where they said that they have a conflict.
    words = models.BinaryField(default=bytes)
    since = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True)

    unaudited = frozenset({"words"})

    class Meta:
        verbose_name_plural = "barred"
        constraints = [
            models.UniqueConstraint(
                fields=["concern", "adult", "why"], condition=models.Q(ended_at=None), name="barred_once"
            )
        ]
        indexes = [
            models.Index(fields=["concern", "adult"], condition=models.Q(ended_at=None), name="barred_open"),
        ]

    def __str__(self):
        return "a bar"
