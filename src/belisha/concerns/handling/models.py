"""What is done about a concern, and whom to call: the directory is the school's, all else belongs to one concern."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from belisha.concerns.handling.calling import rules as directory
from belisha.core.access import Can, held
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
    def calls(self) -> str:
        """The telephone number as a link dials it: its digits."""
        return "".join(sign for sign in self.telephone if sign.isdigit() or sign == "+")
