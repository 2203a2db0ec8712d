"""The school's library of references, and how often it looks them through."""

from dataclasses import dataclass

from django.db import models
from django.db.models import Q
from django.urls import reverse

from belisha.core.access import NOTHING, Can, Rule, held
from belisha.core.ids import uuid7
from belisha.people.models import Adult, School
from belisha.people.rules import binds
from belisha.references import rules
from belisha.sealed.models import SealedFile


@dataclass(frozen=True)
class meant(Rule):
    """Seen by those for whom it is meant, in the words of a clause's "binds", while it is in the library."""

    def holds(self, actor, thing):
        return thing.state == rules.KEPT and thing.for_whom in _words(actor)

    def q(self, actor):
        words = _words(actor)
        return Q(state=rules.KEPT, for_whom__in=words) if words else NOTHING


def _words(actor) -> list[str]:
    """The words that speak to an adult. Whoever is none of the school, such as an inspector, reads what all read."""
    kind = getattr(actor, "kind", "")
    return [word for word in rules.FOR_WHOM if word == "adult" or (kind and binds([word], kind, actor.roles))]


class Reference(models.Model):
    """A law, guidance or sister policy: the edition in force, where it is kept, and who looked last."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="references")
    # The key of the shipped row that it was taken from; none for the school's own.
    key = models.CharField(max_length=60, blank=True)
    title = models.CharField(max_length=200)
    kind = models.CharField(max_length=10, choices=rules.KINDS)
    state = models.CharField(max_length=8, choices=rules.STATES, default=rules.KEPT)
    edition = models.CharField("edition in force", max_length=100, blank=True)
    since = models.DateField("in force since", null=True, blank=True)
    replaced = models.CharField("what it replaced", max_length=500, blank=True)
    replaced_by = models.CharField("what replaced it", max_length=500, blank=True)
    address = models.URLField("address", max_length=300, blank=True)
    where = models.CharField("where it is kept", max_length=200, blank=True)
    file = models.OneToOneField(SealedFile, on_delete=models.PROTECT, null=True, blank=True, related_name="reference")
    source = models.CharField("how we know", max_length=500, blank=True)
    certainty = models.CharField("how sure", max_length=12, choices=rules.CERTAINTIES, default="general")
    for_whom = models.CharField("for whom it is meant", max_length=12, choices=rules.FOR_WHOM, default="adult")
    aged = models.JSONField("editions that were replaced", default=list, blank=True)
    cited_as = models.JSONField("names by which it is cited", default=list, blank=True)
    notes = models.TextField(blank=True)
    # Month and day ("09-01") on which to look again, besides the school's own period.
    each_year = models.CharField(max_length=5, blank=True)
    checked_by = models.ForeignKey(Adult, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    checked_on = models.DateField(null=True, blank=True)
    next_check = models.DateField(null=True, blank=True)
    # The shipped row as it was when the school took it up: what is newer in the product is offered, not forced.
    taken = models.JSONField(default=dict, blank=True)

    seen_by = held(Can.KEEP_REFERENCES) | held(Can.READ_POLICY) & meant()
    unaudited = frozenset({"taken"})

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["school", "key"], condition=~Q(key=""), name="reference_key_once"),
            models.CheckConstraint(condition=Q(state__in=list(rules.STATES)), name="reference_state_known"),
            models.CheckConstraint(condition=Q(kind__in=list(rules.KINDS)), name="reference_kind_known"),
            models.CheckConstraint(
                condition=Q(certainty__in=list(rules.CERTAINTIES)), name="reference_certainty_known"
            ),
            models.CheckConstraint(condition=Q(for_whom__in=list(rules.FOR_WHOM)), name="reference_for_whom_known"),
        ]
        indexes = [models.Index(fields=["school", "kind", "title"], name="reference_list")]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("references:detail", args=[self.pk])

    @property
    def kept_under(self) -> str:
        return f"reference:{self.pk}"


class Habit(models.Model):
    """How often a school looks its references through, and when it was last reminded. One row for each school."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    school = models.OneToOneField(School, on_delete=models.PROTECT, related_name="reference_habit")
    months = models.PositiveSmallIntegerField("months between checks", default=12)
    reminded_on = models.DateField(null=True)

    seen_by = held(Can.KEEP_REFERENCES)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(months__gte=1, months__lte=60), name="habit_months_sensible"),
        ]

    def __str__(self):
        return "how often references are checked"
