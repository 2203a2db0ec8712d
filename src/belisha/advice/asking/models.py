"""What somebody asked, and the answer that they were given: theirs, and read by nobody else."""

import secrets
from functools import partial
from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from belisha.advice.asking import doing, rules
from belisha.core.access import own
from belisha.people.models import Adult, School
from belisha.policy.models import Version
from belisha.reasoning.rules import VERDICTS


class Inquiry(models.Model):
    """One "may I…?" of one adult (clauses 4-14-a, 6-22-a): what they said, and the answer as it was given then."""

    # Random, since that there is one is theirs to know.
    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    school = models.ForeignKey(School, on_delete=models.PROTECT)
    asker = models.ForeignKey(Adult, on_delete=models.PROTECT, related_name="inquiries")
    # What they chose to do, a key of packs/advice/acts.yaml, and their own words if they wrote any.
    doing = models.CharField(max_length=60, blank=True)
    words = models.TextField(blank=True)
    # Fact → value; None where they do not know. `asked`: the names of those asked one a page, as they were answered.
    said = models.JSONField(default=dict, blank=True)
    asked = models.JSONField(default=list, blank=True)
    # Which of their own declarations is meant; None where they say another pupil.
    declaration = models.UUIDField(null=True, blank=True)
    state = models.CharField(max_length=8, choices=rules.STATES, default=rules.ASKING)
    begun_under = models.ForeignKey(Version, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    # The answer: an explanation as plain data, what the registers said (fact → value, source, says), under which words.
    verdict = models.CharField(max_length=16, blank=True)
    explanation = models.JSONField(default=dict, blank=True)
    registers = models.JSONField(default=dict, blank=True)
    version = models.ForeignKey(Version, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    text_hash = models.CharField(max_length=71, blank=True)
    answered_at = models.DateTimeField(null=True)
    # The hash of the record stands in the log. Without the salt it could be guessed who had asked what.
    salt = models.CharField(max_length=64, default=partial(secrets.token_hex, 32), editable=False)
    proof = models.CharField(max_length=64, blank=True)

    seen_by = own("asker_id")
    # The log says that somebody was given an answer, and its hash; not who, nor what they asked, nor what they read.
    unaudited = frozenset(
        {
            *("asker_id", "doing", "words", "said", "asked", "declaration", "begun_under_id", "asked_at"),
            *("verdict", "explanation", "registers", "version_id", "text_hash", "answered_at", "salt"),
        }
    )

    class Meta:
        verbose_name_plural = "inquiries"
        constraints = [
            models.CheckConstraint(condition=Q(state__in=list(rules.STATES)), name="inquiry_state_known"),
            models.CheckConstraint(
                condition=Q(state=rules.ASKING, verdict="", proof="", answered_at=None, version=None)
                | Q(state=rules.ANSWERED, verdict__in=VERDICTS, answered_at__isnull=False, version__isnull=False)
                & ~Q(proof=""),
                name="inquiry_answered_whole",
            ),
        ]
        indexes = [models.Index(fields=["asker", "asked_at"], name="inquiry_own")]

    def __str__(self):
        return "a “may I…?”"

    def get_absolute_url(self):
        return reverse("asking:detail" if self.state == rules.ANSWERED else "asking:next", args=[self.pk])

    @property
    def kept_under(self) -> str:
        return f"inquiry:{self.pk}"

    @property
    def act(self) -> str:
        return self.said.get("act") or ""

    @property
    def verdict_in_words(self) -> str:
        if self.verdict and not self.act:
            return rules.NO_ANSWER
        return rules.VERDICT_WORDS.get(self.verdict, "")

    @property
    def label(self) -> str:
        """What they chose to do, in words; of an entry that is no longer in the table, its act."""
        try:
            return doing.doing(self.doing).label
        except KeyError:
            fact = rules.facts().facts["act"]
            return fact.labels.get(self.act, "something else").capitalize()

    def record(self) -> dict:
        """Everything that the proof is the hash of, as plain data."""
        return {
            "id": str(self.pk), "school": str(self.school_id), "asker": str(self.asker_id), "doing": self.doing,
            "words": self.words, "said": self.said, "asked": self.asked, "verdict": self.verdict,
            "declaration": str(self.declaration or ""), "explanation": self.explanation, "registers": self.registers,
            "version": str(self.version_id or ""), "text_hash": self.text_hash, "salt": self.salt,
            "answered_at": self.answered_at.isoformat() if self.answered_at else "",
        }  # fmt: skip
