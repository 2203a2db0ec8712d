"""Permissions of the Headteacher: what was asked, what was decided, and until when it holds (clause 6-05-a)."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from belisha.core.access import Can, held, own, when
from belisha.core.ids import uuid7
from belisha.packs.permissions import OTHER, vocabulary
from belisha.people.models import Adult, School
from belisha.registers import deciders
from belisha.registers.permissions import rules
from belisha.registers.timeline import Told


class PermissionTerms(models.Model):
    """How long a request may wait in this school."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    school = models.OneToOneField(School, on_delete=models.PROTECT, related_name="permission_terms")
    wait_days = models.PositiveSmallIntegerField("working days that a request may wait", default=5)

    seen_by = held(Can.DECIDE_PERMISSION) | held(Can.DECIDE_FOR_HEADTEACHER)

    class Meta:
        verbose_name_plural = "permission terms"
        constraints = [models.CheckConstraint(condition=Q(wait_days__gte=1), name="permission_terms_are_some")]

    def __str__(self):
        return "terms of permissions"


class Permission(models.Model):
    """What an adult asked to be allowed, and what came of it: seen by them and by whoever decides, by nobody else."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+")
    asker = models.ForeignKey(Adult, on_delete=models.PROTECT, related_name="permissions")
    # Keys of the shipped vocabulary, and words where the key is "other".
    act = models.CharField(max_length=40)
    act_words = models.CharField("what exactly", max_length=rules.SHORT, blank=True)
    audience = models.CharField(max_length=40)
    audience_words = models.CharField("who exactly", max_length=rules.SHORT, blank=True)
    platform = models.CharField(max_length=40)
    platform_words = models.CharField("which platform", max_length=rules.SHORT, blank=True)
    concerns = models.TextField("pupils or classes concerned", blank=True)
    purpose = models.TextField()
    # The clause that it was asked beside, if it was.
    clause = models.CharField(max_length=20, blank=True)
    starts = models.DateField("from")
    ends = models.DateField("until", null=True, blank=True)
    open_why = models.TextField("why it has no end", blank=True)
    # Given by word of mouth: recorded by whoever gave it, or noted by the asker and then to be confirmed.
    spoken = models.BooleanField("given by word of mouth", default=False)
    spoken_on = models.DateField(null=True)
    renews = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="renewals")
    state = models.CharField(max_length=12, choices=rules.STATES, default=rules.ASKED)
    goes_to = models.CharField("who decides", max_length=12, choices=deciders.GOES_TO)
    asked_at = models.DateTimeField(default=timezone.now)
    decided_on = models.DateField(null=True)
    decided_by = models.ForeignKey(Adult, on_delete=models.PROTECT, null=True, related_name="+")
    conditions = models.TextField(blank=True)
    reason = models.TextField("why it was refused", blank=True)
    revoked_on = models.DateField(null=True)
    revoked_why = models.TextField("why it was taken back", blank=True)
    reminded_on = models.DateField(null=True)
    changes = models.PositiveIntegerField(default=0)

    seen_by = (
        own("asker_id")
        | held(Can.DECIDE_PERMISSION) & when("goes_to", (deciders.HEADTEACHER,)) & when("state", rules.SEEN)
        | held(Can.DECIDE_FOR_HEADTEACHER) & when("goes_to", (deciders.CHAIR,)) & when("state", rules.SEEN)
    )
    # Whoever reads the log learns nothing of what was asked, of whom it concerns, or of what was said about it.
    unaudited = frozenset(
        {"act", "act_words", "audience", "audience_words", "platform", "platform_words", "concerns", "purpose",
         "clause", "open_why", "conditions", "reason", "revoked_why", "reminded_on"}
    )  # fmt: skip

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=list(rules.STATES)), name="permission_state_known"),
            models.CheckConstraint(condition=Q(goes_to__in=list(deciders.GOES_TO)), name="permission_goes_somewhere"),
            models.CheckConstraint(condition=~Q(purpose="") & ~Q(act="") & ~Q(audience="") & ~Q(platform=""),
                                   name="permission_for_something"),
            models.CheckConstraint(condition=Q(ends=None) | Q(ends__gte=F("starts")), name="permission_in_order"),
            models.CheckConstraint(
                condition=~Q(state__in=rules.ONCE_GIVEN) | Q(ends__isnull=False) | ~Q(open_why=""),
                name="permission_without_end_says_why",
            ),
            models.CheckConstraint(
                condition=Q(state__in=rules.DECIDED, decided_on__isnull=False, decided_by__isnull=False)
                | ~Q(state__in=rules.DECIDED) & Q(decided_on=None, decided_by=None),
                name="permission_decided_by_someone",
            ),
            models.CheckConstraint(
                condition=(~Q(state=rules.CONDITIONAL) | ~Q(conditions=""))
                & (~Q(state__in=(rules.GRANTED, rules.ASKED, rules.REFUSED)) | Q(conditions="")),
                name="permission_conditions_said",
            ),
            models.CheckConstraint(
                condition=Q(state=rules.REFUSED) & ~Q(reason="") | ~Q(state=rules.REFUSED) & Q(reason=""),
                name="permission_refused_with_reason",
            ),
            models.CheckConstraint(
                condition=Q(state=rules.REVOKED, revoked_on__isnull=False) & ~Q(revoked_why="")
                | ~Q(state=rules.REVOKED) & Q(revoked_on=None, revoked_why=""),
                name="permission_revoked_whole",
            ),
            models.CheckConstraint(condition=~Q(state=rules.EXPIRED) | Q(ends__isnull=False), name="permission_ended"),
            models.CheckConstraint(
                condition=Q(spoken=True, spoken_on__isnull=False) | Q(spoken=False, spoken_on=None),
                name="permission_spoken_when",
            ),
        ]  # fmt: skip
        indexes = [
            models.Index(fields=["school", "goes_to", "state", "asked_at"], name="permission_list"),
            models.Index(fields=["asker", "asked_at"], name="permission_own"),
            models.Index(fields=["ends"], condition=Q(state__in=rules.GIVEN), name="permission_to_expire"),
        ]

    def __str__(self):
        return "request for a permission" if self.state == rules.ASKED else "permission"

    def get_absolute_url(self):
        return reverse("permissions:detail", args=[self.pk])

    @property
    def kept_under(self) -> str:
        return f"adult:{self.asker_id}"

    @property
    def waits(self) -> bool:
        return self.state == rules.ASKED

    def standing(self, on) -> str:
        return rules.standing(self.state, self.starts, self.ends, on)

    @property
    def stands(self) -> str:
        """Today: in force, not yet, expired, or empty."""
        return self.standing(timezone.localdate())

    @property
    def label(self) -> str:
        """Its state in words, as it is today: the date counts before anybody has moved it on."""
        if self.stands == rules.OVER:
            return rules.STATES[rules.EXPIRED]
        return (
            f"{self.get_state_display()}, not yet in force"
            if self.stands == rules.NOT_YET
            else self.get_state_display()
        )

    @property
    def colour(self) -> str:
        """The state that a label takes its colour from."""
        if self.stands == rules.OVER:
            return "ended"
        return {rules.ASKED: "waiting", rules.GRANTED: "in force", rules.CONDITIONAL: "in force",
                rules.REVOKED: "refused"}.get(self.state, self.state)  # fmt: skip

    @property
    def act_label(self) -> str:
        return _label(vocabulary().acts, self.act, self.act_words)

    @property
    def audience_label(self) -> str:
        return _label(vocabulary().audiences, self.audience, self.audience_words)

    @property
    def platform_label(self) -> str:
        return _label(vocabulary().platforms, self.platform, self.platform_words)

    @property
    def scope(self) -> rules.Scope:
        return rules.Scope(
            self.act, self.audience, self.platform, self.act_words, self.audience_words, self.platform_words
        )


def _label(rows: dict, key: str, words: str) -> str:
    """The words for a key; those of a vocabulary that shipped before may be gone, and then the key speaks."""
    return words if key == OTHER and words else getattr(rows.get(key), "label", key.replace("-", " "))


class PermissionEntry(Told):
    """One thing that happened to a permission. Added, never changed: the database refuses (see `timeline`)."""

    permission = models.ForeignKey(Permission, on_delete=models.CASCADE, related_name="told")
    what = models.CharField(max_length=12, choices=rules.WHAT)

    seen_by = (
        own("permission__asker_id")
        | held(Can.DECIDE_PERMISSION)
        & when("permission__goes_to", (deciders.HEADTEACHER,))
        & when("permission__state", rules.SEEN)
        | held(Can.DECIDE_FOR_HEADTEACHER)
        & when("permission__goes_to", (deciders.CHAIR,))
        & when("permission__state", rules.SEEN)
    )
    unaudited = frozenset({"words"})

    class Meta(Told.Meta):
        verbose_name_plural = "permission entries"
        constraints = [
            models.CheckConstraint(condition=Q(what__in=list(rules.WHAT)), name="permission_entry_known"),
            models.CheckConstraint(condition=Q(state__in=list(rules.STATES)), name="permission_entry_state"),
        ]
        indexes = [models.Index(fields=["permission", "at"], name="permission_told")]

    def __str__(self):
        return "entry about a permission"

    @property
    def kept_under(self) -> str:
        return f"adult:{self.permission.asker_id}"
