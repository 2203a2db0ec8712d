"""Questions about a clause of the policy, and their answers (clause 4-14-a)."""

from django.db import models
from django.urls import reverse
from django.utils import timezone

from belisha.advice import rules
from belisha.core.access import Can, held, own, when
from belisha.core.ids import uuid7
from belisha.people.models import Adult, School
from belisha.policy.models import Clause


class Question(models.Model):
    """What an adult asked about a clause, and what the Headteacher answered: to everybody, or to them alone."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    school = models.ForeignKey(School, on_delete=models.PROTECT)
    # The clause as it was when it was asked about, and the clauses of versions in force that it stands with.
    clause = models.ForeignKey(Clause, on_delete=models.PROTECT, related_name="+")
    stands_with = models.ManyToManyField(Clause, related_name="questions")
    asker = models.ForeignKey(Adult, on_delete=models.PROTECT, related_name="questions")
    text = models.TextField()
    asked_at = models.DateTimeField(default=timezone.now)
    state = models.CharField(max_length=10, choices=rules.STATES, default=rules.OPEN)
    answer = models.TextField(blank=True)
    answered_by = models.ForeignKey(Adult, on_delete=models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)
    for_everyone = models.BooleanField("answered for everybody", default=False)
    # The question as everybody reads it: the asker's own words may say more about them than others should know.
    shown_as = models.TextField("the question as everybody reads it", blank=True)

    seen_by = (
        own("asker_id")
        | held(Can.ANSWER_QUESTION) & when("state", (rules.OPEN, rules.ANSWERED))
        | held(Can.READ_POLICY) & when("state", (rules.ANSWERED,)) & when("for_everyone", (True,))
    )
    # What was asked and answered between two people is not repeated to those who read the log.
    unaudited = frozenset({"text", "answer", "shown_as"})

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(state__in=list(rules.STATES)), name="question_state_known"),
            models.CheckConstraint(
                condition=models.Q(state=rules.ANSWERED, answered_at__isnull=False, answered_by__isnull=False)
                & ~models.Q(answer="")
                | ~models.Q(state=rules.ANSWERED) & models.Q(answered_at=None, answer="", for_everyone=False),
                name="question_answered_whole",
            ),
            models.CheckConstraint(
                condition=models.Q(for_everyone=False) | ~models.Q(shown_as=""), name="question_shown_as_something"
            ),
        ]
        indexes = [
            models.Index(fields=["school", "state", "asked_at"], name="question_list"),
            models.Index(fields=["asker", "asked_at"], name="question_own"),
        ]

    def __str__(self):
        return "question about the policy"

    def get_absolute_url(self):
        return reverse("advice:detail", args=[self.pk])

    @property
    def kept_under(self) -> str:
        return f"adult:{self.asker_id}"
