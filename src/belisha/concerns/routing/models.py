"""What a school adds to its routes, and whom adults call close to them."""

import uuid

from django.db import models
from django.utils import timezone

from belisha.concerns.routing.rules import TIES
from belisha.concerns.rules import TYPES
from belisha.core.access import ROLES, Can, held, own
from belisha.core.ids import uuid7
from belisha.people.models import Adult, School


class AddedPost(models.Model):
    """A post that a type of concern reaches in this school beside those that ship. It stays: none is taken away.

    It counts for what is reported from then on; whoever reported before was told whom it reaches.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField("the type of concern", max_length=30, choices=TYPES)
    post = models.CharField(max_length=20, choices=[(role.value, card.label) for role, card in ROLES.items()])
    added_at = models.DateTimeField(default=timezone.now)

    seen_by = held(Can.REPORT_CONCERN)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["school", "kind", "post"], name="added_post_once"),
            models.CheckConstraint(condition=models.Q(kind__in=list(TYPES)), name="added_post_kind_known"),
        ]

    def __str__(self):
        return f"{self.get_post_display()} for “{self.get_kind_display()}”"


class Tie(models.Model):
    """An adult declares a colleague close to them. Seen by nobody else; routing goes by it (`rules.tied`)."""

    confidential = True

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+")
    adult = models.ForeignKey(Adult, on_delete=models.PROTECT, related_name="+")
    other = models.ForeignKey(Adult, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=TIES)
    declared_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True)

    seen_by = own("adult_id")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~models.Q(adult=models.F("other")), name="tie_to_another"),
            models.CheckConstraint(condition=models.Q(kind__in=list(TIES)), name="tie_kind_known"),
            models.UniqueConstraint(fields=["adult", "other"], condition=models.Q(ended_at=None), name="tie_once"),
        ]

    def __str__(self):
        return "a tie"

    @property
    def kept_under(self) -> str:
        return f"adult:{self.adult_id}"
