"""Pupils as a bare lookup: a name, a year group, perhaps an identifier, and nothing else. Only where it is switched on.

Whoever points here from a higher folder does it with `on_delete=SET_NULL`: when the school switches the lookup off, the
rows are destroyed, and what was typed stands in that folder's own row.
"""

from django.db import models

from belisha.core.access import Can, held
from belisha.core.ids import uuid7
from belisha.people.models import Adult, School
from belisha.pupils import rules


class Pupil(models.Model):
    """A pupil whom an adult may name in a declaration. `ends` is the day since which they are no longer on the list."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="pupils")
    name = models.CharField(max_length=rules.LONGEST_NAME)
    # The name as it is looked up: see `rules.folded`.
    folded = models.CharField(max_length=2 * rules.LONGEST_NAME)
    year = models.CharField("year group", max_length=rules.LONGEST_YEAR, blank=True)
    identifier = models.CharField("pupil’s number", max_length=rules.LONGEST_IDENTIFIER, blank=True)
    ends = models.DateField("left on", null=True, blank=True)

    seen_by = held(Can.SEE_PUPILS)
    # Whoever reads the log need not read the names of children.
    unaudited = frozenset({"name", "folded", "year", "identifier"})

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~models.Q(name="") & ~models.Q(folded=""), name="pupil_named"),
            models.UniqueConstraint(
                fields=["school", "identifier"], condition=~models.Q(identifier=""), name="pupil_identifier_once"
            ),
        ]
        indexes = [
            models.Index(fields=["school", "folded"], name="pupil_lookup"),
            models.Index(fields=["school", "name", "id"], name="pupil_list"),
        ]

    def __str__(self):
        return "a pupil"

    @property
    def kept_under(self) -> str:
        return f"pupil:{self.pk}"


class PupilList(models.Model):
    """A list of pupils that was given: matched, checked, brought in. What it held is not kept beyond that."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    school = models.ForeignKey(School, on_delete=models.PROTECT)
    given_by = models.ForeignKey(Adult, on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=rules.STATES, default="matching")
    # The table as it was read, then names, years and identifiers alone; emptied when it is brought in or dropped.
    table = models.JSONField(default=dict)
    rows = models.JSONField(default=list)
    complete = models.BooleanField("it names every pupil", default=False)
    done_at = models.DateTimeField(null=True)

    seen_by = held(Can.KEEP_PUPILS)
    unaudited = frozenset({"table", "rows"})

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(state__in=list(rules.STATES)), name="pupil_list_state_known"),
        ]

    def __str__(self):
        return "list of pupils"

    @property
    def kept_under(self) -> str:
        return f"pupil_list:{self.pk}"
