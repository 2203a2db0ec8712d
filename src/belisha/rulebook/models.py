"""Rules that a school gave to clauses of its own, and the cases that it wrote down to hold them to."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from belisha.core.access import Can, held
from belisha.core.ids import uuid7
from belisha.people.models import Adult, School
from belisha.policy.models import Version
from belisha.policy.rules import LONGEST_IDENT
from belisha.reasoning.rules import VERDICTS
from belisha.reasoning.scenarios import IN_WORDS
from belisha.rulebook import rules


class OwnRule(models.Model):
    """How a clause of a version decides questions, in the school's own reading. Fixed once the version is approved."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    school = models.ForeignKey(School, on_delete=models.PROTECT)
    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="own_rules")
    clause = models.CharField("the clause that it reads", max_length=LONGEST_IDENT)
    state = models.CharField(max_length=8, choices=rules.STATES, default=rules.WRITING)
    # What was answered in the form: from it the row is made. Empty for a rule that came in from elsewhere.
    said = models.JSONField("what was chosen", default=dict, blank=True)
    because = models.CharField("the reason", max_length=500, blank=True)
    instead = models.CharField("what to do instead", max_length=500, blank=True)
    # One rule in the shape of packs/advice/rules.schema.json, with the school's own clause id.
    row = models.JSONField(default=dict, blank=True)
    # Of the words for which the rule was read back: other words want another look.
    words_hash = models.CharField(max_length=64, blank=True)
    made_by = models.ForeignKey(Adult, on_delete=models.PROTECT, null=True, related_name="+")
    changed_at = models.DateTimeField(default=timezone.now)
    # The rule of the version before that it was taken over from.
    came_from = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    seen_by = held(Can.DRAFT_POLICY) | held(Can.APPROVE_POLICY)
    unaudited = frozenset({"because", "instead", "row", "words_hash"})

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "clause"], name="own_rule_once"),
            models.CheckConstraint(condition=Q(state__in=list(rules.STATES)), name="own_rule_state_known"),
            models.CheckConstraint(condition=~Q(clause=""), name="own_rule_of_a_clause"),
            models.CheckConstraint(condition=~Q(state=rules.KEPT) | ~Q(row={}), name="own_rule_kept_whole"),
        ]

    def __str__(self):
        return f"rule of clause {self.clause}"

    def get_absolute_url(self):
        return reverse("rulebook:detail", args=[self.pk])

    @property
    def kept_under(self) -> str:
        return f"policy:{self.version.policy_id}"


class WrittenCase(models.Model):
    """A question with its facts, and the answer that the school says is right. Fixed once the version is approved."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    school = models.ForeignKey(School, on_delete=models.PROTECT)
    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="written_cases")
    question = models.CharField(max_length=200)
    facts = models.JSONField(default=dict)
    verdict = models.CharField(max_length=20)
    # Clauses that have to be among those that decide; none where only the verdict counts.
    deciding = models.JSONField(default=list, blank=True)
    made_by = models.ForeignKey(Adult, on_delete=models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)

    seen_by = held(Can.DRAFT_POLICY) | held(Can.APPROVE_POLICY)
    unaudited = frozenset({"facts"})

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(verdict__in=list(VERDICTS)), name="written_case_verdict_known"),
            models.CheckConstraint(condition=~Q(question=""), name="written_case_asks"),
        ]

    def __str__(self):
        return "written case"

    def get_absolute_url(self):
        return reverse("rulebook:checks", args=[self.version_id])

    @property
    def kept_under(self) -> str:
        return f"policy:{self.version.policy_id}"

    @property
    def said(self) -> str:
        """The answer that it has to have, in words."""
        return IN_WORDS[self.verdict]
