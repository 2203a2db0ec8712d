"""Questions about a clause, or about an answer that one was given, and their answers (clauses 4-14-a, 5-01-e)."""

from django.db import models
from django.urls import reverse
from django.utils import timezone

from belisha.advice import rules
from belisha.core.access import Can, held, own, when
from belisha.core.ids import uuid7
from belisha.people.models import Adult, School
from belisha.policy.models import Clause, Version
from belisha.registers import deciders

# What decides about a question by its kind of decider: see `registers.deciders`.
ANSWERING = held(Can.ANSWER_QUESTION) & when("goes_to", (deciders.HEADTEACHER,))
FOR_HEADTEACHER = held(Can.DECIDE_FOR_HEADTEACHER) & when("goes_to", (deciders.CHAIR,))


class QuestionTerms(models.Model):
    """By when questions are answered here. The policy names no day (clause 4-14-a), so the school sets its own."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    school = models.OneToOneField(School, on_delete=models.PROTECT, related_name="question_terms")
    answer_days = models.PositiveSmallIntegerField("working days in which a question is answered", default=5)

    seen_by = held(Can.ASK_QUESTION)

    class Meta:
        verbose_name_plural = "question terms"
        constraints = [
            models.CheckConstraint(condition=models.Q(answer_days__gte=1), name="question_terms_are_some"),
        ]

    def __str__(self):
        return "terms of questions"


class Question(models.Model):
    """What an adult asked, and what the Headteacher answered: to everybody, or to them alone.

    It is about a clause; or about an answer that "may I…?" gave them, and then `sent` is what they chose to send of it.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    school = models.ForeignKey(School, on_delete=models.PROTECT)
    # The clause as it was when it was asked about, and the clauses of versions in force that it stands with.
    clause = models.ForeignKey(Clause, on_delete=models.PROTECT, null=True, related_name="+")
    stands_with = models.ManyToManyField(Clause, related_name="questions")
    asker = models.ForeignKey(Adult, on_delete=models.PROTECT, related_name="questions")
    text = models.TextField()
    # The asker's own inquiry, the version that it was answered under, and what was sent of it, as plain data.
    inquiry = models.UUIDField(null=True, editable=False)
    version = models.ForeignKey(Version, on_delete=models.PROTECT, null=True, related_name="+")
    sent = models.JSONField(default=dict, blank=True)
    goes_to = models.CharField("who answers", max_length=12, choices=deciders.GOES_TO, default=deciders.HEADTEACHER)
    asked_at = models.DateTimeField(default=timezone.now)
    due = models.DateField("to be answered by", null=True)
    reminded_on = models.DateField(null=True)
    state = models.CharField(max_length=10, choices=rules.STATES, default=rules.OPEN)
    answer = models.TextField(blank=True)
    answered_by = models.ForeignKey(Adult, on_delete=models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)
    outcome = models.CharField("what came of it", max_length=10, choices=rules.OUTCOMES, blank=True)
    # The key of the permission that was granted, or of the protocol that was agreed.
    led_to = models.UUIDField(null=True)
    unclear = models.BooleanField("the policy is unclear here", default=False)
    for_everyone = models.BooleanField("answered for everybody", default=False)
    # The question as everybody reads it: the asker's own words may say more about them than others should know.
    shown_as = models.TextField("the question as everybody reads it", blank=True)

    seen_by = (
        own("asker_id")
        | ANSWERING & when("state", (rules.OPEN, rules.ANSWERED))
        | FOR_HEADTEACHER & when("state", (rules.OPEN, rules.ANSWERED))
        | held(Can.READ_POLICY) & when("state", (rules.ANSWERED,)) & when("for_everyone", (True,))
    )
    # What was asked and answered between two people is not repeated to those who read the log.
    unaudited = frozenset({"text", "answer", "shown_as", "inquiry", "version_id", "sent", "led_to", "reminded_on"})

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
            models.CheckConstraint(
                condition=models.Q(clause__isnull=False, inquiry=None, version=None)
                | models.Q(clause=None, inquiry__isnull=False, version__isnull=False),
                name="question_about_one_thing",
            ),
            models.CheckConstraint(
                condition=models.Q(goes_to__in=list(deciders.GOES_TO)), name="question_goes_somewhere"
            ),
            models.CheckConstraint(
                condition=models.Q(state=rules.ANSWERED, outcome__in=list(rules.OUTCOMES))
                | ~models.Q(state=rules.ANSWERED) & models.Q(outcome="", led_to=None),
                name="question_came_to_something",
            ),
            models.UniqueConstraint(
                fields=["inquiry"],
                condition=models.Q(inquiry__isnull=False) & ~models.Q(state=rules.WITHDRAWN),
                name="question_sent_once",
            ),
        ]
        indexes = [
            models.Index(fields=["school", "state", "asked_at"], name="question_list"),
            models.Index(fields=["asker", "asked_at"], name="question_own"),
            models.Index(fields=["due"], condition=models.Q(state=rules.OPEN), name="question_late"),
        ]

    def __str__(self):
        return "question about the policy"

    def get_absolute_url(self):
        return reverse("advice:detail", args=[self.pk])

    @property
    def kept_under(self) -> str:
        return f"adult:{self.asker_id}"

    @property
    def is_overdue(self) -> bool:
        return rules.is_overdue(self.state, self.due, timezone.localdate())

    @property
    def answerer(self) -> str:
        """Who answers it, never by name."""
        return deciders.GOES_TO[self.goes_to]


class Ended(models.Model):
    """Something that an adult's answer rested on and that has ended since: they are told of it, once."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+")
    asker = models.ForeignKey(Adult, on_delete=models.PROTECT, related_name="+")
    inquiry = models.UUIDField(editable=False)
    fact = models.CharField(max_length=60)
    found_at = models.DateTimeField(default=timezone.now)

    seen_by = own("asker_id")
    # That there is an answer, and whose, is theirs alone: see asking.models.Inquiry.
    unaudited = frozenset({"asker_id", "inquiry", "fact"})

    class Meta:
        verbose_name_plural = "ended"
        constraints = [models.UniqueConstraint(fields=["inquiry", "fact"], name="ended_once")]

    def __str__(self):
        return "what an answer rested on"

    @property
    def kept_under(self) -> str:
        return f"inquiry:{self.inquiry}"
