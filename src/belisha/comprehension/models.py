"""Short questions about groups of clauses, and who understood them. No answer is kept, and no number of tries."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from belisha.comprehension import rules
from belisha.core.access import Can, held, own, when
from belisha.core.ids import uuid7
from belisha.people.models import Adult, School
from belisha.policy.models import Policy, Version


class ShortQuestion(models.Model):
    """A question with a few answers, one of them right, about some clauses of a policy (clause 4-11-a)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    school = models.ForeignKey(School, on_delete=models.PROTECT)
    policy = models.ForeignKey(Policy, on_delete=models.PROTECT, related_name="short_questions")
    # The key of the shipped row that it was taken from; none for the school's own.
    pack_key = models.CharField(max_length=60, blank=True)
    # The clauses that it is about, as the version in force calls them; followed on when a new version comes into force.
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="short_questions")
    clauses = models.JSONField("clauses that it is about", default=list, blank=True)
    text = models.CharField("question", max_length=300)
    choices = models.JSONField("answers", default=list)
    right = models.PositiveSmallIntegerField("right answer")
    why = models.CharField("what helps", max_length=300, blank=True)
    state = models.CharField(max_length=3, choices=rules.STATES, default=rules.OFF)
    made_at = models.DateTimeField(default=timezone.now)

    seen_by = (
        held(Can.KEEP_DUTIES) | held(Can.SEE_ACKNOWLEDGEMENTS) | held(Can.ACKNOWLEDGE) & when("state", (rules.ON,))
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["policy", "pack_key"], condition=~Q(pack_key=""), name="short_question_of_the_pack_once"
            ),
            models.CheckConstraint(condition=Q(state__in=list(rules.STATES)), name="short_question_state_known"),
            models.CheckConstraint(
                condition=Q(right__gte=1, right__lte=rules.MOST), name="short_question_has_a_right_answer"
            ),
        ]
        indexes = [models.Index(fields=["policy", "state"], name="short_question_list")]

    def __str__(self):
        return f"short question about {self.policy}"

    def get_absolute_url(self):
        return reverse("comprehension:detail", args=[self.pk])

    @property
    def kept_under(self) -> str:
        return f"policy:{self.policy_id}"


class Understood(models.Model):
    """An adult understood a question: which version, and when. Nothing else is known of how they came to it."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    school = models.ForeignKey(School, on_delete=models.PROTECT)
    adult = models.ForeignKey(Adult, on_delete=models.PROTECT, related_name="understood")
    question = models.ForeignKey(ShortQuestion, on_delete=models.PROTECT, related_name="understood")
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="+")
    # What the version called the clauses: what has changed in them since is measured from there.
    clauses = models.JSONField(default=list)
    at = models.DateTimeField(default=timezone.now)

    seen_by = own("adult_id") | held(Can.SEE_ACKNOWLEDGEMENTS)

    class Meta:
        verbose_name_plural = "understood"
        constraints = [models.UniqueConstraint(fields=["adult", "question", "version"], name="understood_once")]
        indexes = [models.Index(fields=["question", "adult"], name="understood_list")]

    def __str__(self):
        return f"{self.question}"

    @property
    def kept_under(self) -> str:
        return f"adult:{self.adult_id}"
