"""Rows of the sealed room: wrapped keys and what is known about each sealed file."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone

SCHOOL = "school"


def the_day():
    """The midnight with which today began. Nothing finer is kept of a key or a file: each may be of a report that came
    without a name, and the audit log says when, of whatever is said there by name.
    """
    return timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)


class Key(models.Model):
    """A key, wrapped by another. `record` is `school` for a school's own key, which the instance key wraps; every other
    record's key is wrapped by its school's. A destroyed key leaves its row, so that "shredded" and "missing" differ.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    school_id = models.UUIDField()
    record = models.CharField(max_length=200)
    wrapped = models.BinaryField()
    wrapped_by = models.CharField(max_length=32, db_index=True, help_text="Fingerprint of the wrapping key.")
    made_at = models.DateTimeField(default=the_day)
    shredded_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["school_id", "record"], name="one_key_per_record"),
            models.CheckConstraint(
                condition=Q(shredded_at__isnull=True) ^ Q(wrapped_by=""), name="a_key_is_wrapped_or_shredded"
            ),
        ]

    def __str__(self):
        return f"{self.record} of school {self.school_id}"


class SealedFile(models.Model):
    """One file in the store. The row is made only after the file is durable; the path follows from the id.

    `sha256` and `size` are of the plain bytes, taken while they streamed in, and authenticated by `wrapped_key`.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    school_id = models.UUIDField()
    record = models.CharField(max_length=200)
    wrapped_key = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    media_type = models.CharField(max_length=120)
    name_sealed = models.BinaryField(help_text="The name the file came with: it can name a person, so it is sealed.")
    stored_at = models.DateTimeField(default=the_day)

    class Meta:
        indexes = [models.Index(fields=["school_id", "record"], name="files_of_a_record")]

    def __str__(self):
        return f"file {self.id}"
