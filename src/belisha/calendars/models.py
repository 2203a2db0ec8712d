"""A calendar feed with a secret address, of which only a hash is kept."""

from django.db import models

from belisha.core.access import own
from belisha.core.ids import uuid7
from belisha.people.models import Adult, School


class Feed(models.Model):
    """The address at which an adult's calendar asks for their dates. Withdrawn, it opens nothing and stays as a row."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    school = models.ForeignKey(School, on_delete=models.PROTECT)
    adult = models.ForeignKey(Adult, on_delete=models.PROTECT, related_name="feeds")
    secret_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    seen_by = own("adult_id")
    unaudited = frozenset({"secret_hash"})

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["adult"], condition=models.Q(withdrawn_at=None), name="feed_one_open")
        ]

    def __str__(self):
        return "calendar address"

    @property
    def kept_under(self) -> str:
        return f"adult:{self.adult_id}"
