"""The way back to a concern that one reported: its code, what was written to and fro, and the school's public door."""

import uuid
from dataclasses import dataclass

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from belisha.concerns import rules
from belisha.concerns.models import Concern, OfConcern
from belisha.concerns.reporting.models import Receipt
from belisha.concerns.seeing import barred, routed
from belisha.core.access import NOTHING, Can, Rule, carried, held
from belisha.people.models import Adult, School

LONGEST = 5000


@dataclass(frozen=True)
class unbarred(Rule):
    """Seen by whoever is not barred from the concern."""

    path: str = "concern"

    def holds(self, actor, thing):
        return not barred(self.path).holds(actor, thing)

    def q(self, actor):
        return ~barred(self.path).q(actor)


@dataclass(frozen=True)
class reported(Rule):
    """Seen by the adult who reported the concern, with their name or in confidence."""

    def holds(self, actor, thing):
        return actor.id is not None and Receipt.objects.filter(concern=thing.concern_id, reporter=actor.id).exists()

    def q(self, actor):
        return Q(concern__receipt__reporter_id=actor.id) if actor.id is not None else NOTHING


class Token(OfConcern):
    """The code of an anonymous report, as a hash. Whoever comes with it proves that the report is theirs."""

    concern = models.OneToOneField(Concern, on_delete=models.PROTECT, related_name="token")
    secret_hash = models.CharField(max_length=64, unique=True)

    seen_by = carried("concern_id")
    vetoed_by = None
    unaudited = frozenset({"secret_hash"})

    def __str__(self):
        return "code"

    @property
    def only_the_day(self) -> bool:
        return True


class Message(OfConcern):
    """What the school wrote to whoever reported, or they to the school. Its words are sealed under the concern's key.

    `number` is its place in the conversation, since of an anonymous one only the day is kept. `writer` is the adult
    who wrote for the school; whoever reported is never told who that is.
    """

    number = models.PositiveIntegerField()
    from_reporter = models.BooleanField()
    words = models.BinaryField()
    written_at = models.DateTimeField()
    writer = models.ForeignKey(Adult, on_delete=models.PROTECT, null=True, related_name="+")

    # Whoever reported reads their own conversation even where they are found to be a subject, as one who reports
    # themselves is; it says nothing that was not said to them.
    seen_by = routed("concern") & unbarred() | reported() | carried("concern_id")
    vetoed_by = None
    unaudited = frozenset({"words"})

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["concern", "number"], name="message_in_its_place"),
            models.CheckConstraint(
                condition=Q(from_reporter=True, writer=None) | Q(from_reporter=False, writer__isnull=False),
                name="message_written_by",
            ),
        ]

    def __str__(self):
        return "message"

    @property
    def only_the_day(self) -> bool:
        """Whether no finer time than the day may be kept of it."""
        return self.concern.openness == rules.ANONYMOUS


class Door(models.Model):
    """Whether parents, pupils and others can report here without an account, and what the page says to them."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    school = models.OneToOneField(School, on_delete=models.PROTECT, related_name="public_door")
    is_open = models.BooleanField("open", default=False)
    words = models.TextField("what it says in the school’s own words", blank=True)
    changed_at = models.DateTimeField(default=timezone.now)
    changed_by = models.ForeignKey(Adult, on_delete=models.PROTECT, null=True, related_name="+")

    # What it says to strangers they read through `queries.open_doors`.
    seen_by = held(Can.OPEN_PUBLIC_DOOR)

    def __str__(self):
        return "public page for reports"

    def get_absolute_url(self):
        return reverse("returning:door")
