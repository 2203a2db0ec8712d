"""One-time codes for a shared device."""

from django.db import models

from belisha.core.access import Can, held
from belisha.core.ids import uuid7
from belisha.people.models import Adult, School


class Code(models.Model):
    """A one-time code with which an adult without e-mail does their tasks on a shared device. Only a hash is kept."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    school = models.ForeignKey(School, on_delete=models.PROTECT)
    adult = models.ForeignKey(Adult, on_delete=models.PROTECT, related_name="codes")
    secret_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    seen_by = held(Can.CHANGE_PEOPLE)
    unaudited = frozenset({"secret_hash"})

    def __str__(self):
        return str(self.adult)

    @property
    def kept_under(self) -> str:
        return f"adult:{self.adult_id}"
