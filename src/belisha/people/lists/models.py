"""Lists of adults that were given, and how their columns were matched."""

from django.db import models
from django.urls import reverse
from django.utils import timezone

from belisha.core.access import Can, held
from belisha.core.ids import uuid7
from belisha.people.lists import rules
from belisha.people.models import Adult, School


class Columns(models.Model):
    """How the columns of the school's staff list were matched, remembered for the next list with the same headings."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    school = models.ForeignKey(School, on_delete=models.PROTECT)
    # The headings in their order, as one text: what a list is known again by.
    headings = models.TextField()
    headings_hash = models.CharField(max_length=64)
    # Heading → field of a row, or "" for a column that is left out.
    fields = models.JSONField(default=dict)

    seen_by = held(Can.CHANGE_PEOPLE)

    class Meta:
        verbose_name_plural = "columns"
        constraints = [models.UniqueConstraint(fields=["school", "headings_hash"], name="columns_once")]

    def __str__(self):
        return "columns of a staff list"


class StaffList(models.Model):
    """A list of adults that was given: read, matched, checked, then brought in by the worker, a part at a time.

    The row is the job. Nothing about adults changes before `confirm`; a worker that is killed goes on where it was.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    school = models.ForeignKey(School, on_delete=models.PROTECT)
    given_by = models.ForeignKey(Adult, on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField()
    form = models.CharField(max_length=12, choices=rules.FORMS)
    state = models.CharField(max_length=10, choices=rules.STATES, default="matching")
    # What was read (a table's headings and cells, or everybody in a set of files), then the rows with their meaning.
    # Both are emptied when the list is brought in, stopped or dropped.
    table = models.JSONField(default=dict)
    rows = models.JSONField(default=list)
    number = models.PositiveIntegerField("rows", default=0)
    only_changes = models.BooleanField("it holds only what changed", default=False)
    complete = models.BooleanField("it names everybody who works here", default=False)
    # Whether whoever confirmed it had given a second factor then: the worker may do no more than they might.
    second_factor = models.BooleanField("confirmed with a second factor", default=False)
    reached = models.PositiveIntegerField("rows gone through", default=0)
    # While it runs: what each row was to do, and whom rows spoke of. Then: what became of it.
    result = models.JSONField(default=dict)
    stopped_because = models.CharField(max_length=300, blank=True)
    done_at = models.DateTimeField(null=True)

    seen_by = held(Can.CHANGE_PEOPLE)
    unaudited = frozenset({"table", "rows", "reached", "result"})

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(state__in=list(rules.STATES)), name="staff_list_state_known"),
            models.CheckConstraint(condition=models.Q(reached__lte=models.F("number")), name="staff_list_within"),
            models.CheckConstraint(
                condition=models.Q(only_changes=False) | models.Q(complete=False), name="staff_list_changes_not_all"
            ),
        ]
        indexes = [models.Index(fields=["school", "given_at"], name="staff_list_list")]

    def __str__(self):
        return f"staff list of {timezone.localtime(self.given_at):%-d %B %Y}"

    def get_absolute_url(self):
        return reverse("lists:detail", args=[self.pk])

    @property
    def kept_under(self) -> str:
        return f"staff_list:{self.pk}"

    @property
    def hundredths(self) -> int:
        """How far bringing in has come, of a hundred."""
        return 100 * self.reached // self.number if self.number else 0
