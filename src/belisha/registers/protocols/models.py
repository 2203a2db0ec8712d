"""Platforms, the protocols under which they are used, and what happened to each protocol (clauses 6-02-a, 6-06-a)."""

from dataclasses import dataclass

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone

from belisha.core.access import NOTHING, Can, Rule, held, own, sees, visible_to, when
from belisha.core.ids import uuid7
from belisha.people.models import Adult, School
from belisha.registers.protocols import rules

KEEPERS = held(Can.KEEP_PROTOCOLS) | held(Can.AGREE_PROTOCOL)


class Platform(models.Model):
    """Something that adults or pupils write, speak or show themselves through: the school's own, or another's."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="platforms")
    name = models.CharField(max_length=100)
    kind = models.CharField(max_length=10, choices=rules.PLATFORM_KINDS, default="other")
    ours = models.BooleanField("the school’s own", default=False)
    state = models.CharField(max_length=10, choices=rules.PLATFORM_STATES, default=rules.UNDECIDED)
    # The day since which it is used, or no longer used.
    since = models.DateField(null=True, blank=True)
    note = models.CharField(max_length=500, blank=True)
    # The key of the shipped row that it came from; none for the school's own entries.
    key = models.CharField(max_length=60, blank=True)
    said_by = models.ForeignKey(Adult, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    # Which platforms are in use is no secret (clause 3-07-a); one that somebody asked about waits for an answer.
    seen_by = KEEPERS | own("said_by_id") | held(Can.SEE_REGISTERS) & when("state", (rules.USED,))

    class Meta:
        constraints = [
            models.UniqueConstraint("school", Lower("name"), name="platform_once"),
            models.UniqueConstraint(fields=["school", "key"], condition=~Q(key=""), name="platform_key_once"),
            models.CheckConstraint(condition=Q(kind__in=list(rules.PLATFORM_KINDS)), name="platform_kind_known"),
            models.CheckConstraint(condition=Q(state__in=list(rules.PLATFORM_STATES)), name="platform_state_known"),
            models.CheckConstraint(condition=~Q(name=""), name="platform_has_name"),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("protocols:platform", args=[self.pk])

    @property
    def kept_under(self) -> str:
        return f"platform:{self.pk}"


@dataclass(frozen=True)
class named(Rule):
    """Seen by the adults whom a protocol names."""

    def holds(self, actor, thing):
        return actor.id is not None and thing.people.filter(pk=actor.id).exists()

    def q(self, actor):
        if actor.id is None:
            return NOTHING
        return Q(pk__in=Protocol.people.through.objects.filter(adult_id=actor.id).values("protocol_id"))


class Protocol(models.Model):
    """What was agreed about a way of keeping in touch: who, with whom, for what, by which rules, from when to when.

    A protocol that was agreed is not changed: its new edition takes its place, and it stays readable for its days.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="protocols")
    platform = models.ForeignKey(Platform, on_delete=models.PROTECT, null=True, blank=True, related_name="protocols")
    kind = models.CharField("what it is about", max_length=10, choices=rules.KINDS)
    title = models.CharField(max_length=150)
    purpose = models.TextField("what it is for", blank=True)
    classes = models.CharField("classes", max_length=300, blank=True)
    everyone = models.BooleanField("all adults working here", default=False)
    people = models.ManyToManyField(Adult, related_name="protocols", blank=True)
    agreement = models.TextField("what was agreed", blank=True)
    agreed_with = models.CharField("who else agreed to it", max_length=300, blank=True)
    state = models.CharField(max_length=10, choices=rules.STATES, default=rules.DRAFT)
    # Counted up with every change, so that nobody agrees to other words, or people, than they saw.
    revision = models.PositiveIntegerField(default=1)
    made_by = models.ForeignKey(Adult, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    first = models.DateField("first day", null=True, blank=True)
    last = models.DateField("last day", null=True, blank=True)
    review = models.DateField("looked at again on", null=True, blank=True)
    agreed_by = models.ForeignKey(Adult, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    agreed_on = models.DateField(null=True, blank=True)
    agreed_at = models.DateTimeField(null=True, blank=True)
    # The first day on which it no longer held: it was ended, or its new edition began.
    stopped = models.DateField("no longer in force from", null=True, blank=True)
    # Why it was not agreed, or why it was ended.
    reason = models.CharField(max_length=500, blank=True)
    replaces = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="editions")
    # The key of the shipped template that it was begun from, and the gap of the policy that the template points to.
    template = models.CharField(max_length=60, blank=True)

    seen_by = (
        KEEPERS
        | own("made_by_id") & when("kind", rules.OPEN_KINDS)
        | held(Can.SEE_REGISTERS) & when("state", rules.ONCE_AGREED) & when("kind", rules.OPEN_KINDS)
        | held(Can.SEE_REGISTERS) & when("state", rules.ONCE_AGREED) & named()
    )
    unaudited = frozenset({"title", "purpose", "classes", "agreement", "agreed_with", "reason"})

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=list(rules.KINDS)), name="protocol_kind_known"),
            models.CheckConstraint(condition=Q(state__in=list(rules.STATES)), name="protocol_state_known"),
            models.CheckConstraint(condition=~Q(title=""), name="protocol_has_title"),
            models.CheckConstraint(
                condition=Q(state__in=rules.ONCE_AGREED, agreed_by__isnull=False, agreed_on__isnull=False)
                & Q(agreed_at__isnull=False, first__isnull=False)
                & (Q(last__isnull=False) | Q(review__isnull=False))
                | ~Q(state__in=rules.ONCE_AGREED) & Q(agreed_by=None, agreed_on=None, agreed_at=None),
                name="protocol_agreed_whole",
            ),
            models.CheckConstraint(
                condition=Q(agreed_on=None) | Q(first__gte=F("agreed_on")), name="protocol_agreed_beforehand"
            ),
            models.CheckConstraint(
                condition=(Q(last=None) | Q(first=None) | Q(last__gte=F("first")))
                & (Q(review=None) | Q(first=None) | Q(review__gte=F("first"))),
                name="protocol_days_in_order",
            ),
            models.CheckConstraint(
                condition=Q(state__in=(rules.REPLACED, rules.ENDED), stopped__isnull=False)
                | ~Q(state__in=(rules.REPLACED, rules.ENDED)) & Q(stopped=None),
                name="protocol_stopped_on_a_day",
            ),
            models.CheckConstraint(
                condition=~Q(kind=rules.FAMILY) | Q(everyone=False), name="protocol_of_a_family_names_adults"
            ),
            models.UniqueConstraint(
                fields=["replaces"], condition=Q(state__in=rules.ONCE_AGREED), name="protocol_replaced_once"
            ),
        ]
        indexes = [models.Index(fields=["school", "state", "kind"], name="protocol_list")]

    def __str__(self):
        return "protocol"

    def get_absolute_url(self):
        return reverse("protocols:detail", args=[self.pk])

    @property
    def kept_under(self) -> str:
        return f"protocol:{self.pk}"

    def is_live(self, on) -> bool:
        """Whether it was in force on a day."""
        return rules.is_live(self.state, self.first, self.last, self.stopped, on)

    @property
    def standing(self) -> str:
        """How it stands today, in words."""
        return rules.standing(self.state, self.first, self.last, self.stopped, timezone.localdate())


@dataclass(frozen=True)
class as_its_protocol(Rule):
    """Seen by whoever sees the protocol."""

    def holds(self, actor, thing):
        return sees(actor, thing.protocol)

    def q(self, actor):
        return Q(protocol__in=visible_to(actor, Protocol.objects.all()).values("pk"))


class ProtocolStep(models.Model):
    """One thing that happened to a protocol. Written once and held by the database: see `guards`."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+")
    protocol = models.ForeignKey(Protocol, on_delete=models.PROTECT, related_name="steps")
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(Adult, on_delete=models.PROTECT, null=True, related_name="+")
    what = models.CharField(max_length=12, choices=rules.STEPS)
    note = models.CharField(max_length=500, blank=True)

    seen_by = as_its_protocol()
    unaudited = frozenset({"note"})

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(what__in=list(rules.STEPS)), name="protocol_step_known")]
        indexes = [models.Index(fields=["protocol", "at"], name="protocol_timeline")]

    def __str__(self):
        return "step of a protocol"

    @property
    def kept_under(self) -> str:
        return f"protocol:{self.protocol_id}"
