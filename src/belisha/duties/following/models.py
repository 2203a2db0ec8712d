"""Who is excused from what and until when, and how the school reminds."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from belisha.core.access import Can, held, own
from belisha.core.ids import uuid7
from belisha.duties.following import rules
from belisha.duties.owed.models import Duty
from belisha.people.models import Adult, School
from belisha.policy.models import Policy


class Excuse(models.Model):
    """An adult who is not asked for a time: for everything, one duty, or one policy. It has a reason and an end.

    `last` is the last day on which it holds.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    school = models.ForeignKey(School, on_delete=models.PROTECT)
    adult = models.ForeignKey(Adult, on_delete=models.PROTECT, related_name="excuses")
    duty = models.ForeignKey(Duty, on_delete=models.PROTECT, null=True, blank=True, related_name="excuses")
    policy = models.ForeignKey(Policy, on_delete=models.PROTECT, null=True, blank=True, related_name="excuses")
    reason = models.CharField(max_length=300)
    first = models.DateField("from")
    last = models.DateField("until")
    given_by = models.ForeignKey(Adult, on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField()
    # The day from which it no longer holds although its last day has not come.
    ended_on = models.DateField("ended early on", null=True)
    ended_by = models.ForeignKey(Adult, on_delete=models.PROTECT, null=True, related_name="+")

    seen_by = own("adult_id") | held(Can.EXCUSE)
    # A reason can be an illness: it is for those who excuse, and not for those who read the log.
    unaudited = frozenset({"reason"})

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(last__gte=F("first")), name="excuse_in_order"),
            models.CheckConstraint(condition=Q(duty=None) | Q(policy=None), name="excuse_for_one_thing"),
            models.CheckConstraint(condition=~Q(reason=""), name="excuse_has_a_reason"),
            models.CheckConstraint(
                condition=Q(ended_on=None, ended_by=None) | Q(ended_on__isnull=False, ended_by__isnull=False),
                name="excuse_ended_by_somebody",
            ),
            # What somebody is asked is decided by somebody else.
            models.CheckConstraint(condition=~Q(adult=F("given_by")), name="excuse_by_another"),
        ]
        indexes = [models.Index(fields=["adult", "last"], name="excuse_of_adult")]

    def __str__(self):
        return f"excuse of {self.adult}"

    @property
    def kept_under(self) -> str:
        return f"adult:{self.adult_id}"

    def holds_on(self, day) -> bool:
        """Whether it excuses them on this day. The same as SQL is `excused.holding`."""
        return rules.holds(self.first, self.last, self.ended_on, day)

    @property
    def can_end(self) -> bool:
        """Whether there is anything left of it to be ended early."""
        return self.ended_on is None and self.last >= timezone.localdate()


class Chasing(models.Model):
    """How a school reminds. One row for each school; made with these values when it is first asked for."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    school = models.OneToOneField(School, on_delete=models.PROTECT, related_name="chasing")
    on = models.BooleanField("reminders are sent", default=True)
    # Working days of the school: so long before a task is due, and so often once it is late.
    days_before = models.PositiveSmallIntegerField("working days before", default=3)
    days_between = models.PositiveSmallIntegerField("working days between", default=5)
    # Nobody gets a letter before this hour of the school's clock.
    from_hour = models.PositiveSmallIntegerField("hour from which letters are sent", default=8)
    # Monday is 0; none: no digest.
    digest_weekday = models.PositiveSmallIntegerField("day of the leaders’ digest", null=True, default=0)
    digest_on = models.DateField("last digest", null=True)

    seen_by = held(Can.SEE_ACKNOWLEDGEMENTS)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(digest_weekday=None) | Q(digest_weekday__lt=7), name="chasing_weekday_known"
            ),
            models.CheckConstraint(condition=Q(days_between__gte=1), name="chasing_not_every_moment"),
            models.CheckConstraint(condition=Q(from_hour__lt=24), name="chasing_hour_known"),
        ]

    def __str__(self):
        return f"reminders of {self.school}"
