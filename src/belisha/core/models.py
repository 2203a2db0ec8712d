"""Rows of the machinery: the audit log, its checkpoints, and the outbox of letters."""

from django.db import models

from belisha.core.access import Can, Rule, reach
from belisha.core.ids import uuid7


class _AtSchool(Rule):
    """The same as `access.held`, for rows that carry a school's key without a foreign key."""

    def __init__(self, permission: Can):
        self.permission = permission

    def holds(self, actor, thing):
        return thing.school_id in reach(actor, self.permission).schools

    def q(self, actor):
        return models.Q(school_id__in=reach(actor, self.permission).schools)


class AuditHead(models.Model):
    """Where each school's log stands: its size and the complete subtrees on its right edge. Locked by each writer.

    It can be worked out from the entries; `verify` does so and compares.
    """

    school_id = models.UUIDField(primary_key=True)
    size = models.PositiveBigIntegerField(default=0)
    frontier = models.JSONField(default=list)


class AuditEntry(models.Model):
    """One line of a school's log. Never updated, replaced or deleted: the database refuses (migration 0002).

    No foreign keys: the log neither blocks nor follows a deletion. `body` is sealed under the key of the record it is
    about, and holds the salt and the words; destroying that key leaves the entry in its place, checkable and mute.
    """

    school_id = models.UUIDField()
    seq = models.PositiveBigIntegerField()
    at = models.DateTimeField()
    kind = models.CharField(max_length=64)
    about_type = models.CharField(max_length=32)
    about = models.UUIDField()
    actor = models.UUIDField(null=True)
    kept_under = models.CharField(max_length=80)
    commitment = models.BinaryField()
    body = models.BinaryField()
    leaf = models.BinaryField()

    seen_by = _AtSchool(Can.READ_AUDIT)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["school_id", "seq"], name="audit_seq_once")]
        indexes = [
            models.Index(fields=["school_id", "kind", "-seq"], name="audit_kind"),
            models.Index(fields=["school_id", "about", "-seq"], name="audit_about"),
            models.Index(fields=["school_id", "actor", "-seq"], name="audit_actor"),
            models.Index(fields=["school_id", "kept_under", "-seq"], name="audit_kept"),
        ]

    def __str__(self):
        return f"{self.kind} {self.seq}"


class AuditNode(models.Model):
    """A complete subtree of a school's log, so that a proof needs a handful of rows and not the whole log."""

    school_id = models.UUIDField()
    level = models.PositiveSmallIntegerField()
    index = models.PositiveBigIntegerField()
    hash = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["school_id", "level", "index"], name="audit_node_once")]

    def __str__(self):
        return f"{self.level}/{self.index}"


class AuditCheckpoint(models.Model):
    """The log's size and root at a moment, signed with a key that is not in the database."""

    school_id = models.UUIDField()
    size = models.PositiveBigIntegerField()
    root = models.BinaryField()
    at = models.DateTimeField()
    key = models.CharField(max_length=16)
    signature = models.BinaryField()

    seen_by = _AtSchool(Can.READ_AUDIT)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["school_id", "size"], name="audit_checkpoint_once")]

    def __str__(self):
        return f"checkpoint {self.size}"


class AuditKey(models.Model):
    """Public halves of the keys that signed checkpoints, so that old ones can be checked after a change of key."""

    name = models.CharField(max_length=16, primary_key=True)
    public = models.BinaryField()
    since = models.DateTimeField()

    def __str__(self):
        return self.name


class Notice(models.Model):
    """A letter in the outbox. The row is the job: unsent, being sent, sent, or failed with the reason."""

    class State(models.TextChoices):
        UNSENT = "unsent", "Waiting"
        SENDING = "sending", "Being sent"
        SENT = "sent", "Sent"
        FAILED = "failed", "Not sent"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    school_id = models.UUIDField()
    adult_id = models.UUIDField()
    address = models.EmailField()
    letter = models.CharField(max_length=40)
    link = models.CharField(max_length=300)
    state = models.CharField(max_length=8, choices=State, default=State.UNSENT)
    made_at = models.DateTimeField()
    lease_until = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True)
    failure = models.CharField(max_length=300, blank=True)

    seen_by = _AtSchool(Can.REMIND) | _AtSchool(Can.CHANGE_PEOPLE)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=["unsent", "sending", "sent", "failed"]), name="notice_state"
            ),
        ]
        indexes = [
            models.Index(fields=["made_at"], condition=models.Q(state__in=["unsent", "sending"]), name="notice_due"),
        ]

    def __str__(self):
        return self.letter


class ScheduledRun(models.Model):
    """When each function of `schedule.py` last ran, so that a restart neither forgets nor doubles one."""

    name = models.CharField(max_length=100, primary_key=True)
    at = models.DateTimeField()

    def __str__(self):
        return self.name
