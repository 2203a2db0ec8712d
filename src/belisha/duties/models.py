"""What each adult was asked to do, and what they did."""

from django.db import models

from belisha.core.access import Can, held, own
from belisha.core.ids import uuid7
from belisha.duties import rules
from belisha.people.models import Adult, School
from belisha.policy.models import Version
from belisha.sealed.models import SealedFile


class Acknowledgement(models.Model):
    """One adult and one version of a policy: to be read and acknowledged, or done (clauses 4-01-a, 4-11-a)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    school = models.ForeignKey(School, on_delete=models.PROTECT)
    adult = models.ForeignKey(Adult, on_delete=models.PROTECT, related_name="acknowledgements")
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="acknowledgements")
    state = models.CharField(max_length=8, choices=rules.STATES, default=rules.DUE)
    opened_at = models.DateTimeField()
    due_on = models.DateField(null=True)
    done_at = models.DateTimeField(null=True)
    version_hash = models.CharField(max_length=71, blank=True)
    wording = models.TextField(blank=True)
    reminded_at = models.DateTimeField(null=True)
    # Whether they gave it themselves, with a one-time code, or on paper before a witness, with the signed page sealed.
    given = models.CharField("how it was given", max_length=5, choices=rules.GIVEN, default="self")
    witness = models.ForeignKey(Adult, on_delete=models.PROTECT, null=True, related_name="+")
    paper = models.ForeignKey(SealedFile, on_delete=models.PROTECT, null=True, related_name="+")
    # The acknowledgement that this one goes on from. What they put their name to is what is written there, and no more.
    follows = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    # The changes that were shown instead of the whole policy: see `changes.rules.Difference.plain`.
    shown = models.JSONField(default=list)
    # The lines that stood before the tick, as they were: see `lines.rules.Line.plain`.
    lines = models.JSONField(default=list)

    seen_by = own("adult_id") | held(Can.SEE_ACKNOWLEDGEMENTS)
    unaudited = frozenset({"shown", "lines"})

    class Meta:
        constraints = [
            # What was done stands; who is bound by more of it later is asked once more, in a row of its own.
            models.UniqueConstraint(
                fields=["adult", "version"], condition=~models.Q(state=rules.DONE), name="acknowledgement_once"
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=list(rules.STATES)), name="acknowledgement_state_known"
            ),
            models.CheckConstraint(
                condition=models.Q(state=rules.DONE, done_at__isnull=False)
                & ~models.Q(wording="")
                & ~models.Q(version_hash="")
                | ~models.Q(state=rules.DONE) & models.Q(done_at=None),
                name="acknowledgement_done_whole",
            ),
            models.CheckConstraint(
                condition=models.Q(given__in=list(rules.GIVEN))
                & (~models.Q(given="paper") | models.Q(witness__isnull=False, paper__isnull=False)),
                name="acknowledgement_paper_witnessed",
            ),
            models.CheckConstraint(
                condition=~models.Q(state=rules.CARRIED) | models.Q(follows__isnull=False),
                name="acknowledgement_carried_from",
            ),
            models.CheckConstraint(
                condition=~models.Q(state=rules.DUE) | models.Q(due_on__isnull=False), name="acknowledgement_due_when"
            ),
        ]
        indexes = [
            models.Index(fields=["version", "state", "adult"], name="acknowledgement_list"),
            models.Index(fields=["adult", "version"], name="acknowledgement_of_adult"),
            models.Index(fields=["adult"], condition=models.Q(state="due"), name="acknowledgement_due"),
        ]

    def __str__(self):
        return f"{self.version}"

    @property
    def kept_under(self) -> str:
        return f"adult:{self.adult_id}"
