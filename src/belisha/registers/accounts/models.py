"""The school's own accounts on platforms, and what happened to each (clauses 2-02-a and 6-15-a: use for the school)."""

from dataclasses import dataclass

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone

from belisha.core.access import Can, Rule, held, sees, visible_to
from belisha.core.ids import uuid7
from belisha.people.models import Adult, School
from belisha.registers.accounts import rules
from belisha.registers.protocols.models import Platform


class Account(models.Model):
    """An account that speaks for the school: who owns it, who may post, which consent an image needs.

    It says where what signs it in is kept, and never what that is: see `secrets`.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="accounts")
    platform = models.ForeignKey(Platform, on_delete=models.PROTECT, related_name="accounts")
    name = models.CharField("name that everybody sees", max_length=100)
    purpose = models.CharField("what it is for", max_length=500)
    owners = models.ManyToManyField(Adult, related_name="accounts_owned", blank=True)
    posters = models.ManyToManyField(Adult, related_name="accounts_posted_to", blank=True)
    credentials = models.CharField("where what signs it in is kept", max_length=300, blank=True)
    images = models.TextField("which consent an image needs", blank=True)
    state = models.CharField(max_length=6, choices=rules.STATES, default=rules.USED)
    # Counted up with every change, so that nobody writes over other owners, or other words, than they saw.
    revision = models.PositiveIntegerField(default=1)
    since = models.DateField("in the register since", default=timezone.localdate)
    months = models.PositiveSmallIntegerField("months between two checks", default=6)
    checked_by = models.ForeignKey(Adult, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    checked_on = models.DateField(null=True, blank=True)
    next_check = models.DateField()
    closed_on = models.DateField(null=True, blank=True)

    # Who may post for the school, and by which rules, is for everybody here to know (clause 3-07-a).
    seen_by = held(Can.SEE_REGISTERS)
    unaudited = frozenset({"images", "credentials"})

    class Meta:
        constraints = [
            models.UniqueConstraint("school", "platform", Lower("name"), name="account_once"),
            models.CheckConstraint(condition=Q(state__in=list(rules.STATES)), name="account_state_known"),
            models.CheckConstraint(condition=~Q(name=""), name="account_has_name"),
            models.CheckConstraint(condition=Q(months__gte=1, months__lte=36), name="account_months_sensible"),
            models.CheckConstraint(
                condition=Q(state=rules.USED, closed_on=None) | Q(state=rules.CLOSED, closed_on__isnull=False),
                name="account_closed_on_a_day",
            ),
            models.CheckConstraint(
                condition=Q(checked_on=None) | Q(next_check__gt=F("checked_on")), name="account_checked_before_next"
            ),
        ]
        indexes = [models.Index(fields=["school", "state", "name"], name="account_list")]

    def __str__(self):
        return f"the account {self.name}"

    def get_absolute_url(self):
        return reverse("accounts:detail", args=[self.pk])

    @property
    def kept_under(self) -> str:
        return f"account:{self.pk}"


@dataclass(frozen=True)
class as_its_account(Rule):
    """Seen by whoever sees the account."""

    def holds(self, actor, thing):
        return sees(actor, thing.account)

    def q(self, actor):
        return Q(account__in=visible_to(actor, Account.objects.all()).values("pk"))


class AccountStep(models.Model):
    """One thing that happened to an account. Written once and held by the database: see `guards`."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+")
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="steps")
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(Adult, on_delete=models.PROTECT, null=True, related_name="+")
    what = models.CharField(max_length=10, choices=rules.STEPS)
    note = models.CharField(max_length=500, blank=True)

    seen_by = as_its_account()
    unaudited = frozenset({"note"})

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(what__in=list(rules.STEPS)), name="account_step_known")]
        indexes = [models.Index(fields=["account", "at"], name="account_timeline")]

    def __str__(self):
        return "step of an account"

    @property
    def kept_under(self) -> str:
        return f"account:{self.account_id}"
